"""Every KPI against SQL written by hand for the same question, on the same files: first equal, then timed."""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench.sizes import UNTIL, Size
from merilo.core.time import Period
from merilo.facts.engines import open_engine
from merilo.facts.snapshot import Snapshot
from merilo.facts.store import FactStore
from merilo.kpis.declaration import Anchor
from merilo.kpis.query import UNDATED
from merilo.kpis.question import Question, checked
from merilo.kpis.registry import KPIS, kpi_named
from merilo.kpis.series import as_series
from merilo.reports.answer import ask
from merilo.reports.asking import Desk, Inquiry
from merilo.reports.figures import figure

GOAL = 1.2
"""Times the hand-written SQL."""
SQL = Path(__file__).parent / "sql"
RUNS = 5

_BOTH_KINDS = (("kind", "all"),)  # the SQL by hand moves subscriptions and single sales together

# One question per KPI, as people ask it; a name with a dot is one more question about the same KPI.
QUESTIONS: dict[str, Question] = {
    "touches": Question("touches", by=("seller",), every=Period.MONTH),
    "connect_rate": Question("connect_rate", by=("seller", "kind"), every=Period.MONTH),
    "accounts_touched": Question("accounts_touched", by=("seller",), every=Period.MONTH),
    "new_accounts_touched": Question("new_accounts_touched", by=("seller",), every=Period.MONTH),
    "cadence": Question("cadence", by=("cadence", "touch")),
    "speed_to_lead": Question("speed_to_lead", by=("seller",), every=Period.MONTH),
    "touch_to_prospect": Question("touch_to_prospect", by=("origin",), every=Period.MONTH),
    # By origin: cut by people it would need the holidays of three countries, which SQL does not know.
    "first_meetings": Question("first_meetings", by=("origin",), every=Period.MONTH),
    "self_sourced_share": Question("self_sourced_share", by=("seller",), every=Period.MONTH),
    "next_step_rate": Question("next_step_rate", by=("seller",), every=Period.MONTH),
    "pipeline": Question("pipeline", by=("stage",)),
    "pipeline.past": Question("pipeline", by=("stage",), as_of=date(2025, 6, 30)),
    "pipeline.weekly": Question(
        "pipeline", by=("seller", "stage"), every=Period.WEEK, start=date(2023, 7, 3), end=UNTIL
    ),
    "stage_conversion": Question("stage_conversion", by=("stage",), every=Period.QUARTER),
    "stage_time": Question("stage_time", by=("seller", "stage")),
    "pipeline_movement": Question("pipeline_movement", every=Period.MONTH),
    "coverage": Question("coverage", by=("seller",)),
    "time_to_close": Question("time_to_close", by=("seller",), every=Period.QUARTER),
    "over_age": Question("over_age", by=("seller",)),
    "forecast_accuracy": Question("forecast_accuracy", by=("seller",), every=Period.MONTH),
    "slippage": Question("slippage", every=Period.MONTH),
    "close_date_pushes": Question("close_date_pushes", every=Period.MONTH),
    "win_rate": Question("win_rate", by=("seller",), every=Period.MONTH),
    "sales_velocity": Question("sales_velocity", by=("seller",)),
    "sales_velocity.past": Question("sales_velocity", by=("seller",), as_of=date(2025, 6, 30)),
    "touches_per_first_meeting": Question("touches_per_first_meeting", by=("seller",), every=Period.MONTH),
    "first_meetings_per_deal": Question("first_meetings_per_deal", by=("seller",), every=Period.QUARTER),
    "first_meetings_per_win": Question("first_meetings_per_win", by=("origin",), every=Period.QUARTER),
    "average_deal": Question("average_deal", by=("seller",), every=Period.QUARTER),
    "won_amount": Question("won_amount", by=("team",), every=Period.MONTH),
    "revenue": Question("revenue", by=("product",), every=Period.MONTH),
    "revenue_movements": Question("revenue_movements", every=Period.MONTH, policies=_BOTH_KINDS),
    "contraction": Question("contraction", every=Period.MONTH, policies=_BOTH_KINDS),
    "churn": Question("churn", every=Period.MONTH, policies=_BOTH_KINDS),
    "logo_churn": Question("logo_churn", every=Period.MONTH, policies=_BOTH_KINDS),
    "grr": Question("grr", every=Period.MONTH, policies=_BOTH_KINDS),
    "nrr": Question("nrr", every=Period.MONTH, policies=_BOTH_KINDS),
    "cohorts": Question("cohorts", by=("cohort",), every=Period.MONTH, policies=_BOTH_KINDS),
    "renewals_due": Question("renewals_due", by=("product",)),
    "acquisition_vs_retention": Question("acquisition_vs_retention", every=Period.MONTH, policies=_BOTH_KINDS),
    "attainment": Question(
        "attainment", by=("seller",), every=Period.QUARTER, policies=(("target", "won_amount"), ("scope", "seller"))
    ),
}


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and seconds of processor over all threads, which other programs' work does not lengthen."""

    clock: float = math.inf
    cpu: float = math.inf


@dataclass(frozen=True)
class Asked:
    """One question, both ways, each the best of five; `answer` is the whole answer with notes and all."""

    name: str
    groups: int
    ours: Took
    by_hand: Took
    answer: Took

    @property
    def ratio(self) -> float:
        return self.ours.clock / self.by_hand.clock

    @property
    def cpu_ratio(self) -> float:
        """The ratio of processor time: what to look at when the machine has other work."""
        return self.ours.cpu / self.by_hand.cpu

    @property
    def good(self) -> bool:
        return self.ratio <= GOAL


