"""What became of a coaching action in words: one sentence, and what it rests on; for pages and the command line."""

from __future__ import annotations

from typing import Any

from merilo.core.numbers import number
from merilo.core.text import _, ngettext
from merilo.insight.before_after import BeforeAfter
from merilo.insight.intervals import Interval
from merilo.kpis.declaration import Kpi, Share
from merilo.reports.coaching import Coached, Coaching, Verdict

_SURE = 0.5  # from here on a break before the day is more likely than none


def document(found: Coaching) -> dict[str, Any]:
    """Everything as JSON-ready values, each action with its `sentence` and `remarks`."""
    plain = found.to_json()
    said = [{"sentence": sentence(line), "remarks": remarks(line)} for line in found.lines]
    return plain | {"actions": [each | more for each, more in zip(plain["actions"], said, strict=True)]}


def heading(line: Coached) -> str:
    """What was agreed: number, who, KPI, since when, by whom, the note."""
    action = line.action
    days = _("from {day}").format(day=action.starts_on)
    if action.ended_on:
        days = _("{start} – {end}").format(start=action.starts_on, end=action.ended_on)
    said = f"{action.id}  {line.who} · {_(line.kpi.label)} · {days} · {action.agreed_by}"
    return f"{said}: {action.note}" if action.note else said


def sentence(line: Coached) -> str:
    """What became of it, in one sentence."""
    found, kpi = line.found, line.kpi
    if line.verdict is Verdict.NOT_BEGUN:
        return _("It has not begun yet.")
    if found is None or found.change is None or found.interval is None:
        return _silent(found)
    said = _("{verdict}: {after} since then where {expected} was to be expected, {change} ({range}, 95 % sure).")
    verdict = _(line.verdict.value)
    return said.format(
        verdict=verdict[:1].upper() + verdict[1:],
        after=number(found.after, kpi.unit.value),
        expected=number(found.expected, kpi.unit.value),
        change=_moved(found.change, kpi),
        range=_range(found.interval, kpi),
    )


def _silent(found: BeforeAfter | None) -> str:
    if found is None:
        return _("Cannot be told yet: too few whole weeks lie before or after that day.")
    if found.others < 2:
        return _("Cannot be told: there is nobody to hold it against in these weeks.")
    return _("Cannot be told yet: too little was done before or after that day.")


def remarks(line: Coached) -> list[str]:
    """What the sentence rests on: the others, what was before, how long to wait."""
    found, kpi = line.found, line.kpi
    if found is None or found.change is None:
        return []
    said = [_others(line, found)]
    unit = kpi.unit.value
    if found.before is not None and found.stretch is not None:
        told = _("Before: {before}, in the last weeks before it {stretch}.")
        said.append(told.format(before=number(found.before, unit), stretch=number(found.stretch, unit)) + _share(found))
    if line.verdict is Verdict.CANNOT_TELL:
        said.append(_wait(found, kpi))
    return said


def _share(found: BeforeAfter) -> str:
    if found.broken is not None and found.broken > _SURE:
        return " " + _("That was a real break, and would have stayed.")
    lasting = number(min(1.0, max(0.0, found.lasting or 0.0)), "share")
    return " " + _("Of that difference {share} would have stayed; the rest ends by itself.").format(share=lasting)


def _others(line: Coached, found: BeforeAfter) -> str:
    n, name = found.others, line.against
    if name:
        text = ngettext(
            "Held against {n} other in team {team}, who moved by {change} in the same weeks.",
            "Held against {n} others in team {team}, who moved by {change} in the same weeks.",
            n,
        )
    else:
        text = ngettext(
            "Held against {n} other of the company, who moved by {change} in the same weeks.",
            "Held against {n} others of the company, who moved by {change} in the same weeks.",
            n,
        )
    change = "—" if found.others_change is None else _moved(found.others_change, line.kpi)
    return text.format(n=n, team=name, change=change)


def _wait(found: BeforeAfter, kpi: Kpi) -> str:
    change = _moved(found.worth or 0.0, kpi)
    if found.weeks_more is None:
        return _("A change of {change} could not be told here however long one waits.").format(change=change)
    if not found.weeks_more:
        return _("A change of {change} would most likely have shown by now.").format(change=change)
    text = ngettext(
        "It needs about {n} more week at this rate: then a change of {change} would show four times of five.",
        "It needs about {n} more weeks at this rate: then a change of {change} would show four times of five.",
        found.weeks_more,
    )
    return text.format(n=found.weeks_more, change=change)


def _moved(change: float, kpi: Kpi) -> str:
    """A change with its sign: of a share in percentage points, else in per cent."""
    if isinstance(kpi.value, Share):
        text = _("{n} pp").format(n=number(change * 100, "days"))
    else:
        text = number(change, "share")
    return f"+{text}" if change > 0 else text.replace("-", "−")


def _range(interval: Interval, kpi: Kpi) -> str:
    return _("{low} to {high}").format(low=_moved(interval.low, kpi), high=_moved(interval.high, kpi))
