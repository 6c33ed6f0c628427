"""How old an open deal may be: learned from the courses of all deals, as they were known on the day looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from merilo.core.text import _, counted, ngettext, percent
from merilo.insight.ageing import LEAST_WON, AcceptableAge, Older, acceptable_age
from merilo.insight.incidence import HAPPENED
from merilo.insight.survival import Followed
from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.kpis.time_to_close.over_age import ACCEPTABLE_AGE, own_age

if TYPE_CHECKING:
    from merilo.reports.asking import Desk, Inquiry

_KPI, _CUT = "time_to_close", "pipeline"


def cases_by(desk: Desk, as_of: date | None, start: str, by: tuple[str, ...] = ()) -> dict[tuple[Any, ...], Followed]:
    """How all deals of each group went on by the end of that day (None: now), from the start that the policy says."""
    policies = (("cohort", "started"), ("days", "calendar"), ("start", start))
    inquiry = desk.inquiry(kpi_named(_KPI), Question(_KPI, by=by, as_of=as_of, policies=policies))
    found: dict[tuple[Any, ...], list[Followed]] = {}
    for group, sums in desk.sums(inquiry).items():
        found.setdefault(group[: len(by)], []).append(sums.courses["to_won"])
    return {key: Followed.pooled(cases) for key, cases in found.items()}


@dataclass(frozen=True)
class Pipeline:
    """One pipeline: its `n` deals, of which `won`, and its `own` acceptable age (None: too few were won)."""

    name: str
    n: int
    won: int
    own: AcceptableAge | None


@dataclass(frozen=True)
class Ages:
    """The acceptable age of all `n` deals, of which `won` (`company` None: too few), and those of the `pipelines`.

    There are no pipelines where all deals are of one, or of none. The deals `without` a pipeline, and those of one
    without an age of its own, have the company's.
    """

    company: AcceptableAge | None
    n: int
    won: int
    pipelines: tuple[Pipeline, ...]
    without: int = 0

    @property
    def own(self) -> dict[str, AcceptableAge]:
        """The pipelines' own ages, by their names."""
        return {each.name: each.own for each in self.pipelines if each.own}

    def of(self, pipeline: str | None) -> AcceptableAge | None:
        """The age that holds for a deal of this pipeline."""
        return self.own.get(pipeline or "", self.company)


def ages_of(desk: Desk, as_of: date | None, start: str) -> Ages:
    """The acceptable ages as they could be learned on that day."""
    return desk.remembered((ACCEPTABLE_AGE, as_of, start), lambda: _ages(desk, as_of, start))


def _ages(desk: Desk, as_of: date | None, start: str) -> Ages:
    by_pipeline = {key[0]: cases for key, cases in cases_by(desk, as_of, start, (_CUT,)).items() if cases.n}
    if not by_pipeline:
        return Ages(None, 0, 0, ())
    together = Followed.pooled(list(by_pipeline.values()))
    names = sorted(name for name in by_pipeline if name) if len(by_pipeline) > 1 else []
    # As many tests as pipelines could be told from chance.
    among = max(1, sum(_won(by_pipeline[name]) >= LEAST_WON for name in names))
    pipelines = tuple(_pipeline(name, by_pipeline[name], among) for name in names)
    without = sum(by_pipeline[name].n for name in by_pipeline if not name)
    return Ages(acceptable_age(together), together.n, _won(together), pipelines, without if pipelines else 0)


def _pipeline(name: str, cases: Followed, among: int) -> Pipeline:
    return Pipeline(name, cases.n, _won(cases), acceptable_age(cases, among=among))


def _won(cases: Followed) -> int:
    return int((cases.outcome == HAPPENED).sum())


def learned(desk: Desk, names: tuple[str, ...], as_of: date | None, policies: Mapping[str, str]) -> dict[str, float]:
    """The numbers of these names that the data teach; what they cannot teach is missing."""
    found = ages_of(desk, as_of, policies["start"]) if ACCEPTABLE_AGE in names else None
    if found is None or found.company is None:
        return {}
    own = {own_age(name): age.days for name, age in found.own.items()}
    return {ACCEPTABLE_AGE: found.company.days} | own


def learned_notes(desk: Desk, inquiry: Inquiry) -> list[str]:
    """What was learned for an answer, how, and how sure it is; of the pipelines asked for alone."""
    if ACCEPTABLE_AGE not in inquiry.kpi.learns:
        return []
    question = inquiry.question
    asked = {value for cut, value in question.where if cut == _CUT}
    return age_notes(ages_of(desk, question.as_of, inquiry.context.policies["start"]), asked)


def age_notes(found: Ages, asked: Collection[str] = ()) -> list[str]:
    """The acceptable ages in sentences: what age tells, which one is taken, and how sure it is.

    `asked`: of these pipelines alone; none: of all.
    """
    if found.company is None:
        return [_nothing_learned(found)]
    if not found.pipelines:
        return [_paragraph(found.company)]
    shown = [each for each in found.pipelines if each.name in asked or not asked]
    notes = [f"{each.name}: {_paragraph(each.own)}" for each in shown if each.own]
    few = [each for each in shown if not each.own]
    notes += [_few(few, found.company)] if few else []
    # The deals of no pipeline are asked for by no name of one.
    rest = found.without and (not asked or len(shown) < len(asked))
    return [*notes, *([_without(found.without, found.company)] if rest else [])]


