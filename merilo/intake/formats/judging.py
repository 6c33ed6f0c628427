"""From counted sample values to what a column holds, before all rows are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from merilo.core.text import _
from merilo.facts.schema import Kind
from merilo.intake.formats import dates as date_forms
from merilo.intake.formats import numbers as number_forms
from merilo.intake.formats.cells import BLANK_EDGES
from merilo.intake.formats.dates import ISO_OFFSET, DateFormat, order_key
from merilo.intake.formats.numbers import NumberFormat
from merilo.intake.formats.orders import Question, Ruling
from merilo.intake.formats.words import CURRENCY_CODES, CURRENCY_SIGNS, NO, YES, empty_words

# The share of the values that must be of a kind for the column to be of it. Codes are often mostly digits.
_DATE_SHARE, _NUMBER_SHARE = 0.8, 0.95
_LOOKED_AT = 2_000  # different values; more would not change a judgement, only cost time
_RANK = ("undecided", "spread", "neighbour", "convention", "same", "counted", "form")  # weakest first


@dataclass(frozen=True)
class Draft:
    """A column's judgement while questions may still be open."""

    values: Counter[str]
    kind: Kind
    share: float
    families: Counter[tuple[str, ...]]
    numbers: NumberFormat | None
    blanks: str = " "

    @property
    def order_keys(self) -> tuple[str, ...]:
        """The order keys whose order of day and month is to be decided."""
        return tuple(sorted({order_key(family[0]) for family in self.families} - {""}))


def judge(values: Mapping[str, int], more_empty: Sequence[str] = (), surely: Mapping[str, int] | None = None) -> Draft:
    """Judge a column by its values and their counts; `surely` are values that are looked at however rare."""
    rare = _told(surely or {}, more_empty)
    told = _told(values, more_empty) + rare
    looked_at = Counter(dict(told.most_common(_LOOKED_AT))) | rare
    families = date_forms.detect(looked_at)
    found = number_forms.detect(looked_at)
    total = looked_at.total() or 1
    shares = {"date": families.total() / total, "number": found[1] / total if found else 0.0}
    numbers = found[0] if found else None
    kind, share = _kind(told, shares, families, numbers)
    edges = {edge for value in values for edge in (value[:1], value[-1:])}
    blanks = "".join(blank for blank in BLANK_EDGES if blank == " " or blank in edges)
    return Draft(told, kind, share, families, numbers, blanks)


def _told(values: Mapping[str, int], more_empty: Sequence[str]) -> Counter[str]:
    """The values that say something, trimmed."""
    words = empty_words(Kind.DAY, more_empty)
    told: Counter[str] = Counter()
    for value, count in values.items():
        trimmed = value.strip(BLANK_EDGES)
        if trimmed and trimmed.casefold() not in words:
            told[trimmed] += count
    return told


def _kind(
    values: Counter[str], shares: Mapping[str, float], families: Counter[tuple[str, ...]], numbers: NumberFormat | None
) -> tuple[Kind, float]:
    if shares["date"] >= _DATE_SHARE and shares["date"] >= shares["number"]:
        timed = any("%H" in f or "%I" in f or f == ISO_OFFSET for family in families for f in family)
        return (Kind.TIME if timed else Kind.DAY), shares["date"]
    if numbers is not None and shares["number"] >= _NUMBER_SHARE:
        return _number_kind(numbers), shares["number"]
    words = {value.casefold() for value in values}
    if words and words <= YES | NO:
        return Kind.FLAG, 1.0
    if words and {word.upper() for word in words} <= {*CURRENCY_CODES, *(sign.upper() for sign in CURRENCY_SIGNS)}:
        return Kind.CURRENCY, 1.0
    return Kind.TEXT, 1.0


def _number_kind(numbers: NumberFormat) -> Kind:
    if numbers.currencies:
        return Kind.MONEY
    return Kind.COUNT if numbers.whole and numbers.plain and not numbers.dot_zero else Kind.NUMBER


def date_format(column: str, draft: Draft, rulings: Mapping[Question, Ruling]) -> DateFormat | None:
    """The column's date format under the rulings on its order keys; None when it has no dates."""
    if not draft.families:
        return None
    mine = {key: rulings[column, key] for key in draft.order_keys}
    candidates = date_forms.combine(draft.families, {key: ruling.orders for key, ruling in mine.items()})
    decided = all(ruling.decided for ruling in mine.values())
    named = [f for candidate in candidates for f in candidate]
    weakest = min((ruling.basis for ruling in mine.values()), key=_RANK.index, default="form")
    return DateFormat(
        formats=candidates[0] if decided else (),
        has_time=any("%H" in f or "%I" in f for f in named),
        has_offset=any("%z" in f for f in named),
        ambiguous=not decided,
        candidates=() if decided else candidates,
        basis=weakest,
        why="; ".join(ruling.why for ruling in mine.values()),
        mixed=sum(ruling.mixed for ruling in mine.values()),
    )


def settle_numbers(drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    """An open decimal sign is taken from the table's columns that show theirs, if these agree."""
    shown = {
        name: draft.numbers.decimal
        for name, draft in drafts.items()
        if draft.numbers is not None and draft.kind is not Kind.TEXT and draft.numbers.basis == "counted"
    }
    if len(set(shown.values())) != 1:
        return dict(drafts)
    neighbour, decimal = next(iter(shown.items()))
    why = _("the values alone do not decide; the column {name} of the same table has {sign} as its decimal sign")
    return {
        name: replace(
            draft, numbers=draft.numbers.with_decimal(decimal, "neighbour", why.format(name=neighbour, sign=decimal))
        )
        if draft.numbers is not None and draft.numbers.ambiguous
        else draft
        for name, draft in drafts.items()
    }
