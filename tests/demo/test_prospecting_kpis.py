"""The KPIs of prospecting find again what the invented company was made from, within 4.5 standard errors.

The bounds hold for every seller; with a fixed seed nothing here is left to chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from merilo.core.time import Period
from merilo.demo import Company
from merilo.demo.prospecting import KINDS
from merilo.demo.truth import SellerTruth
from merilo.kpis.question import Question
from merilo.reports.answer import Answer, Line, ask
from merilo.reports.asking import Desk
from tests.demo.conftest import UNTIL
from tests.kpis.company import MemoryEngine

Z = 4.5
# Leads begun by then have had the time that their cadence takes.
_OLD = UNTIL - timedelta(days=120)


@pytest.fixture(scope="module")
def desk(demo: Company) -> Iterator[Desk]:
    """A desk at which the demo company's facts are asked."""
    engine = MemoryEngine({}, demo.settings.time_zone)
    for name, table in demo.tables().items():
        engine.replace(name, table)
    yield Desk(engine, demo.settings, UNTIL)
    engine.close()


def _ask(desk: Desk, kpi: str, *by: str, policies: dict[str, str] | None = None, **asked: Any) -> Answer:
    return ask(desk, Question(kpi, by=by, policies=tuple((policies or {}).items()), **asked))


def _lines(answer: Answer) -> dict[tuple[str | None, ...], Line]:
    return {tuple(line.keys.values()): line for line in answer.lines}


def _near_share(line: Line, of: str, out_of: str, share: float) -> bool:
    hits, n = (int(line.figure.parts[name] or 0) for name in (of, out_of))
    return bool(abs(hits / n - share) <= Z * np.sqrt(share * (1 - share) / n))


def _steady(demo: Company) -> list[SellerTruth]:
    """Sellers who stay to the end and whose prospects answer as ever."""
    return [s for s in demo.truth.sellers if s.left_on is None and not any(x.what == "prospects" for x in s.shifts)]


def _exposure(demo: Company, index: int) -> Any:
    """The seller's working days, each times season and level."""
    clock, seller = demo.staff.clock, demo.truth.sellers[index]
    season = np.array(demo.truth.seasonality)[clock.months - 1]
    level = np.array([seller.factor("touches", clock.day(d)) for d in range(clock.days)])
    return (demo.staff.works[index] * season)[: clock.days] * level


def test_working_days_are_those_on_which_the_company_worked(demo: Company, desk: Desk) -> None:
    """Holidays of three countries, absences, hiring and leaving: exactly the days on which touches could happen.

    The company knows no worked Saturdays; Russia had three that made good for a transferred day off.
    """
    rows = ask(desk, Question("touches"), rows=True).rows
    assert rows is not None
    days: dict[str, int] = {}
    saturdays = set()
    for seller, day, n in zip(*(rows[name].to_pylist() for name in ("seller", "day", "working_days")), strict=True):
        if n and day.weekday() == 5:
            saturdays.add(day)
        elif n:
            days[seller] = days.get(seller, 0) + 1
    worked = demo.staff.works[:, : demo.staff.clock.days].sum(axis=1)
    assert days == {f"demo:{seller.id}": worked[i] for i, seller in enumerate(demo.truth.sellers)}
    assert saturdays == {date(2024, 11, 2), date(2024, 12, 28), date(2025, 11, 1)}


@pytest.mark.parametrize("kind", KINDS)
def test_touches_per_week_worked(demo: Company, desk: Desk, kind: str) -> None:
    """Poisson counts: what is expected on each seller's working days by his pace, the season and his level."""
    found = _lines(_ask(desk, "touches", "seller", policies={"kind": kind}))
    for index, seller in enumerate(demo.truth.sellers):
        figure = found[(f"demo:{seller.id}",)].figure
        expected = seller.touches_per_week[kind] * _exposure(demo, index).sum() / 5
        days = int(figure.parts["working_days"] or 0)
        assert figure.value is not None
        assert abs(float(figure.value) - expected * 5 / days) <= Z * np.sqrt(expected) * 5 / days, seller.id


