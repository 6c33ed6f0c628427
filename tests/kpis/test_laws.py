"""Laws that hold for any facts: rows re-add to the number, cuts re-add to the total, movements close exactly."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.settings import Settings
from merilo.core.time import Period
from merilo.kpis.cuts import PEOPLE
from merilo.kpis.declaration import Anchor, Kpi, Mean, Rate
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL
from merilo.kpis.sums import summed
from merilo.reports.answer import Answer
from tests.kpis.company import Company, company

_SELLERS, _ACCOUNTS, _PRODUCTS = ("a", "b", "c", None), ("x", "y", "z", "w", None), ("p", "q", None)


def _day(rng: random.Random) -> str:
    return f"2024-{rng.randint(1, 8):02}-{rng.randint(1, 28):02}"


def _maybe(rng: random.Random, value: Any, often: float = 0.8) -> Any:
    return value if rng.random() < often else None


def _touch(rng: random.Random) -> dict[str, Any]:
    return {
        "seller": rng.choice(_SELLERS), "account": rng.choice((*_ACCOUNTS, "v", "u", "t", "s")),
        "deal": _maybe(rng, f"d{rng.randint(0, 39)}", 0.5), "kind": rng.choice(("call", "email", "visit")),
        "outcome": rng.choice(("connected", "no_answer", "unknown", None)), "cadence": rng.choice(("Cold 5", None)),
        "direction": "outbound" if rng.random() < 0.8 else "inbound",
    }  # fmt: skip


def _random_company(seed: int) -> Company:
    """Facts with every kind of hole: no seller, day, amount, account, rate or membership; overlaps and returns."""
    rng = random.Random(seed)
    deals = [
        {
            "id": f"d{n}", "seller": rng.choice(_SELLERS), "account": rng.choice(_ACCOUNTS),
            "product": rng.choice(_PRODUCTS), "status": status, "stage": rng.choice(("Lead", "Demo", None)),
            "origin": rng.choice(("self", "partner", None)), "amount": _maybe(rng, rng.randint(0, 10**6) / 100),
            "currency": rng.choice(("USD", "EUR", "GBP", None)),
            "created_at": _maybe(rng, _day(rng)), "closed_at": _maybe(rng, _day(rng)) if status != "open" else None,
            "expected_close_on": f"2024-{n % 12 + 1:02}-15" if n % 5 else None,
        }
        for n, status in enumerate(rng.choices(("open", "won", "lost"), k=40))
    ]  # fmt: skip
    values = {
        "stage": ("Lead", "Demo", None),
        "amount": ("1.5", "20", None),
        "seller": ("a", "b"),
        "status": ("open", "lost"),
    }
    changes = []
    for _step in range(40):
        field = rng.choice(list(values))
        old, new = rng.choice(values[field]), rng.choice(values[field])
        changes.append({"deal": f"d{rng.randint(0, 39)}", "field": field, "old": old, "new": new, "at": _day(rng)})
    leads = [
        {"id": f"l{n}", "owner": rng.choice(_SELLERS), "origin": rng.choice(("partner", None)), "created_at": _day(rng),
         "account": rng.choice(_ACCOUNTS),
         "qualified_at": _maybe(rng, _day(rng), 0.3), "deal": _maybe(rng, f"d{n}", 0.3)}
        for n in range(20)
    ]  # fmt: skip
    touches = [
        {"lead": _maybe(rng, f"l{rng.randint(0, 19)}"), "at": _day(rng), **_touch(random.Random(seed + n))}
        for n in range(40)
    ]
    meetings = [
        {"deal": _maybe(rng, f"d{rng.randint(0, 39)}", 0.5), "account": rng.choice(_ACCOUNTS), "starts_at": _day(rng),
         "lead": _maybe(rng, f"l{rng.randint(0, 19)}", 0.3), "status": rng.choice(("held", "held", "no_show"))}
        for _step in range(30)
    ]  # fmt: skip
    memberships = [
        {"seller": seller, "team": rng.choice(("North", "South")), "manager": rng.choice(("c", None)), "role": "Hunter",
         "valid_from": _maybe(rng, _day(rng), 0.6), "valid_to": _maybe(rng, _day(rng), 0.6)}
        for seller in ("a", "b", "a", "b", "a")
    ]  # fmt: skip
    new = _newcomers(rng)
    targets = [
        {"subject": rng.choice("ab"), "starts_on": f"2024-{month:02}-01", "low": 500.0,
         "ends_on": f"2024-{month + 1:02}-15"}
        for month in (1, 2, 2, 4)
    ]  # fmt: skip
    targets += [
        {"kpi": "won_amount", "subject": seller, "starts_on": "2024-07-01", "ends_on": "2024-09-30", "low": 5000.0}
        for seller in "ab"
    ]
    stages = [
        {"name": name, "position": place, "kind": kind, "crm_probability": chance}
        for place, (name, kind, chance) in enumerate((("Lead", "open", 0.1), ("Demo", "open", None), ("Won", "won", 1)))
    ]
    return company(
        stages=stages,
        today="2024-08-15", settings=Settings(time_zone="Europe/Moscow"), deals=deals + new["deals"] + _settled(),
        deal_changes=changes, next_steps=new["next_steps"],
        leads=leads,
        touches=touches + new["touches"], meetings=meetings + new["meetings"],
        memberships=memberships, targets=targets, revenue=_revenue(rng), costs=_costs(rng),
        forecast_calls=_calls(random.Random(seed)),
        accounts=[{"id": "x", "region": "EU"}, {"id": "y", "region": "US", "industry": "toys"}],
        sellers=[{"id": "a", "name": "Ann"}, {"id": "b", "name": "Ann"}],
        rates=[{"currency": "EUR", "day": "2024-02-01", "rate": 1.37},
               {"currency": "EUR", "day": "2024-05-20", "rate": 2.0}],
    )  # fmt: skip


def _calls(rng: random.Random) -> list[dict[str, Any]]:
    """Calls about months, own and others', early and late, some without a seller, an amount or a rate."""
    return [
        {"seller": rng.choice(_SELLERS), "given_by": rng.choice(("a", None)), "starts_on": f"2024-{month:02}-01",
         "ends_on": f"2024-{month:02}-{monthrange(2024, month)[1]}", "category": "commit" if n % 5 else "best_case",
         "amount": _maybe(rng, rng.randint(0, 10**6) / 100), "currency": rng.choice(("USD", "EUR", "GBP", None)),
         "submitted_at": f"2024-{month:02}-{rng.randint(1, 20):02}"}
        for month in range(1, 9) for n in range(8)
    ]  # fmt: skip


