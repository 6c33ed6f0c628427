"""How old an open deal may be: learned from the courses of all deals, as they were known on the day looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.text import _, counted, percent
from merilo.insight.ageing import AcceptableAge, acceptable_age
from merilo.insight.survival import Followed
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.kpis.time_to_close.over_age import ACCEPTABLE_AGE, own_age

if TYPE_CHECKING:
    from merilo.insight.intervals import Interval
    from merilo.reports.asking import Desk, Inquiry

_KPI = "time_to_close"
_LITTLE = 0.05


def cases_by(desk: Desk, as_of: date | None, start: str, by: tuple[str, ...] = ()) -> dict[tuple[Any, ...], Followed]:
    """How all deals of each group went on by the end of that day (None: now), from the start that the policy says."""
    policies = (("cohort", "started"), ("days", "calendar"), ("start", start))
    inquiry = desk.inquiry(kpi_named(_KPI), Question(_KPI, by=by, as_of=as_of, policies=policies))
    found: dict[tuple[Any, ...], list[Followed]] = {}
    for group, sums in desk.sums(inquiry).items():
        found.setdefault(group[: len(by)], []).append(sums.courses["to_won"])
    return {key: Followed.pooled(cases) for key, cases in found.items()}


@dataclass(frozen=True)
class Ages:
    """The acceptable age of all deals (None: too few were won) and each pipeline's own, where several could have one.

    `among`: the pipelines that deals name, also those with too few wins; these have the company's age.
    """

    company: AcceptableAge | None
    own: Mapping[str, AcceptableAge]
    among: tuple[str, ...]


def ages_of(desk: Desk, as_of: date | None, start: str) -> Ages:
    """The acceptable ages as they could be learned on that day."""
    return desk.remembered((ACCEPTABLE_AGE, as_of, start), lambda: _ages(desk, as_of, start))


def _ages(desk: Desk, as_of: date | None, start: str) -> Ages:
    by_pipeline = {key[0]: cases for key, cases in cases_by(desk, as_of, start, ("pipeline",)).items()}
    company = acceptable_age(Followed.pooled(list(by_pipeline.values()))) if by_pipeline else None
    names = tuple(sorted(name for name in by_pipeline if name))
    if len(by_pipeline) < 2:
        return Ages(company, {}, names)
    own = {name: acceptable_age(by_pipeline[name], among=len(names)) for name in names}
    return Ages(company, {name: found for name, found in own.items() if found}, names)


def learned(desk: Desk, names: tuple[str, ...], as_of: date | None, policies: Mapping[str, str]) -> dict[str, float]:
    """The numbers of these names that the data teach; what they cannot teach is missing."""
    found = ages_of(desk, as_of, policies["start"]) if ACCEPTABLE_AGE in names else None
    if found is None or found.company is None:
        return {}
    own = {own_age(name): age.days for name, age in found.own.items()}
    return {ACCEPTABLE_AGE: found.company.days} | own


def learned_notes(desk: Desk, inquiry: Inquiry) -> list[str]:
    """What was learned for an answer, how, and how sure it is."""
    if ACCEPTABLE_AGE not in inquiry.kpi.learns:
        return []
    return age_notes(ages_of(desk, inquiry.question.as_of, inquiry.context.policies["start"]))


def age_notes(found: Ages) -> list[str]:
    """The acceptable ages in sentences: where each comes from, its interval, and what age alone tells."""
    if found.company is None:
        return [_("Too few deals were won to learn how old a deal may be: none is called too old.")]
    if not found.own:
        return _said(found.company)
    notes = [f"{name}: {note}" for name, age in found.own.items() for note in _said(age)]
    few = [name for name in found.among if name not in found.own]
    if few:
        said = _(
            "{pipelines}: too few deals were won to learn an age of their own; that of all deals is taken, {days} days."
        )
        notes.append(said.format(pipelines=", ".join(few), days=_days(found.company.days)))
    return notes


def _said(found: AcceptableAge) -> list[str]:
    """First what age tells of deals that are decided, then past which age an open one is too old."""
    return [*_decided(found), _found(found)]


def _found(found: AcceptableAge) -> str:
    if found.learned and found.interval:
        said = _(
            "A deal is too old past {days} days (95 % sure between {low} and {high}): of those still open then, fewer "
            "than half as many are won within {window} days as at the best age ({peak})."
        )
        if _tells_no_loss(found):
            said = _(
                "But past {days} days (95 % sure between {low} and {high}) deals are hardly decided at all: of those "
                "still open then, fewer than half as many are won within {window} days as at the best age ({peak}). "
                "They are not lost, they are left lying: decide them."
            )
        about = {"low": _days(found.interval.low), "high": _days(found.interval.high), "window": counted(found.window)}
        return said.format(days=_days(found.days), peak=percent(found.peak), **about)
    said = _(
        "The data do not show that age matters: an old open deal is not surely less than half as likely to be won as "
        "one of the best age. So 1.5 times the median of {median} days to win is taken: {days} days."
    )
    return said.format(median=_days(found.median), days=_days(found.days))


def _tells_nothing(interval: Interval) -> bool:
    """No further from a half than chance, or so little that nobody could use it."""
    return interval.low <= 0.5 + _LITTLE and interval.high >= 0.5 - _LITTLE


def _tells_no_loss(found: AcceptableAge) -> bool:
    """Whether lost deals did not take longer than won ones."""
    return (
        found.auc is not None
        and found.auc_interval is not None
        and (found.auc <= 0.5 or _tells_nothing(found.auc_interval))
    )


def _decided(found: AcceptableAge) -> list[str]:
    """What age tells of deals that were decided, apart from those that nobody decides."""
    if found.auc is None or found.auc_interval is None:
        return []
    if _tells_nothing(found.auc_interval):
        return [_("Age does not matter for how a deal ends: among decided deals it does not tell lost from won.")]
    if found.auc > 0.5:
        said = _("Among decided deals, the lost ones took longer in {share} of pairs.")
        return [said.format(share=percent(found.auc))]
    said = _("Age does not matter here, it loses no deals: among decided deals, even the won ones took longer, in "
             "{share} of pairs.")  # fmt: skip
    return [said.format(share=percent(1 - found.auc))]


def _days(days: float) -> str:
    return counted(int(np.floor(days)))
