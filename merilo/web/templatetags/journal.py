"""Records of the journal in templates: their addresses, their fields in words, and the way back from a deed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_datetime, format_time
from django import template
from django.utils import timezone

from merilo.core.numbers import number
from merilo.core.text import _, language
from merilo.people.journal.kinds import KINDS, Field, Holds, Kind
from merilo.people.journal.records import Record
from merilo.reports.journal.around import refs_of
from merilo.reports.journal.duplicates import SAME
from merilo.reports.journal.search import Hit
from merilo.reports.journal.words import choice
from merilo.web.pages.journal.addresses import href as address
from merilo.web.pages.journal.told import UNDO
from merilo.web.templatetags.words import day, moment

register = template.Library()


@register.filter
def href(found: Record | Hit) -> str:
    """The page of a record."""
    return address(found)


@register.filter
def kind_label(kind: str) -> str:
    """What a kind of record is called."""
    return _(KINDS[Kind(kind)].label)


@register.filter
def word(record: Record, name: str) -> str:
    """A choice that a record holds, in words."""
    return choice(record.kind, name, record.fields.get(name))


@register.filter
def deeds(message: Any) -> str:
    """The deeds of which a message tells, as the form that takes them back sends them."""
    found = [part for part in str(getattr(message, "extra_tags", "") or "").split() if part.startswith(UNDO)]
    return found[0].removeprefix(UNDO) if found else ""


@register.filter
def about_names(record: Record, titles: dict[str, str]) -> list[str]:
    """What a record is about, by name, the account first; what the reader may not see is left out."""
    return list(dict.fromkeys(titles[number] for _kind, number in reversed(refs_of(record)) if number in titles))


@register.filter
def named(value: Any, titles: dict[str, str]) -> Any:
    """The name that an id stands for, else the value as it is."""
    return titles.get(value, value) if isinstance(value, str) else value


@register.filter
def same(why: str) -> str:
    """In what two records are alike."""
    return _(SAME[why])


@register.filter
def clock(value: datetime) -> str:
    """The time of day of an instant, in the workspace's time zone."""
    return str(format_time(timezone.localtime(value), "HH:mm", locale=language()))


@register.filter
def moment_long(value: datetime) -> str:
    """An instant with its year, in the workspace's time zone."""
    return str(format_datetime(timezone.localtime(value), "d MMM y, HH:mm", locale=language()))


@register.simple_tag(takes_context=True)
def seller_name(context: dict[str, Any], seller: str) -> str:
    """The name of a seller."""
    return str(context["request"].seen.name(seller)) if seller else ""


@register.simple_tag(takes_context=True)
def held(context: dict[str, Any], kind: str, field: Field, value: Any) -> str:
    """The value of a field as people read it; moments also as the log of changes keeps them."""
    if value in (None, ""):
        return "—"
    if field.holds is Holds.TIME:
        return moment(datetime.fromisoformat(value) if isinstance(value, str) else value)
    if field.holds is Holds.DAY:
        return day(value)
    if field.holds is Holds.MONEY:
        return number(float(value), "money")
    if field.holds is Holds.SELLER:
        return str(context["request"].seen.name(value))
    return choice(Kind(kind), field.name, str(value)) if field.holds is Holds.CHOICE else str(value)