def test_the_season_is_in_the_months_and_holidays_are_not(demo: Company, desk: Desk) -> None:
    """January has the most holidays, August the least touches per day: per week worked it is season times pace."""
    season = dict(enumerate(demo.truth.seasonality, start=1))
    steady = [s for s in demo.truth.sellers if not s.shifts]
    found = _lines_by_month(_ask(desk, "touches", "seller", every=Period.MONTH), steady)
    for (seller, month), (touches, days) in found.items():
        expected = sum(demo.truth.seller(seller).touches_per_week.values()) * season[month] * days / 5
        assert abs(touches - expected) <= Z * np.sqrt(expected), (seller, month)


def _lines_by_month(answer: Answer, sellers: list[SellerTruth]) -> dict[tuple[str, int], tuple[int, int]]:
    """Touches and working days by seller and month of the year, all years together."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    ids = {f"demo:{seller.id}": seller.id for seller in sellers}
    for line in answer.lines:
        assert line.start is not None
        if line.keys["seller"] in ids:
            key = (ids[str(line.keys["seller"])], line.start.month)
            before = found.get(key, (0, 0))
            own = [int(line.figure.parts[name] or 0) for name in ("touches", "working_days")]
            found[key] = (before[0] + own[0], before[1] + own[1])
    return found


def test_connect_rate_of_each_channel(demo: Company, desk: Desk) -> None:
    found = _lines(_ask(desk, "connect_rate", "seller", "kind"))
    assert len(found) == len(demo.truth.sellers) * len(KINDS)
    for seller in demo.truth.sellers:
        for kind in KINDS:
            line = found[(f"demo:{seller.id}", kind)]
            assert _near_share(line, "answered", "known", seller.connect_rate[kind]), (seller.id, kind)


def _chance(demo: Company, seller: SellerTruth) -> float:
    """The chance that one touch of the seller's is seen to be answered."""
    return seller.answer_rate * (1 - demo.truth.prospecting.unknown_share)


def test_what_becomes_of_each_cadence(demo: Company, desk: Desk) -> None:
    """With chance a per touch and n steps 1 − (1 − a)ⁿ of the leads answer, and of these the seller's share convert."""
    found = _lines(_ask(desk, "cadence", "seller", "cadence", end=_OLD))
    for seller in _steady(demo):
        for cadence in demo.truth.prospecting.cadences:
            line = found[(f"demo:{seller.id}", cadence.name)]
            answers = 1 - (1 - _chance(demo, seller)) ** cadence.steps
            assert _near_share(line, "answered", "ended", answers), (seller.id, cadence.name)
            assert _near_share(line, "dropped", "ended", 1 - answers), (seller.id, cadence.name)
            converts = answers * seller.prospect_rate[cadence.group]
            assert _near_share(line, "converted", "ended", converts), (seller.id, cadence.name)


def test_touches_per_lead_are_those_of_a_cadence_cut_off_at_its_last_step(demo: Company, desk: Desk) -> None:
    """Mean of a geometric number of touches that ends at n: (1 − (1 − a)ⁿ) / a."""
    found = _lines(_ask(desk, "cadence", "seller", "cadence", end=_OLD))
    for seller in _steady(demo):
        a = _chance(demo, seller)
        for cadence in demo.truth.prospecting.cadences:
            steps = np.arange(1, cadence.steps + 1)
            chances = a * (1 - a) ** (steps - 1)
            chances[-1] = (1 - a) ** (cadence.steps - 1)
            mean = (steps * chances).sum()
            assert mean == pytest.approx((1 - (1 - a) ** cadence.steps) / a)
            deviation = np.sqrt((steps**2 * chances).sum() - mean**2)
            figure = found[(f"demo:{seller.id}", cadence.name)].figure
            assert figure.value is not None
            assert abs(float(figure.value) - mean) <= Z * deviation / np.sqrt(figure.n), (seller.id, cadence.name)


