"""Which part of a numeric date is the day: counted over all rows, never guessed.

An order key (`/Y`, `-y`: separator and year form) has the orders `dmY` and `mdY`, with a two-digit year also `ymd`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from merilo.core.sql import literal, quoted
from merilo.core.text import _

Question = tuple[str, str]
"""A column and one of its order keys."""

# A contradiction rarer than this is a slip in single values, which then fail themselves.
_SLIP_SHARE = 0.01
# How the two-digit parts must spread before the spread may name the year.
_DAYS_SEEN, _YEARS_SEEN, _SPREAD_ROWS = 28, 10, 100
_OVER_12 = "(?:1[3-9]|2[0-9]|3[01])"
_PART = r"\d{1,2}"


@dataclass(frozen=True)
class Ruling:
    """The orders that remain possible for one order key of a column, and why. One order: decided."""

    orders: tuple[str, ...]
    basis: str
    why: str
    mixed: int = 0

    @property
    def decided(self) -> bool:
        """True when one order is left."""
        return len(self.orders) == 1


def rule(con: DuckDBPyConnection, relation: str, questions: Sequence[Question]) -> dict[Question, Ruling]:
    """Decide each question from all rows of the relation; neighbours in the table settle what is left open."""
    rulings = {
        (column, key): _by_counts(key, first, second)
        for (column, key), (first, second) in _counts_over_12(con, relation, questions).items()
    }
    for question, ruling in rulings.items():
        if question[1].endswith("y") and not ruling.mixed:
            rulings[question] = _two_digit(_parts(con, relation, question), ruling)
    rulings = _by_neighbours(rulings)
    for question, ruling in rulings.items():
        if not ruling.decided and not ruling.mixed:
            rulings[question] = _last_resorts(con, relation, question, ruling)
    return rulings


def _counts_over_12(
    con: DuckDBPyConnection, relation: str, questions: Sequence[Question]
) -> dict[Question, tuple[int, int]]:
    """Per question, how many values have a first and how many a second part over 12: one pass for all of them."""
    if not questions:
        return {}
    tests = [
        f"count(*) FILTER (WHERE regexp_matches({quoted(column)}, {literal(_pattern(key, *parts))}))"
        for column, key in questions
        for parts in ((_OVER_12, _PART), (_PART, _OVER_12))
    ]
    row = _one(con, f"SELECT {', '.join(tests)} FROM {quoted(relation)}")
    return {question: (row[2 * i], row[2 * i + 1]) for i, question in enumerate(questions)}


def _pattern(key: str, first: str, second: str) -> str:
    """A regular expression for values of that order key whose first and second part are as given."""
    separator = f"[{key[0]}]"
    year = r"\d{4}" if key[1] == "Y" else r"\d{2}"
    return f"^{first}{separator}{second}{separator}{year}(?:[^0-9]|$)"


def _by_counts(key: str, first: int, second: int) -> Ruling:
    day_first, month_first = f"dm{key[1]}", f"md{key[1]}"
    if not first and not second:
        why = _("no value has a part over 12, so day first and month first are both possible")
        return Ruling((day_first, month_first), "undecided", why)
    order, for_it, against = (day_first, first, second) if first >= second else (month_first, second, first)
    if against > _SLIP_SHARE * (for_it + against):
        why = _("{a} values have a first part over 12 and {b} have a second part over 12: the column mixes both orders")
        return Ruling((day_first, month_first), "undecided", why.format(a=first, b=second), mixed=against)
    why = (
        _("{n} values have a first part over 12: day first")
        if order == day_first
        else _("{n} values have a second part over 12: month first")
    ).format(n=for_it)
    if against:
        why += "; " + _("{n} values contradict it and cannot be read").format(n=against)
    return Ruling((order,), "counted", why, mixed=against)


@dataclass(frozen=True)
class _Part:
    """One of three two-digit parts over all rows: least, greatest, how many different."""

    low: int
    high: int
    distinct: int


def _parts(con: DuckDBPyConnection, relation: str, question: Question) -> tuple[int, tuple[_Part, ...]]:
    column, key = question
    pattern = literal(f"^(\\d{{2}})[{key[0]}](\\d{{2}})[{key[0]}](\\d{{2}})(?:[^0-9]|$)")
    groups = (f"TRY_CAST(regexp_extract({quoted(column)}, {pattern}, {g}) AS INTEGER)" for g in (1, 2, 3))
    wanted = ", ".join(f"min(p{i}), max(p{i}), count(DISTINCT p{i})" for i in range(3))
    inner = ", ".join(f"{group} AS p{i}" for i, group in enumerate(groups))
    row = _one(con, f"SELECT count(p0), {wanted} FROM (SELECT {inner} FROM {quoted(relation)})")
    return row[0], tuple(_Part(*row[1 + 3 * i : 4 + 3 * i]) for i in range(3))


def _two_digit(found: tuple[int, tuple[_Part, ...]], by_counts: Ruling) -> Ruling:
    """Where the year has two digits it may also come first: the ranges of the three parts decide, then the spread."""
    rows, (first, _second, third) = found
    if not rows:
        return by_counts
    if by_counts.orders == ("mdy",) or third.high > 31 or third.low == 0:
        ruling = by_counts
    elif first.high > 31 or first.low == 0:
        ruling = Ruling(("ymd",), "counted", _("the first part goes beyond the days of a month: year first"))
    else:
        ruling = _by_spread(rows, first, third, by_counts)
    return replace(ruling, why=f"{ruling.why}; {_century()}") if ruling.decided else ruling


def _by_spread(rows: int, first: _Part, third: _Part, by_counts: Ruling) -> Ruling:
    """Days of many rows take nearly all values 1 to 31, years only the few that the data covers."""
    few_first = rows >= _SPREAD_ROWS and third.distinct >= _DAYS_SEEN and first.distinct <= _YEARS_SEEN
    few_third = rows >= _SPREAD_ROWS and first.distinct >= _DAYS_SEEN and third.distinct <= _YEARS_SEEN
    if few_first:
        why = _("the last part takes {a} values up to 31 and the first only {b}: year first")
        return Ruling(("ymd",), "spread", why.format(a=third.distinct, b=first.distinct))
    if few_third and by_counts.decided:
        why = _("the first part takes {a} values up to 31 and the last only {b}: day first, year last")
        return Ruling(("dmy",), "spread", why.format(a=first.distinct, b=third.distinct))
    why = _("which of the three two-digit parts is the year cannot be told from the values")
    return Ruling((*by_counts.orders, "ymd"), "undecided", why)


def _century() -> str:
    return _("two-digit years 69 to 99 are read as 1969 to 1999, 00 to 68 as 2000 to 2068")


def _by_neighbours(rulings: dict[Question, Ruling]) -> dict[Question, Ruling]:
    """An open column takes the order of the table's decided columns of the same form, if these agree."""
    settled = dict(rulings)
    for (column, key), ruling in rulings.items():
        peers = {c: r for (c, k), r in rulings.items() if k == key and c != column and r.decided}
        orders = {peer.orders[0] for peer in peers.values()}
        if ruling.decided or ruling.mixed or len(orders) != 1 or not orders <= set(ruling.orders):
            continue
        why = _("the values alone do not decide; the column {name} of the same table and form does ({why})")
        name, peer = next(iter(peers.items()))
        settled[column, key] = Ruling(peer.orders, "neighbour", why.format(name=name, why=peer.why))
    return settled


def _last_resorts(con: DuckDBPyConnection, relation: str, question: Question, ruling: Ruling) -> Ruling:
    """What settles an open order without counting: no difference, or a form that only one order is written in."""
    column, key = question
    if key == ".Y":
        why = _("no value has a part over 12, but no locale writes the month first with dots: day first")
        return Ruling(("dmY",), "convention", why)
    pattern = literal(_pattern(key, f"({_PART})", f"({_PART})"))
    first, second = (f"TRY_CAST(regexp_extract({quoted(column)}, {pattern}, {g}) AS INTEGER)" for g in (1, 2))
    differ = _one(con, f"SELECT count(*) FILTER (WHERE {first} <> {second}) FROM {quoted(relation)}")[0]
    if not differ and key[1] == "Y":
        return Ruling(
            ruling.orders[:1], "same", _("day and month are equal in every value, so their order does not matter")
        )
    return ruling


def _one(con: DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row: tuple[int, ...] | None = con.execute(sql).fetchall()[0]
    assert row is not None  # noqa: S101 - an aggregate without groups gives exactly one row
    return row
