"""Notices in words of the reader's language: a line, and where there is more to say, a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from merilo.core.numbers import number, short_money
from merilo.core.text import _, counted, language, ngettext
from merilo.kpis.registry import KPIS
from merilo.people.noticed import Kind, Notice
from merilo.reports.target_values import unit_of

Values = Mapping[str, Any]


def heading(notice: Notice, *, own: bool) -> str:
    """What it is about in one line. `own`: it is about the person who reads."""
    if notice.kind in (Kind.WARNING, Kind.RECOGNITION):
        return _of_signal(notice, own=own)
    return _WORDS[notice.kind](notice.values)


def _of_signal(notice: Notice, *, own: bool) -> str:
    good = notice.kind is Kind.RECOGNITION
    if own:
        said = _("Went well: {kpi}") if good else _("Has become worse: {kpi}")
    else:
        said = _("{who}, to praise: {kpi}") if good else _("{who}, to look at: {kpi}")
    return said.format(who=notice.values["who"], kpi=_label(notice.values["kpi"]))


def _label(kpi: str) -> str:
    """What a KPI is called; one that is no longer measured by its name, for old notices stay."""
    return _(KPIS[kpi].label) if kpi in KPIS else kpi


def _expectation(values: Values) -> str:
    changed = _("Changed, to accept: {kpi} {low} from {start} to {end}, expected {whose}.")
    new = _("New, to accept: {kpi} {low} from {start} to {end}, expected {whose}.")
    whose = {
        "company": _("of the whole company"),
        "team": _("of the team {name}"),
        "role": _("of everybody in your role"),
    }
    unit, low = unit_of(values["kpi"]).value if values["kpi"] in KPIS else "count", values["low"]
    return (changed if values["changed"] else new).format(
        kpi=_label(values["kpi"]),
        low=short_money(low, values["currency"]) if unit == "money" else number(low, unit),
        start=day(values["starts_on"]),
        end=day(values["ends_on"]),
        whose=whose.get(values["whose"], _("of you")).format(name=values["name"]),
    )


def _coaching(values: Values) -> str:
    texts = {
        "agreed": _("{by} has agreed on something with you: {kpi}."),
        "changed": _("{by} has changed what was agreed with you: {kpi}."),
        "ended": _("{by} has ended what was agreed with you: {kpi}."),
    }
    return texts[values["what"]].format(by=values["by"], kpi=_label(values["kpi"]))


def _steps(values: Values) -> str:
    n = values["n"]
    said = ngettext("{n} step of yours is overdue.", "{n} steps of yours are overdue.", n)
    return said.format(n=counted(n))


def _import(values: Values) -> str:
    files = ", ".join(values["files"])
    if values["failed"]:
        return _("Your import failed: {files}.").format(files=files)
    if not values["rejected"]:
        return _("Your import is done: {files}.").format(files=files)
    n = values["rejected"]
    said = ngettext("Your import is done, {n} row was rejected: {files}.",
                    "Your import is done, {n} rows were rejected: {files}.", n)  # fmt: skip
    return said.format(n=counted(n), files=files)


_WORDS: Mapping[Kind, Callable[[Values], str]] = {
    Kind.EXPECTATION: _expectation,
    Kind.COACHING: _coaching,
    Kind.STEP: _steps,
    Kind.IMPORT: _import,
    Kind.DIGEST: lambda values: _("Your week up to {day} in one page.").format(day=day(values["end"])),
    Kind.MAIL: lambda _values: _("Mails could not be sent."),
}


def sentence(notice: Notice, said: Mapping[str, str]) -> str:
    """What there is to say beyond the line. `said`: sentences of present signals by key, in the language in force."""
    values = notice.values
    if notice.kind in (Kind.WARNING, Kind.RECOGNITION):
        return said.get(notice.key, str(values.get("sentence", "")))
    if notice.kind is Kind.COACHING:
        return str(values.get("after") if values["what"] == "changed" else values["note"])
    if notice.kind is Kind.STEP:
        about = " · ".join(each for each in (values["subject"], values["account"]) if each)
        return _("The longest since {day}: {what}").format(day=day(values["since"]), what=about or "—")
    return str(values.get("error", ""))


def day(value: str | date) -> str:
    """A day as the reader's language writes it."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(found, format="medium", locale=language()))