def test_leads_are_given_up_after_the_last_step_and_not_before(demo: Company, desk: Desk) -> None:
    """Cut by the number of touches: until the last step they only answer; who left a lead behind is apart."""
    staying = {f"demo:{seller.id}" for seller in demo.truth.sellers if seller.left_on is None}
    found = _lines(_ask(desk, "cadence", "seller", "cadence", "touch", end=_OLD))
    for cadence in demo.truth.prospecting.cadences:
        mine = {k[2]: v for k, v in found.items() if k[1] == cadence.name and k[0] in staying}
        assert max(touch for touch in mine if touch is not None) == cadence.steps
        early = [v for k, v in found.items() if k[1] == cadence.name and k[0] in staying and k[2] != cadence.steps]
        assert sum(int(line.figure.parts["dropped"] or 0) for line in early) == 0
        last = [v for k, v in found.items() if k[1] == cadence.name and k[0] in staying and k[2] == cadence.steps]
        assert sum(int(line.figure.parts["dropped"] or 0) for line in last) > 50


def test_touch_to_prospect_of_leads_that_came_in(demo: Company, desk: Desk) -> None:
    """Partners' leads follow the inbound cadence. Accounts have one lead each here, so that theirs is the same."""
    cadence = next(c for c in demo.truth.prospecting.cadences if c.group == "inbound")
    found = _lines(_ask(desk, "touch_to_prospect", "seller", "origin", end=_OLD, policies={"within": "ever"}))
    for seller in _steady(demo):
        converts = (1 - (1 - _chance(demo, seller)) ** cadence.steps) * seller.prospect_rate["inbound"]
        for origin in cadence.origins:
            assert _near_share(found[(f"demo:{seller.id}", origin)], "prospects", "leads", converts), seller.id
    leads, accounts = (
        _ask(desk, "touch_to_prospect", every=Period.MONTH, policies={"unit": unit}) for unit in ("lead", "account")
    )
    # Deals are touched too, later, by touches that name the account and no lead: no first touch of anybody.
    assert [line.figure.parts for line in accounts.lines] == [line.figure.parts for line in leads.lines]


def test_speed_to_lead(demo: Company, desk: Desk) -> None:
    """Lognormal hours: the median, with the standard error of a median, and the share within a day."""
    truth = demo.truth.prospecting
    # A lead of the last month is only known if it has been touched already.
    total = _ask(desk, "speed_to_lead", end=UNTIL - timedelta(days=31)).total
    assert total is not None
    assert total.figure.value is not None
    error = np.sqrt(np.pi / 2) * truth.speed_sigma / np.sqrt(total.figure.n)
    assert abs(np.log(float(total.figure.value) / truth.speed_median_hours)) <= Z * error
    within = float(norm.cdf(np.log(24 / truth.speed_median_hours) / truth.speed_sigma))
    assert _near_share(total, "in_time", "due", within)


def _contacts(demo: Company) -> list[tuple[str, date, bool]]:
    """Account, local day and whether it was our touch, of every touch and held meeting, in order of time."""
    tables, zone = demo.tables(), demo.settings.calendar.zone
    touches, meetings = tables["touches"], tables["meetings"]
    rows = [
        (at, account, direction == "outbound")
        for account, at, direction in zip(
            *(touches[c].to_pylist() for c in ("account", "at", "direction")), strict=True
        )
        if account
    ]
    rows += [
        (at, account, False)
        for account, at, status in zip(
            *(meetings[c].to_pylist() for c in ("account", "starts_at", "status")), strict=True
        )
        if account and status == "held"
    ]
    return [(account, at.astimezone(zone).date(), ours) for at, account, ours in sorted(rows)]


def test_accounts_touched_and_new_ones_are_those_counted_one_by_one(demo: Company, desk: Desk) -> None:
    months: dict[str, set[str]] = {}
    new: dict[str, int] = {}
    seen: dict[str, date] = {}
    contacts = _contacts(demo)
    begin = contacts[0][1]
    for account, day, ours in contacts:
        month = f"{day:%Y-%m}"
        before = seen.get(account)
        if ours:
            months.setdefault(month, set()).add(account)
            fresh = (day - before).days > 180 if before else (day - begin).days > 180
            new[month] = new.get(month, 0) + fresh
        seen[account] = day
    touched = _ask(desk, "accounts_touched", every=Period.MONTH).lines
    assert {line.period: line.figure.value for line in touched} == {month: len(own) for month, own in months.items()}
    found = _ask(desk, "new_accounts_touched", every=Period.MONTH).lines
    assert {line.period: int(line.figure.value or 0) for line in found} == new
