"""What somebody entered into a field, understood or refused with what is allowed; and values as the log keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.journal.kinds import KINDS, Declared, Field, Holds, Kind

_MOST = Decimal(10) ** 14
_LAST_COUNT = 2**53
_BLANKS = " \u00a0\u202f'"


def read(kind: Kind, given: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """The given fields as values: texts are trimmed, an empty one is None; times without a zone are in `zone`.

    A value may be a text as a form or JSON has it (2026-03-31, 2026-03-31T14:30, 1200.50) or the value itself. Raises
    UsageError naming the field, what was given and what is allowed; an unknown field, too.
    """
    declared = KINDS[kind]
    unknown = sorted(set(given) - set(declared.names))
    if unknown:
        raise UsageError(
            _("There is no field {name}.").format(name=", ".join(unknown)),
            where=_(declared.label),
            allowed=", ".join(declared.names),
        )
    return {name: _value(declared.field(name), value, zone) for name, value in given.items()}


def check_complete(kind: Kind, values: Mapping[str, Any]) -> None:
    """Raise UsageError for the first field that must be filled and is not."""
    for field in KINDS[kind].fields:
        if field.required and values.get(field.name) is None:
            raise UsageError(_("{field} is missing.").format(field=_(field.label)), where=field.name)


def plain(declared: Declared, row: Any) -> dict[str, Any]:
    """A row's fields, and whether it is deleted, as JSON values."""
    fields = {field.name: plain_value(getattr(row, field.name)) for field in declared.fields}
    return fields | {"deleted": row.deleted_at is not None}


def from_plain(declared: Declared, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that `plain` kept, as values again."""
    return {field.name: _from_plain(field, kept.get(field.name)) for field in declared.fields}


def _value(field: Field, given: Any, zone: tzinfo) -> Any:
    if isinstance(given, str):
        given = given.strip().replace("\x00", "")
    if given is None or given == "":
        return None
    try:
        return _READERS[field.holds](field, given, zone)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise UsageError(
            _("{value} cannot be used here.").format(value=repr(given)[:80]),
            where=f"{field.name} ({_(field.label)})",
            allowed=_allowed(field),
        ) from error


def _allowed(field: Field) -> str:
    words = {
        Holds.TEXT: _("text of at most {n} characters").format(n=field.longest),
        Holds.REF: _("the id of a record, such as journal:01h…"),
        Holds.SELLER: _("the id of a seller"),
        Holds.CHOICE: ", ".join(field.choices),
        Holds.TIME: _("a moment, such as 2026-03-31T14:30"),
        Holds.DAY: _("YYYY-MM-DD, such as 2026-03-31"),
        Holds.MONEY: _("an amount, such as 1200.50"),
        Holds.COUNT: _("a whole number, 0 or more"),
    }
    return words[field.holds]


def _text(field: Field, given: Any, _zone: tzinfo) -> str:
    if not isinstance(given, str) or len(given) > field.longest:
        raise ValueError
    given.encode()  # half a character pair cannot be kept
    return given


def _reference(field: Field, given: Any, zone: tzinfo) -> str:
    text = _text(field, given, zone)
    if field.holds is Holds.REF and not all(text.partition(":")[::2]):
        raise ValueError
    return text


def _choice(field: Field, given: Any, _zone: tzinfo) -> str:
    if given not in field.choices:
        raise ValueError
    return str(given)


def _time(_field: Field, given: Any, zone: tzinfo) -> datetime:
    moment = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    at = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    return _known_year(at)


def _day(_field: Field, given: Any, _zone: tzinfo) -> date:
    if isinstance(given, datetime):
        raise TypeError
    return _known_year(given if isinstance(given, date) else date.fromisoformat(given))


def _known_year[T: date](day: T) -> T:
    if not 1970 <= day.year <= 2200:  # beyond it lie slips of the finger
        raise ValueError
    return day


def _money(_field: Field, given: Any, _zone: tzinfo) -> Decimal:
    if isinstance(given, bool):
        raise TypeError
    text = str(given).translate({ord(letter): None for letter in _BLANKS})
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError from error
    if not amount.is_finite() or not 0 <= amount < _MOST:
        raise ValueError
    return amount.quantize(Decimal("0.0001"))


def _count(_field: Field, given: Any, _zone: tzinfo) -> int:
    if isinstance(given, bool | float):
        raise TypeError
    number = int(given)
    if not 0 <= number < _LAST_COUNT:
        raise ValueError
    return number


_READERS: dict[Holds, Callable[[Field, Any, tzinfo], Any]] = {
    Holds.TEXT: _text,
    Holds.REF: _reference,
    Holds.SELLER: _reference,
    Holds.CHOICE: _choice,
    Holds.TIME: _time,
    Holds.DAY: _day,
    Holds.MONEY: _money,
    Holds.COUNT: _count,
}


def plain_value(value: Any) -> Any:
    """A value as JSON has it: days and moments in ISO form, amounts as exact texts."""
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _from_plain(field: Field, kept: Any) -> Any:
    if kept is None or field.holds not in (Holds.TIME, Holds.DAY, Holds.MONEY):
        return kept
    if field.holds is Holds.MONEY:
        return Decimal(kept)
    return datetime.fromisoformat(kept) if field.holds is Holds.TIME else date.fromisoformat(kept)
