"""What becomes of those who are still open past an age: the share won within so many days more, or at all."""

from __future__ import annotations

from dataclasses import dataclass

from merilo.insight.intervals import Interval
from merilo.insight.survival import Followed, Numbers


@dataclass(frozen=True)
class Outlook:
    """Of deals still open past `age`: how many were followed there, and the share won within each number of days.

    `ever`: won at all; None where more than a tenth of them are undecided when the data end, or follow-up is too short.
    """

    age: int
    n: int
    ever: float | None
    ever_interval: Interval | None
    within: dict[int, tuple[float, Interval | None] | None]


def outlook(cases: Followed, ages: tuple[int, ...], within: tuple[int, ...] = (30, 90)) -> tuple[Outlook, ...]:
    """The chances of deals open past each of these ages; ages past which nobody was followed are left out."""
    found = []
    for age in ages:
        rest = cases.open_past(age)
        n = int((rest.entry <= age + 1).sum())
        if not n:  # nobody is that old, or was that young when the history begins
            continue
        curve = rest.curve
        later = {h: (curve.share(age + h), curve.interval(age + h)) if curve.knows(age + h) else None for h in within}
        told = curve.settled
        found.append(
            Outlook(age, n, curve.share() if told else None, curve.interval() if told else None, later)
        )  # fmt: skip
    return tuple(found)


def outlook_from(
    cases: Followed, since: Numbers, until: Numbers, ages: tuple[int, ...], within: tuple[int, ...] = (30, 90)
) -> tuple[Outlook, ...]:
    """The chances of deals that were open past each of these ages and then in some state, such as a stage.

    A case is one stay in the state, from the age `since` on and before the age `until`; a deal may have several that do
    not overlap. The state is that at the age itself, and the deal is followed from there on, wherever it goes: who came
    into the state later has no part in it, or the state would look as good as those who live to reach it (landmarks:
    Anderson, Cain & Gelber 1983, J. Clin. Oncol. 1, 710–719).
    """
    found: list[Outlook] = []
    for age in ages:
        there = (since <= age) & (age < until)
        at_it = Followed(cases.entry[there], cases.exit[there], cases.outcome[there])
        found.extend(outlook(at_it, (age,), within))
    return tuple(found)
