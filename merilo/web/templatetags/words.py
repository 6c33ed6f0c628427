"""Words and numbers in templates, by the same catalogue as the rest of Merilo."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime
from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from merilo.core import numbers, text
from merilo.core.record_links import record_url
from merilo.intake.rejects import in_own_words
from merilo.kpis.cuts import CUTS
from merilo.people.mailed import LABELS as STATES
from merilo.people.mailed import State
from merilo.reports.behind import Wanted
from merilo.reports.pages.kpi_rows import in_words

register = template.Library()
_LENGTHS = ("days", "hours")
_COMMAND_LINE = re.compile(r"(?<![\w-])--[a-z]|`merilo ")


@register.simple_tag
def t(message: str, **values: Any) -> str:
    """A message in the page's language; `{name}` in it is filled from the values."""
    said = text._(message)
    return said.format(**values) if values else said


@register.simple_tag
def tn(singular: str, plural: str, n: int, **values: Any) -> str:
    """The plural form that fits n; `{n}` and `{name}` in it are filled."""
    return text.ngettext(singular, plural, n).format(n=text.counted(n), **values)


@register.filter
def translated(message: str) -> str:
    """A message of a declaration (marked with N_) in the page's language."""
    return text._(str(message)) if message else ""


@register.filter
def num(value: Any, unit: str = "count") -> str:
    """A value with its unit as the page's language writes it."""
    if unit == "money" and value is not None:
        return numbers.number(round(float(value)), "count")
    known = float(value) if isinstance(value, str) and value else value
    if unit in _LENGTHS and known is not None and float(known).is_integer():
        return numbers.number(known, "count")
    return numbers.number(known, unit)


@register.filter
def unit_word(value: Any, unit: str) -> str:
    """The word behind a length of time, in the form that fits: 22 days, 1 day."""
    if unit not in _LENGTHS or value is None:
        return ""
    # A fraction is told as two are: 22.5 days.
    n = int(value) if float(value).is_integer() else 2
    if unit == "days":
        return text.ngettext("{n} day", "{n} days", n).format(n="").strip()
    return text.ngettext("{n} hour", "{n} hours", n).format(n="").strip()


@register.filter
def moved(value: Any, unit: str = "count") -> str:
    """A difference between two values: of shares in percentage points, which are no per cent of what it was before."""
    if unit == "share" and value is not None:
        said = text._("{n} pp").format(n=numbers.number(100 * float(value), "per_week"))
    else:
        said = num(value, unit)
    return said.replace("-", "−")


@register.filter
def money(value: Any, currency: str) -> str:
    """An amount as short as it can be read at a glance."""
    return numbers.short_money(value, currency)


@register.filter
def day(value: Any, style: str = "medium") -> str:
    """A day (also an ISO text) in words of the page's language; styles of babel: short, medium, long, or `d MMM`."""
    if not value:
        return "—"
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return str(format_date(found, format=style, locale=text.language()))


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in the workspace's time zone."""
    if value is None:
        return "—"
    return str(format_datetime(timezone.localtime(value), "d MMM, HH:mm", locale=text.language()))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our icons; it is decoration, the words beside it say the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/merilo/icons.svg#{}"></use></svg>',
        conditional_escape(name),
    )


@register.simple_tag
def mail_state(state: State) -> str:
    """What became of a mail."""
    return text._(STATES[state])


@register.simple_tag(takes_context=True)
def record_link(context: Any, table: str, key: str | None) -> SafeString:
    """A link to a fact's record in the system that it came from, where the settings say where that is."""
    address = record_url(context["request"].seen.place.settings.sources, table, key)
    if address is None:
        return SafeString("")
    says = text._("Open in {source}").format(source=str(key).partition(":")[0])
    return format_html(' <a class="away" href="{}" rel="noreferrer" target="_blank" title="{}">↗'
                       '<span class="hidden">{}</span></a>', address, says, says)  # fmt: skip


register.filter(in_own_words)


@register.filter
def on_page(said: str | None) -> str:
    """What an error says, without what is of use on the command line alone: its options and commands."""
    return "" if not said or _COMMAND_LINE.search(said) else said


@register.filter
def at(values: Any, key: str) -> Any:
    """The value under a key; nothing where there is none."""
    return values.get(key) if values else None


@register.filter
def plain(value: Any) -> str:
    """A cell of a row as it is, short: numbers in the page's language, days in ISO form, a dash for nothing."""
    if value is None:
        return "—"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return numbers.number(value, "count" if value == int(value) else "ratio")
    return str(value)


@register.filter
def spoken(value: Any, column: str) -> str:
    """A cell of a column: words of Merilo's own vocabulary in the page's language, the rest as `plain`."""
    return in_words(column, value) if isinstance(value, str) else plain(value)


@register.filter
def chosen(wanted: Wanted, column: str) -> str:
    """The word that a column must hold; nothing where any will do."""
    return dict(wanted.only).get(column, "")


@register.filter
def query(said: dict[str, str]) -> str:
    """Words of an address as its query."""
    return urlencode(said)


@register.filter
def cut_label(name: str) -> str:
    """What a cut is called."""
    return text._(CUTS[name].label) if name in CUTS else name
