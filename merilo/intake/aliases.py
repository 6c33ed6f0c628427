"""Nearly equal names: proposed with rapidfuzz, applied only when the mapping says so or a person confirms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection
from rapidfuzz import fuzz, process

from merilo.core.errors import DataError
from merilo.core.sql import quoted
from merilo.facts.schema import TABLES, Kind
from merilo.intake.columns import Bound, bind, plain
from merilo.intake.mapping import Mapping
from merilo.sources.raw import RawTable

_NEAR = 90.0
_SHORT = 4
_MOST_VALUES = 5000
_NOT_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class AliasSuggestion:
    """`wrong`, found in `rows` rows of a fact column (`deals.product`), may be a spelling of the listed `right`.

    `likeness` is from 0 to 1; 1 when they differ in case, blanks and punctuation only.
    """

    column: str
    wrong: str
    right: str
    rows: int
    likeness: float


def with_aliases(mapping: Mapping, confirmed: Iterable[AliasSuggestion]) -> Mapping:
    """The mapping with the confirmed aliases added."""
    aliases = {column: dict(words) for column, words in mapping.aliases.items()}
    for each in confirmed:
        aliases.setdefault(each.column, {})[each.wrong] = each.right
    return replace(mapping, aliases=aliases)


def suggest_aliases(con: DuckDBPyConnection, mapping: Mapping, raws: Sequence[RawTable]) -> tuple[AliasSuggestion, ...]:
    """Values that no list has, but nearly: of products, accounts and sellers that another file of the import lists."""
    try:
        bound, __ = bind(mapping, raws)
    except DataError:  # the import itself will say what does not fit
        return ()
    found = []
    for each in bound:
        for name, field in each.entry.fields.items():
            if len(field.columns) == 1 and not field.lookup and not field.values and _is_named(each, name):
                known = mapping.aliases.get(f"{each.entry.to}.{name}", {})
                listed = _listed(con, each, name, bound, raws)
                found += _suggest(con, each, name, listed, set(known)) if listed else []
    return tuple(found)


def _is_named(bound: Bound, name: str) -> bool:
    """Columns that name a thing of another list: references, and the product."""
    if name == "product":
        return True
    columns = {column.name: column for column in TABLES[bound.entry.to].own_columns}
    return name in columns and columns[name].kind is Kind.REF and columns[name].refers_to in ("sellers", "accounts")


def _listed(
    con: DuckDBPyConnection, bound: Bound, name: str, others: Sequence[Bound], raws: Sequence[RawTable]
) -> set[str]:
    """The list that the column's values should be from: the ids of the referenced rows, or a file of products."""
    if name == "product":
        column = bound.entry.fields[name].columns[0]
        found = [
            (raw, own) for raw in raws if raw is not bound.raw for own in raw.columns if plain(own) == plain(column)
        ]
    else:
        table = TABLES[bound.entry.to].column(name).refers_to
        ids = [(other, other.entry.fields.get("source_id")) for other in others if other.entry.to == table]
        found = [
            (other.raw, other.column(field.columns[0]))
            for other, field in ids
            if field and len(field.columns) == 1 and not field.lookup and other.raw is not bound.raw
        ]
    words: set[str] = set()
    for raw, own in found:
        words |= {row[0] for row in _values(con, raw, own)}
    return words


def _values(con: DuckDBPyConnection, raw: RawTable, column: str) -> list[tuple[str, int]]:
    name = quoted(column)
    return con.execute(
        f"SELECT trim({name}), count(*) FROM {raw.relation} WHERE {name} IS NOT NULL GROUP BY 1 "
        f"ORDER BY 2 DESC, 1 LIMIT {_MOST_VALUES}"
    ).fetchall()


def _suggest(
    con: DuckDBPyConnection, bound: Bound, name: str, listed: set[str], known: set[str]
) -> list[AliasSuggestion]:
    rows = _values(con, bound.raw, bound.column(bound.entry.fields[name].columns[0]))
    strange = [(value, count) for value, count in rows if value not in listed and value not in known]
    # When most values are strange, the list is of something else.
    if not strange or len(strange) > len(rows) / 2 or len(listed) == _MOST_VALUES:
        return []
    choices = sorted(listed)
    column = f"{bound.entry.to}.{name}"
    found = []
    for value, count in strange:
        best = nearest(value, choices)
        if best:
            found.append(AliasSuggestion(column, value, best[0], count, best[1]))
    return found


def nearest(value: str, choices: Sequence[str]) -> tuple[str, float] | None:
    """The choice that is nearly `value`, and how nearly, 0 to 1; None when none is near, or two are equally near."""
    letters = _letters(value)
    if not letters:
        return None
    same = [choice for choice in choices if _letters(choice) == letters]
    if len(same) == 1:
        return same[0], 1.0
    if len(letters) < _SHORT or letters.isdigit() or same:
        return None
    near = process.extract(value, choices, scorer=fuzz.ratio, processor=_letters, score_cutoff=_NEAR, limit=2)
    # A figure tells things apart (GTX 500, GTX 600), so figures must agree.
    near = [one for one in near if _figures(one[0]) == _figures(value)]
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return None
    return near[0][0], near[0][1] / 100


def _letters(text: str) -> str:
    return _NOT_LETTER.sub("", text.casefold())


def _figures(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
