"""How old an open deal may be: learned from the courses of all deals, as they were known on the day looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.text import _, counted, percent
from merilo.insight.ageing import AcceptableAge, acceptable_age
from merilo.insight.survival import Followed
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.kpis.time_to_close.over_age import ACCEPTABLE_AGE

if TYPE_CHECKING:
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


def age_of(desk: Desk, as_of: date | None, start: str) -> AcceptableAge | None:
    """The acceptable age as it could be learned on that day; None where too few deals were won."""
    return desk.remembered((ACCEPTABLE_AGE, as_of, start), lambda: _learned(desk, as_of, start))


def _learned(desk: Desk, as_of: date | None, start: str) -> AcceptableAge | None:
    cases = cases_by(desk, as_of, start).get(())
    return acceptable_age(cases) if cases is not None else None


def learned(desk: Desk, names: tuple[str, ...], as_of: date | None, policies: Mapping[str, str]) -> dict[str, float]:
    """The numbers of these names that the data teach; what they cannot teach is missing."""
    found = age_of(desk, as_of, policies["start"]) if ACCEPTABLE_AGE in names else None
    return {ACCEPTABLE_AGE: found.days} if found else {}


def learned_notes(desk: Desk, inquiry: Inquiry) -> list[str]:
    """What was learned for an answer, how, and how sure it is."""
    if ACCEPTABLE_AGE not in inquiry.kpi.learns:
        return []
    return age_notes(age_of(desk, inquiry.question.as_of, inquiry.context.policies["start"]))


def age_notes(found: AcceptableAge | None) -> list[str]:
    """The acceptable age in sentences: where it comes from, its interval, and what age alone tells."""
    if found is None:
        return [_("Too few deals were won to learn how old a deal may be: none is called too old.")]
    return [_found(found), *_decided(found)]


def _found(found: AcceptableAge) -> str:
    if found.learned and found.interval:
        said = _(
            "A deal is too old past {days} days (95 % sure between {low} and {high}): from then on fewer than half as "
            "many of those still open are won within {window} days as at the best age ({peak})."
        )
        about = {"low": _days(found.interval.low), "high": _days(found.interval.high), "window": counted(found.window)}
        return said.format(days=_days(found.days), peak=percent(found.peak), **about)
    said = _(
        "The data do not show that age matters: an old open deal is not surely less than half as likely to be won as "
        "one of the best age. So 1.5 times the median of {median} days to win is taken: {days} days."
    )
    return said.format(median=_days(found.median), days=_days(found.days))


def _decided(found: AcceptableAge) -> list[str]:
    """What age tells of deals that were decided, apart from those that nobody decides."""
    if found.auc is None or found.auc_interval is None:
        return []
    # No further from a half than chance, or so little that nobody could use it.
    tells_nothing = found.auc_interval.low <= 0.5 + _LITTLE and found.auc_interval.high >= 0.5 - _LITTLE
    if found.auc > 0.5 and not tells_nothing:
        said = _("Among decided deals, the lost ones took longer in {share} of pairs.")
        return [said.format(share=percent(found.auc))]
    if tells_nothing:
        told = _("Age does not matter for how a deal ends: among decided deals it does not tell lost from won.")
    else:
        told = _("Age is not what loses deals: among decided deals, the won ones took longer in {share} of pairs.")
    told = told.format(share=percent(1 - found.auc))
    # So what is old is not lost more often; it is hardly ever decided.
    lies = _("What is older than {days} days is not lost, it is left lying: decide it.").format(days=_days(found.days))
    return [told, lies] if found.learned else [told]


def _days(days: float) -> str:
    return counted(int(np.floor(days)))
