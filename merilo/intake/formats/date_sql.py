"""SQL that reads dates and times in given formats; NULL where a text is no such date."""

from __future__ import annotations

import re
from collections.abc import Callable

from merilo.intake.formats.dates import ISO_OFFSET
from merilo.intake.formats.quoting import literal
from merilo.intake.formats.words import MONTHS
from merilo.intake.formats.zones import clock_sql, instant_sql

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_GUARD = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?UTC|Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
)
_DIRECTIVES = {
    "%Y": "[0-9]{4}", "%y": "[0-9]{2}", "%m": "[0-9]{1,2}", "%d": "[0-9]{1,2}", "%H": "[0-9]{1,2}",
    "%I": "[0-9]{1,2}", "%M": "[0-9]{2}", "%S": "[0-9]{2}", "%f": "[0-9]{1,6}", "%n": "[0-9]{1,9}",
    "%p": "[AaPp][Mm]", "%b": r"\pL{3,}\.?", "%B": r"\pL{3,}\.?", "%z": "[+-][0-9]{2}(:?[0-9]{2})?",
}  # fmt: skip
EXCEL, UNIX, UNIX_MS = "excel", "unix", "unix_ms"
SERIALS = {
    # (least, greatest, microseconds per unit, microseconds at zero): what a plain number may count.
    EXCEL: (20_000, 60_000, 86_400_000_000, -2_209_161_600_000_000),
    UNIX: (100_000_000, 9_999_999_999, 1_000_000, 0),
    UNIX_MS: (100_000_000_000, 9_999_999_999_999, 1_000, 0),
}


def time_sql(text: str, formats: tuple[str, ...], time_zone: str) -> str:
    """SQL of a TIMESTAMPTZ: clock times without an offset are local to `time_zone`, a day is its local midnight."""
    return _first_fitting(text, formats, lambda f: _instant(text, f, time_zone))


def day_sql(text: str, formats: tuple[str, ...], time_zone: str) -> str:
    """SQL of a DATE: the day written; of an instant with an offset, its day in `time_zone`."""
    return _first_fitting(text, formats, lambda f: _day(text, f, time_zone))


def known_format(date_format: str) -> bool:
    """Whether a user's format can be used here."""
    directives = re.findall("%.", date_format)
    return date_format in {*SERIALS, ISO_OFFSET} or (bool(directives) and set(directives) <= set(_DIRECTIVES))


def _first_fitting(text: str, formats: tuple[str, ...], reading: Callable[[str], str]) -> str:
    if len(formats) == 1:
        return reading(formats[0])
    # A format that does not fit costs twenty times one that does, so the form is looked at first.
    branches = (f"WHEN regexp_full_match({text}, {literal(_form(f))}) THEN {reading(f)}" for f in formats)
    return f"CASE {' '.join(branches)} END"


def _form(date_format: str) -> str:
    if date_format == ISO_OFFSET:
        return _ISO_GUARD
    if date_format in SERIALS:
        return r"[0-9]+(\.[0-9]+)?"
    parts = re.split("(%.)", date_format)
    year_mark = "(?: ?г\\.?)?" if "%b" in date_format else ""
    return "".join(_DIRECTIVES.get(part, re.escape(part)) + year_mark * (part == "%Y") for part in parts)


def _instant(text: str, date_format: str, time_zone: str) -> str:
    if date_format in {UNIX, UNIX_MS}:
        return f"make_timestamptz({_micros(text, date_format)})"
    value = _parsed(text, date_format)
    return value if _has_offset(date_format) else instant_sql(value, time_zone)


def _day(text: str, date_format: str, time_zone: str) -> str:
    if date_format in {UNIX, UNIX_MS}:
        return f"CAST({clock_sql(f'make_timestamptz({_micros(text, date_format)})', time_zone)} AS DATE)"
    value = _parsed(text, date_format)
    return f"CAST({clock_sql(value, time_zone) if _has_offset(date_format) else value} AS DATE)"


def _has_offset(date_format: str) -> bool:
    return "%z" in date_format


def _parsed(text: str, date_format: str) -> str:
    """SQL of the TIMESTAMP (with an offset: TIMESTAMPTZ) written in one format."""
    if date_format == ISO_OFFSET:
        return (
            f"CASE WHEN regexp_full_match({text}, {literal(_ISO_GUARD)}) THEN TRY_CAST({_iso(text)} AS TIMESTAMPTZ) END"
        )
    if date_format == EXCEL:
        return f"make_timestamp({_micros(text, EXCEL)})"
    if "%b" in date_format or "%B" in date_format:
        text, date_format = _english_months(text), date_format.replace("%B", "%b")
    value = f"TRY_STRPTIME({text}, {literal(date_format)})"
    if "%Y" not in date_format:
        return value
    # The engine reads the year 24 out of `24-03-05`: a four-digit year has four digits.
    return f"CASE WHEN {value} >= TIMESTAMP '1000-01-01' THEN {value} END"


def _iso(text: str) -> str:
    return f"replace({text}, 'UTC', 'Z')"


def _micros(text: str, serial: str) -> str:
    least, greatest, unit, zero = SERIALS[serial]
    number = f"TRY_CAST({text} AS DECIMAL(28, 10))"
    micros = f"CAST(round({number} * {unit}) AS BIGINT) + {zero}"
    return f"CASE WHEN {number} BETWEEN {least} AND {greatest} THEN {micros} END"


def _english_months(text: str) -> str:
    """The text with its month's name as three English letters, and without the `г.` behind a year."""
    lowered = f"lower({text})"
    name = f"regexp_extract({lowered}, '\\pL{{3,}}\\.?')"
    branches = (f"WHEN {literal(start)} THEN {literal(_ENGLISH[n - 1])}" for start, n in MONTHS.items())
    english = f"CASE left({name}, 3) {' '.join(branches)} END"
    return f"regexp_replace(replace({lowered}, {name}, {english}), '([0-9]) ?г\\.?', '\\1')"
