"""The changes of deals that a source tells: its own history, a date column per stage, the closing date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duckdb import DuckDBPyConnection

from merilo.core.sql import literal
from merilo.intake.apply import count
from merilo.intake.assemble import Final, Part

_COLUMNS = ("deal", "field", "old", "new", "at", "evidence")


def deal_changes(
    con: DuckDBPyConnection, source: str, deals: Final | None, history: Final | None, known: Mapping[str, str]
) -> Final | None:
    """All rows for `deal_changes` that follow from this import; None when there are none.

    `known` has a SELECT of the rows that the store has per fact table. A field with a history of its own gets no
    closing rows.
    """
    pieces = []
    if history is not None:
        pieces.append(_history(con, source, history, known["deal_changes"]))
    told = _told_fields(con, source, history, known["deal_changes"])
    if deals is not None:
        dated = [part for part in deals.parts if part.entry.stage_dates]
        pieces += [_stage_dates(source, part) for part in dated if "stage" not in told]
        skip = told | ({"stage"} if dated else set())
        pieces += _closings(deals, known, skip)
    if not pieces:
        return None
    relation = "_final_changes"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {' UNION ALL BY NAME '.join(pieces)}")
    rows = count(con, relation)
    columns = _COLUMNS if history is None else tuple(dict.fromkeys([*history.columns, *_COLUMNS]))
    placed = history is not None and "old" not in history.columns
    given = (*(name for name in columns if not name.startswith("_")), *(["_place"] if placed else []))
    parts = history.parts if history is not None else ()
    return Final("deal_changes", relation, given, rows, parts) if rows else None


def _told_fields(con: DuckDBPyConnection, source: str, history: Final | None, known: str) -> set[str]:
    """The fields for which the source has a history of its own, in this import or before."""
    selects = [f"SELECT field FROM ({known}) WHERE source = {literal(source)} AND evidence = 'history'"]
    if history is not None:
        selects.append(f"SELECT field FROM {history.relation}")
    return {row[0] for row in con.execute(" UNION ".join(selects)).fetchall()}


def _history(con: DuckDBPyConnection, source: str, history: Final, known: str) -> str:
    """The source's own rows; where it does not say what was before, the change before says it."""
    columns = set(history.columns)
    evidence = "evidence" if "evidence" in columns else "'history'"
    more = ", modified_at" if "modified_at" in columns else ""
    if "old" in columns:
        return (
            f'SELECT source, source_id, deal, field, "old", "new", "at", {evidence} AS evidence{more}, _row '
            f"FROM {history.relation}"
        )
    orders = sorted((name for name in columns if name.startswith("_order_")), key=lambda name: int(name[7:]))
    own = (
        f'SELECT source, source_id, deal, field, "new", "at", {evidence} AS evidence{more}, _row, true AS own'
        f"{_listed(orders)} FROM {history.relation}"
    )
    stored = (
        f'SELECT source, source_id, deal, field, "new", "at", evidence{more}, NULL AS _row, false AS own '
        f"{''.join(f', NULL AS {name}' for name in orders)} FROM ({known}) WHERE source = {literal(source)} "
        f"AND evidence = 'history' AND deal IN (SELECT deal FROM {history.relation}) "
        f"AND source_id NOT IN (SELECT source_id FROM {history.relation})"
    )
    window = f'OVER (PARTITION BY deal, field ORDER BY "at"{_listed(orders)}, _row NULLS FIRST, source_id)'
    # Rows that the store has already are written again only where a change that came in late goes before them.
    return (
        f'SELECT source, source_id, deal, field, lag("new") {window} AS "old", "new", "at", evidence{more}, _row, '
        f"row_number() {window} AS _place FROM "
        f"({own} UNION ALL BY NAME {stored})"
    )


def _listed(names: Iterable[str]) -> str:
    return "".join(f", {name}" for name in names)


def _stage_dates(source: str, part: Part) -> str:
    """One row per stage that has a date: from the stage dated before it (none: not known) to this one."""
    stages = ", ".join(
        f"{{'place': {n}, 'stage': {literal(stage)}, 'at': _stage_{n}}}"
        for n, stage in enumerate(part.entry.stage_dates)
    )
    deal = f"{literal(source + ':')} || source_id"
    return (
        f"SELECT {literal(source)} AS source, 'stage-' || source_id || '-' || s.stage AS source_id, {deal} AS deal, "
        f'\'stage\' AS field, lag(s.stage) OVER (PARTITION BY source_id ORDER BY s."at", s.place) AS "old", '
        f's.stage AS "new", s."at" AS "at", \'stage_date\' AS evidence, _row FROM '
        f'(SELECT source_id, _row, unnest([{stages}]) AS s FROM {part.relation}) WHERE s."at" IS NOT NULL'
    )


def _closings(deals: Final, known: Mapping[str, str], skip: set[str]) -> list[str]:
    """What a closing date says: open until then, won or lost from then; and the stage that it ended in."""
    if "closed_at" not in deals.columns:
        return []
    select = (
        "SELECT source, 'closing-{field}-' || source_id AS source_id, source || ':' || source_id AS deal, "
        '\'{field}\' AS field, {old} AS "old", {field} AS "new", closed_at AS "at", \'closing\' AS evidence, _row '
        "FROM {relation} WHERE status IN ('won', 'lost') AND closed_at IS NOT NULL AND {field} IS NOT NULL"
    )
    fields = {"status": ("'open'", deals.relation), "stage": ("_stage_before", _with_stage_before(deals, known))}
    return [
        select.format(field=field, old=old, relation=relation)
        for field, (old, relation) in fields.items()
        if field not in skip and field in deals.columns
    ]


def _with_stage_before(deals: Final, known: Mapping[str, str]) -> str:
    """The deals with the stage that each is known to have had while it was open, as `_stage_before`.

    The change of the same closing that is stored says it first, or a file imported again would say it anew; then the
    stored deal if it is open, then what is stored of another closing or of two imports compared.
    """
    stages = f"SELECT * FROM ({known['deal_changes']}) WHERE field = 'stage'"
    closings = f'SELECT id, "old", "at" FROM ({stages}) WHERE evidence = \'closing\''
    compared = (
        f'SELECT deal, "new", arg_max("old", ("at", id)) AS "old" FROM ({stages}) WHERE evidence = \'compared\' '
        f"GROUP BY ALL"
    )
    return (
        f'(SELECT d.*, coalesce(CASE WHEN c."at" = d.closed_at THEN c."old" END, o.stage, c."old", m."old") '
        f"AS _stage_before FROM {deals.relation} d "
        f"LEFT JOIN (SELECT id, stage FROM ({known['deals']}) WHERE status = 'open') o "
        f"ON o.id = d.source || ':' || d.source_id "
        f"LEFT JOIN ({closings}) c ON c.id = d.source || ':closing-stage-' || d.source_id "
        f"LEFT JOIN ({compared}) m ON m.deal = d.source || ':' || d.source_id AND m.\"new\" = d.stage)"
    )
