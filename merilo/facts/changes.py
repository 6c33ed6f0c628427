"""History for sources that have none: what two imports of one deal tell when they are compared.

A move is told once. The source's own history of a field (`history`) replaces comparison for that deal and field; the
date column of a stage and the closing date (`stage_date`, `closing`) account for the value that they name, so a won
deal that is open again is still told by comparison.
"""

from __future__ import annotations

from merilo.core.sql import literal, quoted
from merilo.facts.incoming import Incoming
from merilo.facts.judged import Judged

FIELDS = ("stage", "amount", "expected_close_on", "seller", "status")
COLUMNS = frozenset({"deal", "field", "old", "new", "at", "evidence"})


def moves(deals: Judged, among: str) -> str:
    """A SELECT of `deal_changes` rows for every compared field in which a changed deal differs from the known one.

    Only deals whose id the SELECT `among` gives are told. A move is dated by the source's modified time if that has
    advanced, else by this import.
    """
    at = deals.observed
    if "modified_at" in deals.given:
        advanced = "i.modified_at > k.modified_at OR k.modified_at IS NULL"
        at = f"CASE WHEN {advanced} THEN coalesce(i.modified_at, {deals.observed}) ELSE {deals.observed} END"
    pairs = ", ".join(_pair(field) for field in FIELDS if field in deals.given)
    content = "concat_ws(chr(31), deal, m.field, coalesce(m.old, ''), coalesce(m.new, ''), epoch_us(moved))"
    return (
        f'SELECT source, md5({content}) AS source_id, deal, m.field AS field, m.old AS "old", m.new AS "new", '
        f"moved AS \"at\", 'compared' AS evidence FROM ("
        f"SELECT i.source, i.id AS deal, {at} AS moved, unnest([{pairs}]) AS m "
        f"FROM {deals.incoming.view} i JOIN ({deals.known}) k ON i.id = k.id WHERE i.id IN ({among})) "
        f"WHERE m.old IS DISTINCT FROM m.new"
    )


def untold(told: str, known: str) -> str:
    """A SELECT of those moves (of table `told`) that the source's own rows in deal_changes do not account for."""
    return (
        f'WITH own AS (SELECT deal, field, "new", "at", evidence, id FROM ({known}) WHERE evidence <> \'compared\' '
        f"AND deal IN (SELECT deal FROM {told})), last AS (SELECT deal, field, "
        f"bool_or(evidence = 'history') AS has_history, "
        f'arg_max_null("new", ("at", id)) AS "new" FROM own GROUP BY deal, field) '
        f"SELECT t.* FROM {told} t LEFT JOIN last l ON l.deal = t.deal AND l.field = t.field "
        f"WHERE l.deal IS NULL OR (NOT l.has_history AND NOT {_same_value('l', 't')})"
    )


def retold(incoming: Incoming, arrived: str, known: str) -> str:
    """A SELECT of the ids of compared rows that the source's own rows, arriving now, account for."""
    return (
        f"SELECT c.id FROM ({known}) c SEMI JOIN (SELECT * FROM {incoming.view} WHERE evidence <> 'compared' "
        f"AND id IN ({arrived})) s ON s.deal = c.deal AND s.field = c.field "
        f"AND (s.evidence = 'history' OR {_same_value('s', 'c')}) WHERE c.evidence = 'compared'"
    )


def _pair(field: str) -> str:
    name = quoted(field)
    return f"{{'field': {literal(field)}, 'old': k.{name}::VARCHAR, 'new': i.{name}::VARCHAR}}"


def _same_value(left: str, right: str) -> str:
    """Whether two texts name one value; amounts are compared as numbers, so 22700 equals 22700.0000."""
    as_number = [f'TRY_CAST({side}."new" AS DECIMAL(18,4))' for side in (left, right)]
    texts = f'{left}."new" IS NOT DISTINCT FROM {right}."new"'
    return f"({texts} OR ({left}.field = 'amount' AND coalesce({as_number[0]} = {as_number[1]}, false)))"
