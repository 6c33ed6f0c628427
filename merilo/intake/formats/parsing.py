"""SQL that turns a column's text into a typed value, and says where it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from merilo.core.errors import DataError, UsageError
from merilo.core.sql import literal, quoted
from merilo.core.text import _
from merilo.facts.schema import Kind
from merilo.intake.formats.cells import is_empty_sql, trimmed_sql
from merilo.intake.formats.columns import ColumnProfile
from merilo.intake.formats.date_sql import EXCEL, SERIALS, UNIX, UNIX_MS, day_sql, known_format, time_sql
from merilo.intake.formats.number_sql import double_sql, money_sql, whole_sql
from merilo.intake.formats.numbers import NumberFormat
from merilo.intake.formats.steps import Steps, named
from merilo.intake.formats.words import CURRENCY_CODES, CURRENCY_SIGNS, DOLLARS, NO, YES, empty_words

PERCENT = "percent"
DECIMAL_COMMA, DECIMAL_DOT = "1.234,5", "1,234.5"


@dataclass(frozen=True)
class Parsed:
    """SQL over one column of text.

    `sql` is the typed value or NULL. `failed` is true where the text was filled but is no such value; `reason` says
    what was expected. `emptied` is true where a word was taken for "nothing here", `repaired` where the text was
    changed before reading (blanks at its edges, `.0` behind an id): both are to be counted and listed. None of the
    three is ever NULL. For many rows use `select`, which computes the same several times as fast.
    """

    reason: str
    steps: Steps
    value_step: str
    failed_step: str
    emptied_step: str
    repaired_step: str

    @property
    def sql(self) -> str:
        """The typed value or NULL."""
        return self.steps.flat(self.value_step)

    @property
    def failed(self) -> str:
        """True where the text was filled but cannot be read."""
        return self.steps.flat(self.failed_step)

    @property
    def emptied(self) -> str:
        """True where a word was taken for "nothing here"."""
        return self.steps.flat(self.emptied_step)

    @property
    def repaired(self) -> str:
        """True where the text was changed before it was read."""
        return self.steps.flat(self.repaired_step)


def select(relation: str, parsed: Mapping[str, Parsed], keep: Sequence[str] = ("_row",)) -> str:
    """SQL of a SELECT that reads many columns at once, each step computed once.

    For every name of `parsed` it has the columns NAME, NAME__failed, NAME__emptied and NAME__repaired; before them the
    columns `keep` of the relation, as they are. `relation` is SQL: a quoted name, or a SELECT in brackets.
    """
    kept = [quoted(name) for name in keep]
    columns = list(enumerate(parsed.values()))
    source, depth = relation, max((len(p.steps.all) for p in parsed.values()), default=0)
    for level in range(depth):
        fresh = [
            f"{_within(i, p.steps.all[level])} AS {_step(i, level)}" for i, p in columns if level < len(p.steps.all)
        ]
        old = [_step(i, before) for i, p in columns for before in range(min(level, len(p.steps.all)))]
        source = f"(SELECT {', '.join((*kept, *old, *fresh))} FROM {source})"
    answers = [
        f"{_within(i, sql)} AS {quoted(name + suffix)}"
        for i, (name, p) in enumerate(parsed.items())
        for suffix, sql in (
            ("", p.value_step),
            ("__failed", p.failed_step),
            ("__emptied", p.emptied_step),
            ("__repaired", p.repaired_step),
        )
    ]
    return f"SELECT {', '.join((*kept, *answers))} FROM {source}"


def _step(column: int, step: int) -> str:
    return f'"__step_{column}_{step}"'


def _within(column: int, sql: str) -> str:
    return named(sql, lambda step: _step(column, step))


def expression(
    kind: Kind,
    column: str,
    profile: ColumnProfile,
    *,
    time_zone: str,
    format: str | None = None,  # noqa: A002 - the mapping file's own word
    choices: Sequence[str] | Mapping[str, str] = (),
    text: str | None = None,
    clean: bool = False,
) -> Parsed:
    """How to read a column as `kind`.

    `format` overrules what was detected: a strptime format (several joined with `|`), `excel`, `unix` or `unix_ms` for
    times; `1.234,5` or `1,234.5` for the decimal sign; `percent` where 45 means 0.45. `choices` are the words allowed,
    or a mapping from the source's words to them. `text` is SQL of a text to read instead of the column itself, such as
    one looked up elsewhere. `clean` says that no text of the column has blanks at its edges or is a word for "nothing
    here" in that kind, so that none is looked for. Raises DataError when the data leaves the reading open and no format
    is given, UsageError for a format that cannot be used.
    """
    steps = Steps()
    raw = steps.add(quoted(column) if text is None else f"({text})")
    trimmed = raw if clean else steps.add(trimmed_sql(raw, profile.blanks))
    cell = raw if clean else steps.add(_known_words_removed(trimmed, kind, profile))
    if kind in {Kind.TIME, Kind.DAY}:
        value, reason = _date(steps, kind, cell, profile, zone=time_zone, format_=format)
    elif kind in {Kind.MONEY, Kind.NUMBER, Kind.COUNT}:
        value, reason = _number(steps, kind, cell, profile, format)
    elif kind is Kind.FLAG:
        value, reason = _flag(cell, profile), _("yes or no")
    elif kind is Kind.CURRENCY:
        value, reason = _currency(cell, profile), _("an ISO 4217 currency code or a currency sign")
    elif kind is Kind.CHOICE and choices:
        value, reason = _choice(cell, choices, profile)
    else:
        value, reason = _text(cell, profile, clean=clean), ""
    read = steps.add(value)
    nothing = is_empty_sql(trimmed, kind, profile.more_empty_words)
    unread = f"CASE WHEN {read} IS NULL AND {raw} IS NOT NULL THEN {{}} ELSE false END"
    always_read = reason == ""  # a text is what it is: empty, or read
    return Parsed(
        reason=reason,
        steps=steps,
        value_step=read,
        failed_step="false" if always_read else unread.format("true" if clean else f"NOT {nothing}"),
        emptied_step="false" if clean else unread.format("true" if always_read else nothing),
        repaired_step=f"coalesce({read if always_read else trimmed} <> {raw}, false)",
    )


def _known_words_removed(text: str, kind: Kind, profile: ColumnProfile) -> str:
    """The text with the empty words that the column is known to have made NULL: parsing them in vain is dear."""
    meaningless = empty_words(kind, profile.more_empty_words)
    known = [word for word, _count in profile.empty_words if word.casefold() in meaningless]
    known += [word for word in profile.more_empty_words if word not in known]
    if not known:
        return text
    branches = " ".join(f"WHEN {literal(word)} THEN NULL" for word in dict.fromkeys(known))
    return f"CASE {text} {branches} ELSE {text} END"


def _text(text: str, profile: ColumnProfile, *, clean: bool) -> str:
    value = text
    if profile.numbers is not None and profile.numbers.dot_zero:
        value = f"CASE WHEN ends_with({text}, '.0') THEN left({text}, -2) ELSE {text} END"
    if clean:
        return value
    return f"CASE WHEN {is_empty_sql(text, Kind.TEXT, profile.more_empty_words)} THEN NULL ELSE {value} END"


def _date(
    steps: Steps, kind: Kind, text: str, profile: ColumnProfile, *, zone: str, format_: str | None
) -> tuple[str, str]:
    formats = tuple(format_.split("|")) if format_ else _detected_formats(profile)
    for one in formats:
        if not known_format(one):
            raise UsageError(
                _("{format} is not a date format that can be used.").format(format=repr(one)),
                where=_("column {name}").format(name=profile.name),
                allowed=_("allowed: strptime formats such as %d.%m.%Y %H:%M, or excel, unix, unix_ms"),
            )
    sql = time_sql if kind is Kind.TIME else day_sql
    if not formats:
        return f"CAST(NULL AS {'TIMESTAMPTZ' if kind is Kind.TIME else 'DATE'})", _(
            "a date; none was recognised in this column"
        )
    return sql(steps, text, formats, zone), _("a date written as {formats}").format(formats=_(" or ").join(formats))


def _detected_formats(profile: ColumnProfile) -> tuple[str, ...]:
    dates, numbers = profile.dates, profile.numbers
    if dates is not None and dates.ambiguous:
        raise DataError(
            _("Day first or month first? {why}.").format(why=dates.why),
            where=_("column {name}").format(name=profile.name),
            allowed=_("possible: {formats}").format(formats=", ".join("|".join(c) for c in dates.candidates)),
            way_out=_("Give the column's format in the mapping."),
        )
    if dates is not None:
        return dates.formats
    return _serial(numbers)


def _serial(numbers: NumberFormat | None) -> tuple[str, ...]:
    """What plain numbers count when a date is wanted: days since 1899-12-30, seconds or milliseconds since 1970."""
    if numbers is None or not numbers.plain or numbers.low is None or numbers.high is None:
        return ()
    for name in (EXCEL, UNIX, UNIX_MS):
        least, greatest = SERIALS[name][:2]
        if least <= numbers.low and numbers.high <= greatest:
            return (name,)
    if numbers.low >= 19_000_101 and numbers.high <= 21_001_231:
        return ("%Y%m%d",)
    return ()


def _number(steps: Steps, kind: Kind, text: str, profile: ColumnProfile, format_: str | None) -> tuple[str, str]:
    numbers = _with_decimal(profile, format_)
    if kind is Kind.MONEY:
        return money_sql(steps, text, numbers), _("an amount of money below 100 million millions")
    if kind is Kind.COUNT:
        return whole_sql(steps, text, numbers), _("a whole number")
    return double_sql(steps, text, numbers, as_percent=format_ == PERCENT), _("a number")


def _with_decimal(profile: ColumnProfile, format_: str | None) -> NumberFormat:
    numbers = profile.numbers or NumberFormat()
    if format_ in {DECIMAL_COMMA, DECIMAL_DOT}:
        return numbers.with_decimal("," if format_ == DECIMAL_COMMA else ".")
    if format_ not in {None, "", PERCENT}:
        raise UsageError(
            _("{format} is not a number format.").format(format=repr(format_)),
            where=_("column {name}").format(name=profile.name),
            allowed=_("allowed: 1.234,5 or 1,234.5 or percent"),
        )
    if numbers.ambiguous:
        raise DataError(
            _("Is it a decimal sign or does it group thousands? {why}.").format(why=numbers.why),
            where=_("column {name}").format(name=profile.name),
            allowed=_("possible: 1.234,5 or 1,234.5"),
            way_out=_("Give the column's format in the mapping."),
        )
    return numbers


def _flag(text: str, profile: ColumnProfile) -> str:
    meaning = {**dict.fromkeys(sorted(YES), "true"), **dict.fromkeys(sorted(NO), "false")}
    return _translated(text, meaning, profile, quote=str)


def _choice(text: str, choices: Sequence[str] | Mapping[str, str], profile: ColumnProfile) -> tuple[str, str]:
    words = choices if isinstance(choices, Mapping) else {choice: choice for choice in choices}
    meaning = {_normal(word): value for word, value in words.items()}
    return _translated(text, meaning, profile), _("one of: {words}").format(words=", ".join(words))


def _currency(text: str, profile: ColumnProfile) -> str:
    meaning = {code.casefold(): "RUB" if code == "RUR" else code for code in CURRENCY_CODES}
    meaning |= {sign.casefold(): "USD" if code == "$" else code for sign, code in CURRENCY_SIGNS.items()}
    return _translated(text, meaning, profile)


def _translated(
    text: str, meaning: Mapping[str, str], profile: ColumnProfile, quote: Callable[[str], str] = literal
) -> str:
    """SQL of what a word means, compared without case and blanks; the spellings that the column has come first."""
    seen = {value: meaning[_normal(value)] for value, _count in profile.common if _normal(value) in meaning}
    plain = f"regexp_replace(lower({text}), '\\s+', ' ', 'g')"
    every = " ".join(f"WHEN {literal(word)} THEN {quote(value)}" for word, value in meaning.items())
    rest = f"CASE {plain} {every} END"
    if not seen:
        return rest
    first = " ".join(f"WHEN {literal(word)} THEN {quote(value)}" for word, value in seen.items())
    return f"CASE {text} {first} ELSE {rest} END"


def _normal(word: str) -> str:
    return " ".join(word.split()).casefold()


def currency_expression(column: str, profile: ColumnProfile, *, default: str = "USD") -> str:
    """SQL of the ISO code that an amount's own sign or code names; NULL where it names none.

    A `$` alone is `default` when that is a dollar, else USD.
    """
    if profile.numbers is None or not profile.numbers.currencies:
        return "CAST(NULL AS VARCHAR)"
    text = trimmed_sql(quoted(column), profile.blanks)
    dollar = default if default in DOLLARS else "USD"
    seen = sorted(profile.numbers.currencies, key=lambda sign: (-len(sign), sign))
    named = {sign: CURRENCY_SIGNS.get(sign, "RUB" if sign == "RUR" else sign) for sign in seen}
    branches = (
        f"WHEN contains({text}, {literal(sign)}) THEN {literal(dollar if code == '$' else code)}"
        for sign, code in named.items()
    )
    return f"CASE {' '.join(branches)} END"
