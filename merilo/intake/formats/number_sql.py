"""SQL that reads numbers as a NumberFormat says they are written; exact, and NULL where a text is no such number."""

from __future__ import annotations

import re

from merilo.core.sql import literal
from merilo.intake.formats.numbers import GROUPINGS, NumberFormat
from merilo.intake.formats.steps import Steps
from merilo.intake.formats.words import MAGNITUDES

# Wide enough for every amount with its magnitude, narrow enough that the product still fits 38 digits.
_WIDE = "DECIMAL(28, 10)"
_INDIA_OR_WEST = r"[0-9]{1,3}(?:G[0-9]{2,3})*G[0-9]{3}"


def decimal_sql(steps: Steps, text: str, numbers: NumberFormat, as_type: str = _WIDE) -> str:
    """SQL of the exact number in `text` (SQL of a VARCHAR) as a decimal type, or NULL where it is none or too big."""
    if numbers.plain:
        return f"TRY_CAST({text} AS {as_type})"
    # What is not written as the format says is NULL from here on, so `1,23` is no 123.
    cleaned = steps.add(
        f"CASE WHEN regexp_full_match({text}, {literal(_pattern(numbers))}) THEN {_cleaned(text, numbers)} END"
    )
    value = _scaled(cleaned, numbers, as_type) if numbers.suffixes else f"TRY_CAST({cleaned} AS {as_type})"
    if numbers.brackets:
        value = steps.add(value)
        value = f"CASE WHEN starts_with({text}, '(') THEN -{value} ELSE {value} END"
    return value


def _scaled(cleaned: str, numbers: NumberFormat, as_type: str) -> str:
    """SQL of the number multiplied by what its suffix stands for, rounded only afterwards."""
    branches = [
        f"WHEN ends_with({cleaned}, {literal(suffix)}) THEN "
        f"TRY_CAST(TRY_CAST(left({cleaned}, -{len(suffix)}) AS {_WIDE}) * {MAGNITUDES[suffix]} AS {as_type})"
        for suffix in sorted(numbers.suffixes, key=lambda suffix: (-len(suffix), suffix))
    ]
    return f"CASE {' '.join(branches)} ELSE TRY_CAST({cleaned} AS {as_type}) END"


def money_sql(steps: Steps, text: str, numbers: NumberFormat) -> str:
    """SQL of a DECIMAL(18, 4), rounded half away from zero beyond four decimals; NULL when it does not fit."""
    return decimal_sql(steps, text, numbers, "DECIMAL(18, 4)")


def double_sql(steps: Steps, text: str, numbers: NumberFormat, *, as_percent: bool = False) -> str:
    """SQL of a finite DOUBLE; a value with `%` is divided by 100, with `as_percent` every value is."""
    if numbers.plain:
        read = steps.add(f"TRY_CAST({text} AS DOUBLE)")
        value = f"CASE WHEN isfinite({read}) THEN {read} END"
    else:
        value = steps.add(f"CAST({decimal_sql(steps, text, numbers)} AS DOUBLE)")
    if as_percent:
        return f"{value} / 100"
    return f"CASE WHEN contains({text}, '%') THEN {value} / 100 ELSE {value} END" if numbers.percent else value


def whole_sql(steps: Steps, text: str, numbers: NumberFormat) -> str:
    """SQL of a BIGINT; `17850.0` is 17850, `2.5` is NULL."""
    if numbers.plain and numbers.whole:
        # Nearly always digits alone: the dear exact reading is for the few that are not.
        short = f"TRY_CAST(CASE WHEN contains({text}, '.') OR contains({text}, 'e') OR contains({text}, 'E') "
        read = steps.add(f"{short}THEN NULL ELSE {text} END AS BIGINT)")
        return f"CASE WHEN {read} IS NOT NULL THEN {read} ELSE {_exactly_whole(steps, text, numbers)} END"
    return _exactly_whole(steps, text, numbers)


def _exactly_whole(steps: Steps, text: str, numbers: NumberFormat) -> str:
    value = decimal_sql(steps, text, numbers)
    return f"CASE WHEN {value} = trunc({value}) THEN TRY_CAST({value} AS BIGINT) END"


def _cleaned(text: str, numbers: NumberFormat) -> str:
    """The text without all that was seen around digits; a chain of replace() is three times faster than a pattern."""
    dropped = [*sorted(numbers.currencies, key=lambda sign: (-len(sign), sign)), *_groupings(numbers)]
    dropped += [blank for blank in numbers.blanks if blank not in dropped]
    dropped += ["%"] * numbers.percent + ["(", ")"] * numbers.brackets + ["+"] * ("+" in numbers.marks)
    for word in dropped:
        text = f"replace({text}, {literal(word)}, '')"
    if numbers.decimal == ",":
        text = f"replace({text}, ',', '.')"
    return f"replace({text}, '−', '-')" if "−" in numbers.marks else text


def _groupings(numbers: NumberFormat) -> tuple[str, ...]:
    return tuple(sign for sign in numbers.thousands if sign != numbers.decimal and sign in GROUPINGS)


def _pattern(numbers: NumberFormat) -> str:
    """A regular expression for the whole value, made of what the column has and no more: that keeps it fast."""
    groups = "".join(re.escape(sign) for sign in _groupings(numbers))
    digits = "(?:" + _INDIA_OR_WEST.replace("G", f"[{groups}]") + "|[0-9]+)" if groups else "[0-9]+"
    point = re.escape(numbers.decimal)
    number = f"(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?"
    blank = f"[{''.join(numbers.blanks)}]?" if numbers.blanks else ""
    minus = f"[-{''.join(numbers.marks)}]?"
    sign, percent = _any(numbers.currencies), "%?" * numbers.percent
    core = f"{minus}{blank}{sign}{blank}{minus}{number}{blank}{_any(numbers.suffixes)}{blank}{sign}{blank}{percent}"
    return rf"(?:\({core}\)|{core})" if numbers.brackets else core


def _any(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})?" if words else ""
