"""SQL that reads dates and times in given formats; NULL where a text is no such date."""

from __future__ import annotations

import re
from collections.abc import Callable

from merilo.core.sql import literal
from merilo.intake.formats.dates import ISO_OFFSET
from merilo.intake.formats.steps import Steps
from merilo.intake.formats.words import MONTHS
from merilo.intake.formats.zones import clock_sql, instant_sql

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_ISO_USUAL = _ISO_TIME + "(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_ISO_GUARD = _ISO_TIME + " ?(?:UTC|Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
# Microseconds since 1970: the years 1000 and 3000, and what the engine makes of a word for a time.
_EARLIEST, _LATEST, _WORD_READ = -30_610_224_000_000_000, 32_503_679_999_999_999, -2_208_988_800_000_000
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


def time_sql(steps: Steps, text: str, formats: tuple[str, ...], time_zone: str) -> str:
    """SQL of a TIMESTAMPTZ: clock times without an offset are local to `time_zone`, a day is its local midnight."""
    return _either(steps, text, formats, lambda clock: instant_sql(clock, time_zone), lambda instant: instant)


def day_sql(steps: Steps, text: str, formats: tuple[str, ...], time_zone: str) -> str:
    """SQL of a DATE: the day written; of an instant with an offset, its day in `time_zone`."""
    return _either(
        steps,
        text,
        formats,
        lambda clock: f"CAST({clock} AS DATE)",
        lambda instant: f"CAST({clock_sql(instant, time_zone)} AS DATE)",
    )


def known_format(date_format: str) -> bool:
    """Whether a user's format can be used here."""
    directives = re.findall("%.", date_format)
    return date_format in {*SERIALS, ISO_OFFSET} or (bool(directives) and set(directives) <= set(_DIRECTIVES))


def _either(
    steps: Steps,
    text: str,
    formats: tuple[str, ...],
    of_clock: Callable[[str], str],
    of_instant: Callable[[str], str],
) -> str:
    """SQL of the value: made of a clock time where the format has no offset, of an instant where it has."""
    zoned = tuple(f for f in formats if _is_instant(f))
    naive = tuple(f for f in formats if not _is_instant(f))
    values = [of_clock(_read(steps, text, naive))] if naive else []
    values += [of_instant(_read(steps, text, zoned))] if zoned else []
    return values[0] if len(values) == 1 else f"COALESCE({', '.join(values)})"


def _read(steps: Steps, text: str, formats: tuple[str, ...]) -> str:
    """The name of the step that reads the text in the first format whose form it has."""
    if len(formats) == 1:
        value = steps.add(_parsed(text, formats[0]))
        return steps.add(_believed(value, text))
    # A format that does not fit costs twenty times one that does, so the form is looked at first.
    branches = (f"WHEN regexp_full_match({text}, {literal(_form(f))}) THEN {_parsed(text, f)}" for f in formats)
    return steps.add(f"CASE {' '.join(branches)} END")


def _form(date_format: str) -> str:
    if date_format == ISO_OFFSET:
        return _ISO_GUARD
    if date_format in SERIALS:
        return r"[0-9]+(\.[0-9]+)?"
    parts = re.split("(%.)", date_format)
    year_mark = "(?: ?г\\.?)?" if "%b" in date_format else ""
    return "".join(_DIRECTIVES.get(part, re.escape(part)) + year_mark * (part == "%Y") for part in parts)


def _believed(value: str, text: str) -> str:
    """SQL of the value without what the engine reads into a text.

    It reads the year 24 out of `24-03-05`, where a four-digit year has four digits, and the first of January 1900 out
    of `epoch` and `infinity`.
    """
    micros = f"epoch_us({value})"
    word = f"WHEN {micros} = {_WORD_READ} AND NOT regexp_matches({text}, '[0-9]') THEN NULL"
    return f"CASE {word} WHEN {micros} BETWEEN {_EARLIEST} AND {_LATEST} THEN {value} END"


def _is_instant(date_format: str) -> bool:
    return "%z" in date_format or date_format in {UNIX, UNIX_MS}


def _parsed(text: str, date_format: str) -> str:
    """SQL of the TIMESTAMP (of a format with an offset: TIMESTAMPTZ) written in one format."""
    if date_format == ISO_OFFSET:
        # The cast knows `Z` and an offset close to the time, but neither `UTC` nor a blank before the offset.
        usual = f"WHEN regexp_full_match({text}, {literal(_ISO_USUAL)}) THEN TRY_CAST({text} AS TIMESTAMPTZ)"
        close = f"replace(regexp_replace({text}, ' ?(UTC|Z|[+-][0-9:]+)$', '\\1'), 'UTC', 'Z')"
        rare = f"WHEN regexp_full_match({text}, {literal(_ISO_GUARD)}) THEN TRY_CAST({close} AS TIMESTAMPTZ)"
        return f"CASE {usual} {rare} END"
    if date_format in SERIALS:
        return f"{'make_timestamp' if date_format == EXCEL else 'make_timestamptz'}({_micros(text, date_format)})"
    if "%b" in date_format or "%B" in date_format:
        text, date_format = _english_months(text), date_format.replace("%B", "%b")
    return f"TRY_STRPTIME({text}, {literal(date_format)})"


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