def _settled() -> list[dict[str, Any]]:
    """Deals that were won within days, and others of the same week that are open still: too old from February on."""
    won = {"created_at": "2024-01-02", "closed_at": "2024-01-07", "status": "won"}
    old = {"created_at": "2024-01-03", "status": "open"}
    return [
        deal | {"id": f"ds{n}", "seller": _SELLERS[n % 4], "amount": n, "currency": "USD", "stage": "Demo"}
        for n, deal in enumerate([won] * 12 + [old] * 8)
    ]


def _newcomers(rng: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Accounts that were never sold to: touched, met (or not), followed up and sold to, or nothing of it."""
    found: dict[str, list[dict[str, Any]]] = {"touches": [], "meetings": [], "next_steps": [], "deals": []}
    for n in range(30):
        who = {"account": f"n{n}", "seller": rng.choice(_SELLERS)}
        found["touches"] += [who | {"at": _day(rng)} for _touch in range(rng.randint(0, 3))]
        for _meeting in range(rng.randint(0, 2)):
            status = rng.choice(("held", "held", "held", "booked", "no_show", "cancelled"))
            origin = rng.choice(("self", "marketing", "unknown", None))
            found["meetings"].append(who | {"starts_at": _day(rng), "status": status, "origin": origin})
        found["next_steps"] += [who | {"created_at": _day(rng), "due_on": _day(rng)}] * rng.randint(0, 1)
        closed = {"status": rng.choice(("won", "lost")), "closed_at": _day(rng)}
        sold = who | {"id": f"dn{n}", "created_at": _day(rng), "amount": 10, "currency": "USD"}
        found["deals"] += [sold | closed] * rng.randint(0, 1)
    return found


def _costs(rng: random.Random) -> list[dict[str, Any]]:
    return [
        {"purpose": rng.choice(("acquisition", "retention")), "starts_on": f"2024-{rng.randint(1, 4):02}-05",
         "ends_on": f"2024-{rng.randint(4, 12):02}-20", "amount": rng.randint(1, 10**6) / 100,
         "currency": rng.choice(("USD", "EUR", "GBP")), "seller": rng.choice(_SELLERS),
         "team": _maybe(rng, "North", 0.2)}
        for _step in range(12)
    ]  # fmt: skip


def _revenue(rng: random.Random) -> list[dict[str, Any]]:
    rows = []
    for _step in range(60):
        row = {"account": rng.choice(_ACCOUNTS), "seller": rng.choice(_SELLERS), "product": rng.choice(_PRODUCTS),
               "starts_on": _day(rng), "amount": rng.randint(-3000, 9000) / 100,
               "currency": rng.choice(("USD", "EUR", "GBP"))}  # fmt: skip
        if rng.random() < 0.5:
            ends = f"2024-{rng.randint(4, 12):02}-{rng.randint(1, 28):02}"
            row |= {
                "kind": "recurring",
                "per": rng.choice(("month", "quarter", "year", "row")),
                "ends_on": _maybe(rng, ends),
            }
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def full() -> Any:
    built = _random_company(7)
    yield built
    built.engine.close()


# One KPI for each way of making rows: those that share it differ only in which parts they show.
_BY_ROWS = tuple({kpi.rows: kpi for kpi in ALL}.values())


def _columns(kpi: Kpi) -> list[str]:
    return [part.name for part in kpi.parts]


def _sum(values: list[Any]) -> Any:
    return sum((value for value in values if value is not None), Decimal(0))


def _sums(answer: Answer) -> dict[tuple[str, str], Any]:
    """Per period and part: the sum over all lines."""
    found: dict[tuple[str, str], Any] = {}
    for line in answer.lines:
        for name, value in line.figure.parts.items():
            key = (line.period, name)
            found[key] = _sum([found.get(key), value])
    return found


_ASKED: dict[str, dict[str, Any]] = {
    "now": {},
    "as of a past day": {"as_of": "2024-05-17"},
    "by month": {"every": Period.MONTH, "start": "2024-02-10", "end": "2024-06-20"},
}


@pytest.mark.parametrize("asked", _ASKED.values(), ids=_ASKED.keys())
@pytest.mark.parametrize("kpi", ALL, ids=lambda kpi: kpi.name)
def test_rows_behind_readd_to_the_number_under_all_cuts_at_once(full: Company, kpi: Kpi, asked: dict[str, Any]) -> None:
    by = tuple(cut for cut in kpi.cuts if cut not in ("industry", "source_detail", "pipeline"))
    answer = full.ask(kpi.name, by=by, rows=True, **asked)
    _rows_readd(answer, by, least=3 if not asked else 0)


# Those that decide what a row is; under the others the rows are only grouped otherwise.
_DECISIVE = ("seller", "product", "team", "cohort", "stage")


@pytest.mark.slow
@pytest.mark.parametrize("kpi", ALL, ids=lambda kpi: kpi.name)
def test_rows_behind_readd_to_the_number_under_one_cut_and_under_none(full: Company, kpi: Kpi) -> None:
    _rows_readd(full.ask(kpi.name, rows=True), (), least=3)
    for cut in [cut for cut in _DECISIVE if cut in kpi.cuts]:
        _rows_readd(full.ask(kpi.name, by=cut, rows=True, as_of="2024-06-03"), (cut,), least=0)


def _rows_readd(answer: Answer, by: tuple[str, ...], *, least: int) -> None:
    """Grouped as the lines are, the rows behind have the lines' parts and the values of their distributions."""
    kpi = answer.kpi
    assert answer.rows is not None
    assert answer.rows.num_rows > least
    lines = {tuple(line.keys.values()) + ((line.start,) if line.start else ()): line.figure for line in answer.lines}
    grouped: dict[Any, list[dict[str, Any]]] = {}
    for row in answer.rows.to_pylist():
        period = (row["period"],) if "period" in row else ()
        grouped.setdefault(tuple(row[cut] for cut in by) + period, []).append(row)
    assert grouped.keys() == lines.keys()
    for group, members in grouped.items():
        for name in _columns(kpi):
            assert _sum([row[name] for row in members]) == (lines[group].parts[name] or 0)
        for spread in kpi.distributions:
            known = [row[spread.column] for row in members if row[spread.column] is not None]
            assert len(known) == (lines[group].spreads[spread.column].n if known else 0)


@pytest.mark.parametrize("kpi", _BY_ROWS, ids=lambda kpi: kpi.name)
def test_every_cut_readds_to_the_total(full: Company, kpi: Kpi) -> None:
    whole = _sums(full.ask(kpi.name))
    for cut in {"team", "region", "product", "origin"} & set(kpi.cuts):
        # Working time belongs to people: cut by anything else it is left out, and the rate with it.
        time = set() if cut in PEOPLE else _working_time(kpi)
        parts = {key: number for key, number in whole.items() if key[1] not in time}
        found = {key: number for key, number in _sums(full.ask(kpi.name, by=cut)).items() if key[1] not in time}
        assert found == parts, cut


def _working_time(kpi: Kpi) -> set[str]:
    return {value.exposure for value in kpi.estimates.values() if isinstance(value, Rate)}


@pytest.mark.parametrize("kpi", [kpi for kpi in _BY_ROWS if kpi.anchor is not Anchor.AS_OF], ids=lambda kpi: kpi.name)
def test_sums_by_day_readd_to_those_of_the_rows(full: Company, kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    """By seller and team, whose memberships change on any day, and by week; also of rows without a day or seller."""
    asked = Question(kpi.name, ("seller", "team"), Period.WEEK, date(2024, 2, 7), date(2024, 6, 21))
    expected = full.desk.sums(full.desk.inquiry(kpi, asked))
    monkeypatch.setattr(full.engine, "keeps", True)
    inquiry = full.desk.inquiry(kpi, asked, only_sums=True)
    assert ("cases" in inquiry.rows.columns) == (not isinstance(inquiry.kpi.value, Mean)), "not the rows themselves"
    found = full.desk.sums(inquiry)
    assert found.keys() == expected.keys()
    for group, sums in expected.items():
        assert found[group].columns == pytest.approx(sums.columns), group
        for name, values in sums.values.items():
            assert sorted(found[group].values[name].value) == pytest.approx(sorted(values.value)), group
        for name, cases in sums.courses.items():
            again = found[group].courses[name]
            assert sorted(zip(again.exit, again.outcome, strict=True)) == sorted(zip(cases.exit, cases.outcome,
                                                                                     strict=True)), group  # fmt: skip


@pytest.mark.parametrize("kpi", [kpi for kpi in ALL if kpi.anchor is Anchor.DAY], ids=lambda kpi: kpi.name)
def test_periods_readd_to_the_dated_total(full: Company, kpi: Kpi) -> None:
    """Every month together is every quarter together is from the first day to the last."""
    totals = [
        full.figure(kpi.name, start="2020-01-01", end="2030-01-01").parts,
        full.figure(kpi.name, every=Period.MONTH).parts,
        full.figure(kpi.name, every=Period.QUARTER, by="team").parts,
    ]
    assert totals[0] == totals[1] == totals[2]


@pytest.mark.parametrize("kpi", _BY_ROWS, ids=lambda kpi: kpi.name)
def test_an_aside_counts_rows_and_never_more_than_all(full: Company, kpi: Kpi) -> None:
    answer = full.ask(kpi.name, rows=True)
    assert answer.rows is not None
    for name in summed(kpi):
        if name not in _columns(kpi):
            assert 0 <= _sum(answer.rows[name].to_pylist()) <= answer.rows.num_rows


@given(
    st.integers(0, 10**6),
    st.sampled_from([Period.MONTH, Period.QUARTER, Period.WEEK]),
    st.sampled_from(["clip", "keep"]),
    st.sampled_from(["period_end", "cancellation"]),
    st.sampled_from(["ever", "year"]),
    st.sampled_from(["in_moves", "apart"]),
)
@settings(max_examples=8)
def test_movements_close_exactly_and_each_period_opens_with_the_last_one_s_closing(
    seed: int, every: Period, negative: str, recognised: str, reactivation: str, exchange: str
) -> None:
    built = _random_company(seed)
    policies = {"kind": "all", "negative": negative, "recognised": recognised, "reactivation": reactivation,
                "exchange": exchange}  # fmt: skip
    answer = built.ask("revenue_movements", every=every, policies=policies)
    cut = built.ask("revenue_movements", every=every, by="product,seller", policies=policies)
    before = Decimal(0)
    for line in answer.lines:
        p: Any = line.figure.parts
        assert p["opening"] == before
        gained = p["new"] + p["reactivation"] + p["expansion"] - p["contraction"] - p["churn"]
        assert p["opening"] + p["exchange"] + gained == p["closing"]
        assert exchange == "apart" or p["exchange"] == 0
        assert (
            p["customers_opening"] + p["customers_new"] + p["customers_reactivation"] - p["customers_churn"]
            == p["customers_closing"]
        )
        before = p["closing"]
    assert _sums(cut) == _sums(answer)
    built.engine.close()


@given(st.integers(0, 10**6), st.sampled_from([Period.MONTH, Period.QUARTER, Period.WEEK]))
@settings(max_examples=4)
def test_cohorts_together_are_the_customers_and_revenue_of_the_movements(seed: int, every: Period) -> None:
    """Who pays and how much is the closing; who is new is the cohort of the period; nobody leaves a cohort."""
    built = _random_company(seed)
    asked: dict[str, Any] = {"every": every, "policies": {"kind": "all"}}
    moves = {line.period: line.figure.parts for line in built.ask("revenue_movements", **asked).lines}
    together = {line.period: line.figure.parts for line in built.ask("cohorts", **asked).lines}
    for period, parts in together.items():
        assert parts["active"] == moves[period]["customers_closing"]
        assert parts["amount"] == moves[period]["closing"]
    sizes: dict[str, set[Any]] = {}
    for line in built.ask("cohorts", by="cohort", **asked).lines:
        sizes.setdefault(line.labels["cohort"], set()).add(line.figure.parts["size"])
    new = {period: {parts["customers_new"]} for period, parts in moves.items() if parts["customers_new"]}
    assert sizes == new
    built.engine.close()


@given(st.integers(0, 10**6))
@settings(max_examples=3)
def test_gross_retention_is_never_above_one_nor_above_net(seed: int) -> None:
    built = _random_company(seed)
    policies = {"exchange": "apart" if seed % 2 else "in_moves"}
    gross, net = built.values("grr", policies=policies), built.values("nrr", policies=policies)
    assert gross.keys() == net.keys()
    for period, value in gross.items():
        assert value is None or (0 <= value <= 1 and value <= net[period])
    built.engine.close()


@given(st.integers(0, 10**6))
@settings(max_examples=3)
def test_as_of_today_is_the_undated_answer_for_deals_with_days(seed: int) -> None:
    built = _random_company(seed)
    today = "DATE '2024-08-15'"
    built.engine.keep("deals", f"created_at <= {today} AND (status = 'open' OR closed_at <= {today})")
    built.engine.keep("deal_changes", "FALSE")
    assert built.ask("pipeline", by="stage", as_of="2024-08-15").lines == built.ask("pipeline", by="stage").lines
    assert built.figure("win_rate", as_of="2024-08-15") == built.figure("win_rate")
    built.engine.close()
