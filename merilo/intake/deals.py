"""What a deal's row says between its columns: a status that follows from the stage, a closing day that lies ahead."""

from __future__ import annotations

from collections.abc import Mapping as Words
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from merilo.core.sql import literal, quoted
from merilo.intake.apply import count
from merilo.intake.assemble import Final
from merilo.intake.conditions import plain_word, plain_word_sql


@dataclass(frozen=True)
class Completed:
    """The deals with a status each. `moved` open deals had a closing day, now their expected one.

    `taken_as_open`: stages that nothing says the kind of.
    """

    final: Final
    moved: int = 0
    taken_as_open: tuple[str, ...] = ()


def complete(con: DuckDBPyConnection, final: Final, kinds: Words[str, str]) -> Completed:
    """Derive the status where the source gives none, and make an open deal's closing day its expected one.

    `kinds` says which stages (by name) are `open`, `won` or `lost`.
    """
    unknown: tuple[str, ...] = ()
    if "status" not in final.columns:
        final, unknown = _derive_status(con, final, kinds)
    if "closed_at" not in final.columns:
        return Completed(final, taken_as_open=unknown)
    moved = count(con, final.relation, "status = 'open' AND closed_at IS NOT NULL")
    if moved:
        final = _move_closing_days(con, final)
    return Completed(final, moved, unknown)


def _derive_status(con: DuckDBPyConnection, final: Final, kinds: Words[str, str]) -> tuple[Final, tuple[str, ...]]:
    known = {plain_word(stage): kind for stage, kind in kinds.items()}
    stages = [row[0] for row in con.execute(f"SELECT DISTINCT stage FROM {final.relation} ORDER BY 1").fetchall()]
    unknown = tuple(stage for stage in stages if stage is not None and plain_word(stage) not in known)
    whens = " ".join(f"WHEN {literal(stage)} THEN {literal(kind)}" for stage, kind in known.items())
    case = f"CASE {plain_word_sql('stage')} {whens} ELSE 'open' END" if whens else "'open'"
    relation = "_deals_with_status"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT *, {case} AS status FROM {final.relation}")
    return replace(final, relation=relation, columns=(*final.columns, "status")), unknown


def _move_closing_days(con: DuckDBPyConnection, final: Final) -> Final:
    """The engine's session is in the mapping's time zone, so a cast to DATE gives the local day."""
    relation = "_deals_moved"
    ahead = "status = 'open' AND closed_at IS NOT NULL"
    expected = "expected_close_on" if "expected_close_on" in final.columns else "CAST(NULL AS DATE)"
    cells = {
        "expected_close_on": f"coalesce({expected}, CASE WHEN {ahead} THEN CAST(closed_at AS DATE) END)",
        "closed_at": "CASE WHEN status = 'open' THEN NULL ELSE closed_at END",
    }
    others = [name for name in ("source", "source_id", *final.columns, "_row") if name not in cells]
    select = [*map(quoted, others), *(f"{sql} AS {name}" for name, sql in cells.items())]
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {', '.join(select)} FROM {final.relation}")
    columns = tuple(dict.fromkeys([*final.columns, "expected_close_on"]))
    return replace(final, relation=relation, columns=columns)
