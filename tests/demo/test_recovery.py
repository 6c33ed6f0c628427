"""What was put in can be measured again: every true parameter within its sampling error.

Bounds are 4.5 standard errors: with fixed seeds nothing here is left to chance, and a wrong model is still far outside.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from merilo.demo import Company
from merilo.demo.clock import Bools, Floats, Ints
from merilo.demo.prospecting import KINDS, UNKNOWN, is_answer
from merilo.demo.truth import SellerTruth

Z = 4.5


def _near_count(seen: int, expected: float) -> bool:
    return abs(seen - expected) <= Z * np.sqrt(max(expected, 1))


def _near_share(hits: int, of: int, share: float) -> bool:
    return abs(hits / of - share) <= Z * np.sqrt(share * (1 - share) / of) + 1e-9


def _weeks(company: Company, index: int) -> Floats:
    """The seller's expected weeks of full work on each day: a fifth on a working day, times season and level."""
    clock, seller = company.staff.clock, company.truth.sellers[index]
    season = np.array(company.truth.seasonality)[clock.months - 1]
    level = np.array([seller.factor("touches", clock.day(d)) for d in range(clock.days)])
    return (company.staff.works[index] * season / 5)[: clock.days] * level


@pytest.mark.parametrize("kind", KINDS)
def test_touches_per_exposed_week(large: Company, kind: str) -> None:
    code = KINDS.index(kind)
    for index, seller in enumerate(large.truth.sellers):
        seen = int(((large.touches.seller == index) & (large.touches.kind == code)).sum())
        assert _near_count(seen, seller.touches_per_week[kind] * _weeks(large, index).sum()), seller.id


