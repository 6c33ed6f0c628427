"""Signals in words: one sentence each, with what, since when, how sure, and what drives it."""

from __future__ import annotations

import math
import shlex

from merilo.core.text import _, counted, currency_sign, dated, language
from merilo.reports.signals.causes import Driver, Root
from merilo.reports.signals.finding import Finding
from merilo.reports.signals.praise import GROWTH, MET, RECORD
from merilo.reports.signals.watched import Watched


def shown(value: float, watched: Watched, currency: str, *, plainly: bool = False) -> str:
    """A KPI's value as a person reads it; `plainly`: without "a week", as a count of another period or said before."""
    from babel.numbers import format_decimal, format_percent  # noqa: PLC0415 - late, as in merilo.core.text

    unit = watched.unit
    if unit == "share":
        percent = str(format_percent(value, format="#,##0.0 %", locale=language()))
        return _(watched.words).format(value=percent) if watched.words and not plainly else percent
    pattern = "#,##0" if unit in {"money", "count"} else "#,##0.#" if plainly else "#,##0.0"
    text = str(format_decimal(value, format=pattern, locale=language()))
    if unit == "per_week" and not plainly:
        return _("{value} a week").format(value=text)
    return f"{text} {currency_sign(currency)}".rstrip() if unit == "money" else text


def moved(ratio: float) -> str:
    """A ratio as a change: 0.7 is −30 %."""
    from babel.numbers import format_percent  # noqa: PLC0415 - late, as above

    return str(format_percent(ratio - 1, format="+#,##0 %;−#,##0 %", locale=language()))


def sentence(root: Root, currency: str) -> str:
    """The whole signal: what, since when, how sure, what follows from it or what drives it."""
    finding = root.finding
    parts = [_what(finding, currency), _sure(finding, currency), *_follows(root), *_driven(root.driver, currency)]
    return " ".join(part for part in parts if part)


def _what(finding: Finding, currency: str) -> str:
    texts = {
        RECORD: _("{kpi}: {after} in the last four weeks, the most ever; the best until then was {before}."),
        GROWTH: _("{kpi}: every four weeks since {since} better than a year before: {after} against {before}."),
        MET: _("{kpi}: the expectation of {before} for {since} – {at} is met: {after}."),
    }
    lasting = _("{kpi}: {after} since {since}, {before} before ({change}).")
    once = _("{kpi}: {after} from {since} to {at}, where {before} was to be expected.")
    text = texts.get(finding.rule) or (lasting if finding.shift else once)
    after = _per_block(finding, finding.after, currency)
    # What a share is of is said once.
    told = shown(finding.before, finding.watched, currency, plainly=True) if finding.watched.words else ""
    before = told or _per_block(finding, finding.before, currency)
    return text.format(
        kpi=_(finding.watched.kpi.label),
        before=before,
        after=after,
        since=dated(finding.since),
        at=dated(finding.at),
        change=moved(finding.ratio) if finding.ratio is not None else "",
    ).replace(" ()", "")


def _per_block(finding: Finding, value: float, currency: str) -> str:
    """A value; of a level that holds on the time that an amount is counted by."""
    text = shown(value, finding.watched, currency, plainly=finding.rule == MET)
    lasts = finding.shift and finding.rule not in {MET, RECORD} and finding.watched.unit == "money"
    return _("{value} in four weeks").format(value=text) if lasts else text


def _sure(finding: Finding, currency: str) -> str:
    if finding.shift:
        chance = _by_chance(finding.chance)
        if finding.interval is None:
            return chance
        sure = _("95 % sure between {low} and {high}; {chance}")
        return sure.format(low=moved(finding.interval.low), high=moved(finding.interval.high), chance=chance)
    if finding.low is None or finding.high is None:
        return ""
    low, high = (shown(max(edge, 0.0), finding.watched, currency, plainly=bool(finding.watched.words))
                 for edge in (finding.low, finding.high))  # fmt: skip
    return _("Natural limits: {low} – {high}.").format(low=low, high=high)


def _by_chance(chance: float | None) -> str:
    """How often chance alone makes as much of a change in a series in which nothing changed."""
    rare = math.floor(1 / max(chance or 1e-6, 1e-6))
    return _("chance alone makes that in fewer than one of {n} such histories.").format(n=counted(_round(rare)))


def _round(n: int) -> int:
    power = int(10 ** (len(str(n)) - 1))
    return n // power * power


def _follows(root: Root) -> list[str]:
    followed = [f"{_(f.watched.kpi.label)} {moved(f.ratio)}" for f in root.consequences if f.ratio is not None]
    return [_("What follows from it: {what}.").format(what=", ".join(followed))] if followed else []


def _driven(driver: Driver | None, currency: str) -> list[str]:
    if driver is None:
        return []
    text = _("Likely driver: {kpi}, {before} before and {after} since then.")
    before, after = (shown(value, driver.watched, currency) for value in (driver.before, driver.after))
    return [text.format(kpi=_(driver.watched.kpi.label), before=before, after=after)]


def command(finding: Finding) -> str:
    """The command that lists the rows behind."""
    subject, watched = finding.subject, finding.watched
    words = ["merilo", "kpi", watched.name, "--from", finding.since.isoformat()]
    if subject.scope != "company":
        words += ["--where", f"{subject.scope}={subject.id}"]
    if watched.by_week:
        words += ["--every", "week"]
    for name, value in watched.policies:
        words += ["--policy", f"{name}={value}"]
    return shlex.join([*words, "--rows"])
