"""What a person typed, understood or refused with what is allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Calendar, Period


def day_of(option: str, text: str) -> date | None:
    """A day written as YYYY-MM-DD; None when nothing was given."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            _("{text} is not a day.").format(text=text), where=option, allowed=_("YYYY-MM-DD, such as 2026-03-31")
        ) from error


def first_day_of(option: str, text: str, calendar: Calendar) -> date | None:
    """A day, or the first day of a period by its name; None when nothing was given."""
    found = _period_of(option, text, calendar)
    return found[0] if found else None


def last_day_of(option: str, text: str, calendar: Calendar) -> date | None:
    """A day, or the last day of a period by its name; None when nothing was given."""
    found = _period_of(option, text, calendar)
    return calendar.next(*found) - timedelta(days=1) if found else None


def _period_of(option: str, text: str, calendar: Calendar) -> tuple[date, Period] | None:
    if not text:
        return None
    found = calendar.named(text)
    if found is None:
        raise UsageError(
            _("{text} is neither a period nor a day.").format(text=text),
            where=option,
            allowed=_("a day (YYYY-MM-DD), or a period such as 2026-03, 2026Q1, 2026-W10 or 2026"),
        )
    return found


_AMOUNT = re.compile(r"(?P<whole>\d+|\d{1,3}(?P<mark>[.,'’])\d{3}(?:(?P=mark)\d{3})*)(?:[.,](?P<part>\d{1,2}|\d{4}))?")
_UNCLEAR = re.compile(r"\d{1,3}[.,]\d{3}")


def amount_of(option: str, text: str) -> Decimal | None:
    """An amount of money, zero or more, as people write it: 1500000, 1 500 000, 1,500,000.50; None when none was given.

    Raises UsageError for anything else, also for 1,500 and 1.500: one means by them a thousand times what another does.
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not bare:
        return None
    found = None if _UNCLEAR.fullmatch(bare) else _AMOUNT.fullmatch(bare)
    if found is None:
        allowed = _("an amount of zero or more without commas or points between its thousands: 1500000 or 1 500 000.50")
        raise UsageError(_("{text} is no amount.").format(text=text.strip()), where=option, allowed=allowed)
    return Decimal(re.sub(r"\D", "", found["whole"]) + "." + (found["part"] or "0"))


def words_of(given: Sequence[str] | None) -> tuple[str, ...]:
    """Words given one by one or with commas."""
    return tuple(word.strip() for text in given or () for word in text.split(",") if word.strip())


def pairs_of(option: str, given: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """NAME=VALUE pairs; quotes around a value are taken off."""
    pairs = []
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(_("{text} is not a pair.").format(text=text), where=option, allowed=_("NAME=VALUE"))
        pairs.append((name.strip(), value.strip().strip("\"'")))
    return tuple(pairs)