def _nothing_learned(found: Ages) -> str:
    if not found.n:
        return _("No deal had begun by this day, so there is nothing to learn an age from.")
    if found.won < LEAST_WON:
        said = _(
            "Too few deals were won to learn how old a deal may be ({won} of {n}; it takes {least}): none is called "
            "too old."
        )
        return said.format(won=counted(found.won), n=counted(found.n), least=LEAST_WON)
    said = _(
        "{won} deals were won, but too few of them were followed from their beginning to learn how old a deal may be: "
        "none is called too old."
    )
    return said.format(won=counted(found.won))


def _few(few: list[Pipeline], company: AcceptableAge) -> str:
    said = _(
        "{pipelines}: too few deals were won to learn an age of their own (it takes {least}); that of all deals is "
        "taken, {days} days."
    )
    named = ", ".join(f"{each.name} ({counted(each.won)})" for each in few)
    return said.format(pipelines=named, least=LEAST_WON, days=_days(company.days))


def _without(n: int, company: AcceptableAge) -> str:
    said = ngettext(
        "The {n} deal without a pipeline has the age of all deals: {days} days.",
        "The {n} deals without a pipeline have the age of all deals: {days} days.",
        n,
    )
    return said.format(n=counted(n), days=_days(company.days))


def _paragraph(found: AcceptableAge) -> str:
    """First what age tells of deals that are decided, then what is left lying, then the age that is taken and why."""
    return " ".join((*_decided(found), *_forgotten(found), _taken(found)))


def _decided(found: AcceptableAge) -> list[str]:
    """What age tells of deals that were decided, apart from those that nobody decides."""
    if found.auc is None or found.auc_interval is None:
        return []
    if found.older is Older.LOST:
        said = _("Among decided deals, the lost ones took longer in {share} of pairs ({low} – {high}).")
    elif found.older is Older.NEITHER:
        said = _(
            "Age does not matter for how a deal ends: up to {days} days, in which all decided deals were decided, the "
            "won ones took longer in {share} of pairs ({low} – {high}), so age does not tell lost from won."
        )
    else:
        said = _(
            "Age does not matter here, it loses no deals: up to {days} days, in which all decided deals were decided, "
            "even the won ones took longer, in {share} of pairs ({low} – {high})."
        )
    low, share, high = found.auc_interval.low, found.auc, found.auc_interval.high
    if found.older is not Older.LOST:
        low, share, high = 1 - high, 1 - share, 1 - low
    about = {"share": percent(share), "low": percent(low), "high": percent(high)}
    return [said.format(days=counted(found.longest), **about)]


def _forgotten(found: AcceptableAge) -> list[str]:
    if not found.forgotten:
        return []
    said = ngettext(
        "{n} deal is open for longer than any decided one ever took ({days} days): it is not old but forgotten. "
        "Decide it.",
        "{n} deals are open for longer than any decided one ever took ({days} days): they are not old but forgotten. "
        "Decide them.",
        found.forgotten,
    )
    return [said.format(n=counted(found.forgotten), days=counted(found.longest))]


def _taken(found: AcceptableAge) -> str:
    if not found.learned or not found.interval:
        return " ".join((_not_shown(found), _fallback(found), *_still_won(found)))
    if found.loses_deals:
        said = _(
            "A deal is too old past {days} days (95 % sure between {low} and {high}): of those still open then, fewer "
            "than half as many are won within {window} days as at the best age ({peak})."
        )
    else:
        said = _(
            "So few deals are decided at all past {days} days (95 % sure between {low} and {high}) that of those still "
            "open then, fewer than half as many are won within {window} days as at the best age ({peak}): from there "
            "on a deal is not to be counted on."
        )
    about = {"low": _days(found.interval.low), "high": _days(found.interval.high), "window": counted(found.window)}
    return said.format(days=_days(found.days), peak=percent(found.peak), **about)


def _not_shown(found: AcceptableAge) -> str:
    """Why the data teach no age."""
    if not found.looked:
        return _("Too few deals were followed for long enough to see whether an open deal can be too old.")
    if not found.falls:
        said = _(
            "The data do not show that an open deal can be too old: there is no age, of those up to {days} days that "
            "enough deals reach, past which the chance to be won stays below half its best."
        )
        return said.format(days=counted(found.looked))
    said = _(
        "The data do not surely show that an open deal can be too old: that the chance to be won stays below half its "
        "best holds in {sure} of samples of these deals only, and {needed} are needed."
    )
    return said.format(sure=percent(found.sure), needed=percent(found.needed))


def _fallback(found: AcceptableAge) -> str:
    said = _("So 1.5 times the median of {median} days to win is taken: {days} days.")
    return said.format(median=_days(found.median), days=_days(found.days))


def _still_won(found: AcceptableAge) -> list[str]:
    """That deals past the age are still won, where it is no more than a rule of thumb."""
    later = found.past.within[found.window] if found.past else None
    if found.past is None or later is None or later[1] is None or not found.still_good:
        return []
    said = _(
        "Take it for a reminder to look: of {n} deals that were open past it, {share} were still won within {window} "
        "days ({low} – {high})."
    )
    about = {"low": percent(later[1].low), "high": percent(later[1].high), "window": counted(found.window)}
    return [said.format(n=counted(found.past.n), share=percent(later[0]), **about)]


def _days(days: float) -> str:
    return counted(int(np.floor(days)))