def test_touches_are_not_more_regular_or_wilder_than_poisson(large: Company) -> None:
    """Weekly counts of calls, index of dispersion near 1."""
    dispersion = []
    for index, seller in enumerate(large.truth.sellers):
        days = large.staff.clock.day_of(large.touches.at[(large.touches.seller == index) & (large.touches.kind == 0)])
        seen = np.bincount(days // 7, minlength=large.staff.clock.days // 7 + 1)
        expected = np.add.reduceat(_weeks(large, index), np.arange(0, large.staff.clock.days, 7))
        expected *= seller.touches_per_week["call"]
        full = expected > 10
        dispersion.append(((seen[: len(expected)] - expected)[full] ** 2 / expected[full]).mean())
    assert np.mean(dispersion) == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize("kind", KINDS)
def test_connect_rates(large: Company, kind: str) -> None:
    code, touches = KINDS.index(kind), large.touches
    known = (touches.kind == code) & (touches.outcome != UNKNOWN)
    for index, seller in enumerate(large.truth.sellers):
        mine = known & (touches.seller == index)
        hits = int(is_answer(touches.outcome[mine]).sum())
        assert _near_share(hits, int(mine.sum()), seller.connect_rate[kind]), seller.id


def test_share_of_outcomes_that_nobody_logged(large: Company) -> None:
    outbound = large.touches.kind < len(KINDS)
    unknown = int((large.touches.outcome[outbound] == UNKNOWN).sum())
    assert _near_share(unknown, int(outbound.sum()), large.truth.prospecting.unknown_share)


def test_share_of_touches_that_go_to_deals(large: Company) -> None:
    outbound = large.touches.kind < len(KINDS)
    care = int((large.touches.lead[outbound] < 0).sum())
    assert _near_share(care, int(outbound.sum()), large.truth.prospecting.care_share)


def _improves(company: Company, seller: SellerTruth) -> bool:
    return any(s.what == "prospects" for s in seller.shifts)


@pytest.mark.parametrize(("group", "code"), [("self", 0), ("inbound", 1)])
def test_answered_leads_become_prospects(large: Company, group: str, code: int) -> None:
    leads = large.leads
    for index, seller in enumerate(large.truth.sellers):
        answered = (leads.seller == index) & leads.answered & (leads.group == code)
        if not _improves(large, seller):
            good = int((leads.qualified[answered] >= 0).sum())
            assert _near_share(good, int(answered.sum()), seller.prospect_rate[group]), seller.id


def test_touch_to_prospect_of_finished_leads(large: Company) -> None:
    """Of all leads of a cadence of n steps 1 − (1 − a)ⁿ answer, a being the chance that one touch is seen answered."""
    leads, truth = large.leads, large.truth
    finished = (leads.qualified >= 0) | (leads.disqualified >= 0)
    # Leads begun in the last 120 days may still be waiting: a cohort that has had its time.
    old = leads.first_touch < large.touches.at.max() - 120 * 86_400
    assert finished[old].mean() > 0.97
    seen = expected = 0.0
    for index, seller in enumerate(truth.sellers):
        mine = old & finished & (leads.seller == index) & (leads.group == 1)
        steps = next(c.steps for c in truth.prospecting.cadences if c.group == "inbound")
        chance = seller.answer_rate * (1 - truth.prospecting.unknown_share)
        factor = 1.0 if not _improves(large, seller) else 1.25
        expected += mine.sum() * (1 - (1 - chance) ** steps) * seller.prospect_rate["inbound"] * factor
        seen += (leads.qualified[mine] >= 0).sum()
    assert seen == pytest.approx(expected, rel=0.04)


def test_origins_of_inbound_leads(large: Company) -> None:
    inbound = large.leads.origin[large.leads.group == 1]
    origins = next(c.origins for c in large.truth.prospecting.cadences if c.group == "inbound")
    seen = Counter(inbound.tolist())
    for code, name in enumerate(("self", "marketing", "partner", "referral")):
        assert _near_share(seen[code], len(inbound), origins.get(name, 0.0))


def test_speed_to_lead(large: Company) -> None:
    inbound = large.leads.group == 1
    hours = (large.leads.first_touch - large.leads.created)[inbound] / 3600
    assert np.median(hours) == pytest.approx(large.truth.prospecting.speed_median_hours, rel=0.05)


def test_what_becomes_of_meetings(large: Company) -> None:
    first = large.meetings.status[(large.meetings.deal < 0) & (large.meetings.status > 0)]
    facts = large.truth.meetings
    for code, share in ((1, facts.held), (2, facts.no_show), (3, facts.cancelled)):
        assert _near_share(int((first == code).sum()), len(first), share)


def test_held_first_meetings_become_deals(large: Company) -> None:
    held = (large.meetings.deal < 0) & (large.meetings.status == 1)
    met = np.isin(large.deals.lead, large.meetings.lead[held])
    assert _near_share(int(met.sum()), int(held.sum()), large.truth.meetings.becomes_deal)


def _old_deals(company: Company, days: int) -> Bools:
    return company.deals.created < company.touches.at.max() - days * 86_400


@pytest.mark.parametrize("pipeline", [0, 1])
def test_win_rates(large: Company, pipeline: int) -> None:
    """Deals old enough to have ended: their wins are the sum of their sellers' exact chances."""
    name = large.truth.pipelines[pipeline].name
    chance = np.array([s.win_rate[name] for s in large.truth.sellers])[large.deals.opened_by]
    chosen = _old_deals(large, 365) & (large.deals.pipeline == pipeline)
    ended = large.deals.status[chosen] != 0
    assert ended.mean() > 0.97
    won = (large.deals.status[chosen] == 1).sum()
    p = chance[chosen]
    assert abs(won - p.sum()) <= Z * np.sqrt((p * (1 - p)).sum()) + (~ended).sum()


def _exits(company: Company, pipeline: int, stage: int) -> tuple[Ints, Ints]:
    """The deals that left this stage, and where they went."""
    changes = company.changes
    mine = (changes.field == 0) & (changes.old == stage) & (company.deals.pipeline[changes.deal] == pipeline)
    return changes.deal[mine], changes.new[mine]


@pytest.mark.parametrize(("pipeline", "stage"), [(0, 0), (0, 2), (0, 4), (1, 0), (1, 1), (1, 2)])
def test_where_deals_go_from_a_stage(large: Company, pipeline: int, stage: int) -> None:
    facts = large.truth.pipelines[pipeline]
    deals, to = _exits(large, pipeline, stage)
    moves = np.array([facts.moves(s.loss_factor)[stage] for s in large.truth.sellers])
    chances = moves[large.deals.opened_by[deals]]
    targets = (stage + 1, min(stage + 2, len(facts.stages)), max(stage - 1, 0), len(facts.stages) + 1)
    for column, target in enumerate(targets):
        p = chances[:, column]
        if p.sum() > 0:
            # Near the end of the time short stays are seen more often than long ones, whatever their direction.
            assert abs((to == target).sum() - p.sum()) <= Z * np.sqrt((p * (1 - p)).sum()), target


def _stays(company: Company, pipeline: int, stage: int) -> tuple[Floats, Ints]:
    """Days in the stage of each visit that ended, and the day number of its begin."""
    changes = company.changes
    moved = changes.field == 0
    deal, at, old, new = (getattr(changes, n)[moved] for n in ("deal", "at", "old", "new"))
    order = np.lexsort((at, deal))
    deal, at, old, new = deal[order], at[order], old[order], new[order]
    same = (deal[1:] == deal[:-1]) & (old[1:] == stage) & (company.deals.pipeline[deal[1:]] == pipeline)
    assert (old[1:][same] == new[:-1][same]).all()
    return (at[1:] - at[:-1])[same] / 86_400, company.staff.clock.day_of(at[:-1][same])


@pytest.mark.parametrize(("pipeline", "stage"), [(0, 1), (0, 2), (0, 4), (1, 1)])
def test_time_in_stage(large: Company, pipeline: int, stage: int) -> None:
    days, begun = _stays(large, pipeline, stage)
    early = begun < large.staff.clock.days - 200
    median = large.truth.pipelines[pipeline].stages[stage].median_days
    # The next working day comes one to two days later on average.
    assert median <= np.median(days[early]) <= median + 2.5


def test_the_clog_is_seen_and_only_there(large: Company) -> None:
    clog, clock = large.truth.clog, large.staff.clock
    facts = large.truth.pipeline(clog.pipeline)
    stage = [s.name for s in facts.stages].index(clog.stage)
    since = clock.index(clog.since)
    for number in range(len(facts.stages)):
        days, begun = _stays(large, 0, number)
        # Both sides are given the same time to end in, so that the end of the data shortens neither.
        room = 150
        before = days[(begun < since) & (days < room)]
        after = days[(begun >= since) & (begun < clock.days - room) & (days < room)]
        grown = np.median(after) / np.median(before)
        assert (grown > 2) if number == stage else (0.8 < grown < 1.25), facts.stages[number].name


def test_amounts(large: Company) -> None:
    for number, facts in enumerate(large.truth.pipelines):
        skill = np.array([s.amount_factor for s in large.truth.sellers])[large.deals.opened_by]
        mine = (large.deals.pipeline == number) & ~large.deals.euro
        # Amounts drift down as they are negotiated, so only lost deals of the first stage are as they began.
        fresh = mine & (large.deals.stage == 0)
        assert fresh.sum() > 20
        middle = np.median(large.deals.amount[fresh] / skill[fresh])
        assert middle == pytest.approx(facts.median_amount, rel=5 * facts.amount_sigma / np.sqrt(fresh.sum()))


def test_the_collapse_and_the_improvement_are_seen(demo: Company) -> None:
    ids = [s.id for s in demo.truth.sellers]
    for who, factor in ((demo.truth.collapses, 0.3), (demo.truth.improves, 1.35)):
        assert who is not None
        index = ids.index(who)
        since = demo.staff.clock.index(demo.truth.seller(who).shifts[0].since)
        mine = demo.touches.seller == index
        days = demo.staff.clock.day_of(demo.touches.at[mine & (demo.touches.kind < len(KINDS))])
        season = np.array(demo.truth.seasonality)[demo.staff.clock.months - 1]
        worked = (demo.staff.works[index] * season)[: demo.staff.clock.days]
        before = (days < since).sum() / worked[:since].sum()
        after = (days >= since).sum() / worked[since:].sum()
        assert after / before == pytest.approx(factor, rel=0.08)


def test_seasonality(large: Company) -> None:
    clock = large.staff.clock
    months = clock.months[clock.day_of(large.touches.at)]
    worked = large.staff.works[:, : clock.days].sum(axis=0)
    exposed = np.bincount(clock.months[: clock.days], weights=worked, minlength=13)[1:]
    pace = np.bincount(months, minlength=13)[1:] / exposed
    relative = pace / pace.mean()
    season = np.array(large.truth.seasonality)
    assert relative == pytest.approx(season / season.mean(), rel=0.06)