def check_complete() -> None:
    """Every KPI of the registry has a question, and every question its SQL; else the benchmark would look better."""
    missing = [name for name in KPIS if name not in QUESTIONS]
    missing += [f"{name}.sql" for name in QUESTIONS if not (SQL / f"{name}.sql").exists()]
    if missing:
        raise SystemExit(f"The benchmark lacks: {', '.join(missing)}")


def measure(size: Size, say: Callable[[str], None]) -> list[Asked]:
    """All questions on the facts of that size."""
    workspace = size.workspace()
    snapshot = FactStore.open(workspace.facts).snapshot()
    found = []
    for name, question in QUESTIONS.items():
        say(f"{size.name}: {name}")
        with open_engine("duckdb", snapshot, workspace.settings.calendar, known_at=question.as_of) as engine:
            desk = Desk(engine, workspace.settings, UNTIL)
            found.append(_measured(name, question, desk, _session(snapshot, workspace.settings.time_zone)))
    return found


def _measured(name: str, question: Question, desk: Desk, con: duckdb.DuckDBPyConnection) -> Asked:
    inquiry = _inquiry(desk, question)
    sql = _by_hand(name, inquiry)
    groups = _equal(name, _ours(desk, inquiry), _run(con, sql), inquiry)
    ours, by_hand = _best(lambda: desk.sums(inquiry), lambda: _run(con, sql))
    (whole,) = _best(lambda: ask(desk, question))
    con.close()
    return Asked(name, groups, ours, by_hand, whole)


def _inquiry(desk: Desk, question: Question) -> Inquiry:
    kpi = kpi_named(question.kpi)
    question = checked(question, kpi)
    if kpi.anchor is Anchor.AS_OF and question.start and question.end:
        return desk.inquiry(*as_series(kpi, question, question.start, question.end))
    return desk.inquiry(kpi, question)


def _run(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of the SQL, in the way that costs least: `con.sql(…)` would plan it twice."""
    con.execute(sql)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
        rows: pa.Table = con.to_arrow_table()
    return rows.to_pylist()  # type: ignore[no-any-return]


def _session(snapshot: Snapshot, time_zone: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"SET TimeZone = '{time_zone}'")
    for table in snapshot.tables:
        files = snapshot.files(table)
        if files:
            con.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({list(files)!r})")
    return con


def _by_hand(name: str, inquiry: Inquiry) -> str:
    """The SQL with the question's days; `{moves}` and `{rated}` stand for what several questions share."""
    shared = {path.stem.lstrip("_"): path.read_text().strip() for path in SQL.glob("_*.sql")}
    text = (SQL / f"{name}.sql").read_text()
    for key, part in shared.items():
        text = text.replace(f"{{{key}}}", part)
    days = {"as_of": inquiry.context.as_of, "horizon": inquiry.context.horizon}
    for key, day in days.items():
        text = text.replace(f"{{{key}}}", f"DATE '{day}'")
    for key, number in inquiry.context.learned.items():
        text = text.replace(f"{{{key}}}", str(number))
    return text


def _ours(desk: Desk, inquiry: Inquiry) -> list[dict[str, Any]]:
    """Our sums as rows, a distribution by its median."""
    rows = []
    keys = [key for key in inquiry.keys if key != UNDATED]
    for group, sums in desk.sums(inquiry).items():
        if not inquiry.undated(group):
            row = dict(zip(keys, group, strict=False)) | dict(sums.columns)
            spreads = figure(inquiry.kpi, sums).spreads
            rows.append(row | {f"median_{column}": spread.median for column, spread in spreads.items()})
    return rows


def _equal(name: str, ours: list[dict[str, Any]], by_hand: list[dict[str, Any]], inquiry: Inquiry) -> int:
    """Stop the benchmark unless both say the same; gives the number of groups."""
    keys = [key for key in inquiry.keys if key != UNDATED]
    needed = {*keys, *(p.name for p in inquiry.kpi.parts), *(f"median_{d.column}" for d in inquiry.kpi.distributions)}
    if by_hand and needed - by_hand[0].keys():
        raise SystemExit(f"{name}: the SQL lacks {', '.join(sorted(needed - by_hand[0].keys()))}")
    mine, theirs = ({tuple(str(row[k]) for k in keys): row for row in rows} for rows in (ours, by_hand))
    if mine.keys() != theirs.keys() or not mine:
        raise SystemExit(f"{name}: different groups: {sorted(mine.keys() ^ theirs.keys())[:6]} of {len(mine)}")
    for group, row in theirs.items():
        for column in needed - set(keys):
            value = mine[group].get(column)  # a group without any value has no median
            if not _same(value, row[column]):
                raise SystemExit(f"{name} {group} {column}: ours {value}, by hand {row[column]}")
    return len(mine)


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return (one or 0) == (other or 0)
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(float(one), float(other), rel_tol=1e-9)
    return Decimal(one) == Decimal(other)


def _best(*functions: Callable[[], object]) -> tuple[Took, ...]:
    """The best of five runs of each, taken in turn so that a busy moment hits all alike."""
    best = [Took()] * len(functions)
    for _ in range(RUNS):
        for i, function in enumerate(functions):
            clock, cpu = time.perf_counter(), time.process_time()
            function()
            took = Took(time.perf_counter() - clock, time.process_time() - cpu)
            best[i] = Took(min(best[i].clock, took.clock), min(best[i].cpu, took.cpu))
    return tuple(best)
