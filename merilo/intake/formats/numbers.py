"""How a column writes numbers: decimal and thousands signs, currencies, magnitudes, per cent, minus in brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from merilo.core.text import _
from merilo.intake.formats.words import CURRENCY_CODES, CURRENCY_SIGNS, MAGNITUDES

BLANKS = " \u00a0\u202f\u2009"
_SIGNS = tuple(sorted((*CURRENCY_SIGNS, *CURRENCY_CODES), key=lambda sign: (-len(sign), sign)))
_SUFFIXES = tuple(sorted(MAGNITUDES, key=lambda suffix: (-len(suffix), suffix)))
_ANY_SIGN, _ANY_SUFFIX = ("|".join(map(re.escape, words)) for words in (_SIGNS, _SUFFIXES))
_BLANK = f"[{BLANKS}]?"
_NUMBER = re.compile(
    rf"(?P<bracket>\()?(?P<minus>[-+−])?{_BLANK}(?P<before>{_ANY_SIGN})?{_BLANK}(?P<minus2>[-−])?"
    rf"(?P<body>\d[\d.,'’{BLANKS}]*|\.\d+)(?P<exponent>[eE][+-]?\d{{1,3}})?"
    rf"(?:{_BLANK}(?P<suffix>{_ANY_SUFFIX})(?![^\W\d_]))?{_BLANK}(?P<after>{_ANY_SIGN})?{_BLANK}(?P<percent>%)?(?P<end>\))?"
)
# Most texts are no numbers; this says so at a tenth of the cost.
_PERHAPS = re.compile(rf"[^\d.]{{0,7}}[\d.][\d.,'’{BLANKS}]*(?:[eE][+-]?\d+)?\D{{0,14}}")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
GROUPINGS = (",", ".", "'", "’", " ", "\u00a0", "\u202f", "\u2009")


@dataclass(frozen=True)
class NumberFormat:
    """How a column writes numbers.

    `decimal` is the decimal sign. `thousands` are the grouping signs seen. `ambiguous`: every value with a comma or a
    dot has it once before three digits (`1,234`), so `decimal` is unknown: somebody has to choose. `plain`: digits, a
    dot and a minus only. `whole`: no value has a fraction other than zeros; `dot_zero`: every value is digits and
    `.0`. `low` and `high` are the least and greatest value of the sample.
    """

    decimal: str = "."
    thousands: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()  # signs and codes as written
    suffixes: tuple[str, ...] = ()
    percent: bool = False
    brackets: bool = False
    blanks: tuple[str, ...] = ()  # blank characters seen within values
    marks: tuple[str, ...] = ()  # a plus or a typographic minus seen
    ambiguous: bool = False
    plain: bool = True
    whole: bool = True
    dot_zero: bool = False
    low: float | None = None
    high: float | None = None
    basis: str = "form"
    why: str = ""
    candidates: tuple[str, ...] = ()  # decimal signs that the data allows, when ambiguous

    def with_decimal(self, decimal: str, basis: str = "given", why: str = "") -> NumberFormat:
        """The same format read with that decimal sign; the other one groups thousands."""
        other = "," if decimal == "." else "."
        thousands = (other, *(sign for sign in self.thousands if sign not in {decimal, other}))
        return replace(
            self,
            decimal=decimal,
            thousands=thousands,
            ambiguous=False,
            plain=False,
            basis=basis,
            why=why,
            candidates=(),
        )


@dataclass(frozen=True)
class _Token:
    body: str
    sign: str
    suffix: str
    percent: bool
    bracket: bool
    other: bool  # a sign that a plain cast does not read


@lru_cache(maxsize=65536)
def token(value: str) -> _Token | None:
    """The parts of a number as written; None when the value is not one."""
    if _PLAIN.fullmatch(value):
        return _Token(value.lstrip("-"), "", "", percent=False, bracket=False, other=False)
    match = _NUMBER.fullmatch(value) if _PERHAPS.fullmatch(value) else None
    if match is None or bool(match["bracket"]) != bool(match["end"]) or (match["before"] and match["after"]):
        return None
    body = match["body"].rstrip(BLANKS)
    if not _grouped(body):
        return None
    other = "−" in value or bool(match["minus2"]) or bool(set(value) & set(BLANKS))
    sign = match["before"] or match["after"] or ""
    return _Token(body, sign, match["suffix"] or "", bool(match["percent"]), bool(match["bracket"]), other)


def _grouped(body: str) -> bool:
    """Whether the separators stand where grouping or a decimal sign puts them."""
    signs = [sign for sign in re.split(r"\d+", body) if sign]
    if not signs or body.startswith("."):
        return True
    if any(len(sign) > 1 for sign in signs):
        return False
    *groups, last = signs
    decimal_last = last in ".," and (groups.count(last) == 0)
    grouping = set(groups) if decimal_last else set(signs)
    if len(grouping) > 1:
        return False
    parts = re.split(r"\D", body)
    inner = parts[1:-1] if decimal_last else parts[1:]
    # India groups by two above the thousand.
    return all(len(part) in (2, 3) for part in inner) and (not inner or len(inner[-1]) == 3)


def detect(values: Mapping[str, int]) -> tuple[NumberFormat, int] | None:
    """The number format of counted values and how many of them are numbers; None when none is."""
    tokens = {value: found for value in values if (found := token(value)) is not None}
    if not tokens:
        return None
    fitting = sum(values[value] for value in tokens)
    sign = _decimal(Counter(t.body for t in tokens.values()))
    bodies = [t.body for t in tokens.values()]
    thousands = tuple(g for g in GROUPINGS if g != sign.decimal and any(g in body for body in bodies))
    numbers = [_approximate(t.body, sign.decimal) * MAGNITUDES.get(t.suffix, 1) for t in tokens.values()]
    return (
        NumberFormat(
            decimal=sign.decimal,
            thousands=thousands if not sign.ambiguous else (),
            currencies=tuple(sorted({t.sign for t in tokens.values()} - {""})),
            suffixes=tuple(sorted({t.suffix for t in tokens.values()} - {""})),
            percent=any(t.percent for t in tokens.values()),
            brackets=any(t.bracket for t in tokens.values()),
            marks=tuple(mark for mark in "+−" if any(mark in value for value in tokens)),
            blanks=tuple(blank for blank in BLANKS if any(blank in value for value in tokens)),
            ambiguous=sign.ambiguous,
            plain=sign.decimal == "." and not thousands and not any(_dressed(t) for t in tokens.values()),
            whole=all(n == int(n) for n in numbers),
            dot_zero=all(re.fullmatch(r"\d+\.0", value) for value in values),
            low=min(numbers),
            high=max(numbers),
            basis=sign.basis,
            why=sign.why,
            candidates=(".", ",") if sign.ambiguous else (),
        ),
        fitting,
    )


def _dressed(t: _Token) -> bool:
    return bool(t.sign or t.suffix or t.percent or t.bracket or t.other)


def _approximate(body: str, decimal: str) -> float:
    text = "".join(c for c in body if c.isdigit() or c == decimal)
    return float(text.replace(decimal, "."))


@dataclass(frozen=True)
class _Decimal:
    decimal: str
    basis: str
    why: str
    ambiguous: bool = False


def _decimal(bodies: Counter[str]) -> _Decimal:
    """Which of dot and comma is the decimal sign, by all bodies together."""
    votes = Counter(vote for body in bodies if (vote := _vote(body)))
    if votes["."] or votes[","]:
        decimal = "." if votes["."] >= votes[","] else ","
        why = _("{n} different values can only be read with {sign} as the decimal sign")
        return _Decimal(decimal, "counted", why.format(n=votes[decimal], sign=decimal))
    open_signs = {sign for sign in ".," if votes["?" + sign]}
    if not open_signs:
        return _Decimal(".", "form", "")
    if len(open_signs) > 1:
        why = _("comma and dot both stand once before three digits: the decimal sign cannot be told")
        return _Decimal(".", "undecided", why, ambiguous=True)
    sign = open_signs.pop()
    return _by_consistency(bodies, sign, "," if sign == "." else ".")


def _by_consistency(bodies: Counter[str], sign: str, other: str) -> _Decimal:
    """One sign, always once and before three digits: what a writer who writes all numbers alike must have meant."""
    plain = [body for body in bodies if body.isdigit()]
    if any(len(body) > 3 for body in plain):
        return _Decimal(
            sign,
            "consistent",
            _("numbers over 999 stand without a sign, so {sign} is the decimal sign").format(sign=sign),
        )
    padded = any(body.endswith("0") for body in bodies if sign in body)
    if plain and padded:
        why = _("whole numbers stand without a sign and others end in a zero, so {sign} groups thousands")
        return _Decimal(other, "consistent", why.format(sign=sign))
    why = _("every value with {sign} has it once, before three digits: it may group thousands or be the decimal sign")
    return _Decimal(".", "undecided", why.format(sign=sign), ambiguous=True)


def _vote(body: str) -> str:
    """`.` or `,` when that must be the decimal sign; `?` and the sign when it is open; empty when there is neither."""
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return "." if body.rindex(".") > body.rindex(",") else ","
    if dots + commas == 0:
        return ""
    sign = "." if dots else ","
    if dots + commas > 1:
        return "," if dots else "."
    before, after = body.split(sign)
    if len(after) != 3 or len(before) > 3 or before in {"", "0"} or not before.isdigit():
        return sign
    return "?" + sign
