"""Deals to come: how many, whose, and how soon they are won."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.arrivals import Arrivals, arrivals
from merilo.insight.forecast.history import LOST, NEVER, OPEN, WON, History
from merilo.insight.forecast.landmarks import at_risk
from merilo.insight.forecast.rhythm import Calendar, Rhythm, rhythm
from merilo.insight.survival import Followed
from tests.insight.forecast.companies import FIRST, calendar, history

EVEN = Rhythm(FIRST, np.ones(1600), np.arange(1601.0))


def _arrivals(known: History, days: Calendar | None = None) -> Arrivals:
    return arrivals(known, known.ended(known.upto), days or calendar(known), (FIRST, known.upto), (EVEN, EVEN))


def test_the_chance_of_a_deal_from_its_birth_is_the_cumulative_incidence() -> None:
    """Against `insight.survival` (Aalen-Johansen), all born on one day, so that all weigh the same."""
    rng = np.random.default_rng(11)
    life, status = rng.integers(0, 60, 200), rng.integers(0, 3, 200)
    known = history([(0, int(s), int(a) if s else None) for a, s in zip(life, status, strict=True)], 59)
    ages = np.where(status > 0, life, 59)
    curve = Followed.of(list(ages), list(status)).curve
    chance = np.cumsum(_arrivals(known).ripening[0].incidence(*np.ones((2, 1, 365)))[0])
    assert chance[[0, 5, 20, 40, 58]] == pytest.approx([curve.share(age) for age in (0, 5, 20, 40, 58)], abs=1e-9)


def test_deals_won_on_the_day_of_their_birth_belong_to_those_to_come() -> None:
    """One deal a day, won at once: on each of the next seven days one win, of no deal that is open today."""
    known = history([(day, WON, day) for day in range(100)], 99)
    found = _arrivals(known)
    assert found.won(known.upto, known.upto + np.array([1, 7])).sum(axis=0) == pytest.approx([1, 7], rel=0.03)
    assert not known.open_at(np.arange(100), np.full(100, known.upto)).any()


def test_working_days_count_once() -> None:
    """A hundred deals on every working day; of those open 5 % are won and 5 % lost on each working day that follows.

    How many of those opened after today are won within two and four weeks is counted as they go on in the same way. To
    weigh days whose weekends the ages have in them already would say a fifth more.
    """
    rng = np.random.default_rng(8)
    today, days = 391, np.arange(450)
    works = (FIRST + days + 3) % 7 < 5
    born = np.repeat(days[:430][works[:430]], 100)
    workday = np.flatnonzero(works)
    place = np.searchsorted(workday, born, side="right") + rng.geometric(0.1, len(born)) - 1
    ends = np.where(place < len(workday), workday[np.minimum(place, len(workday) - 1)], 999)
    won = rng.random(len(born)) < 0.5
    so_far = [
        (int(day), (WON if good else LOST) if end <= today else OPEN, int(end) if end <= today else None)
        for day, good, end in zip(born, won, ends, strict=True)
        if day <= today
    ]
    known = history(so_far, today)
    there, *ended = at_risk(known, known.ended(known.upto), calendar(known), known.upto, FIRST)
    days_of_wins, days_of_losses = (rhythm(calendar(known), each, there, known.upto) for each in ended)
    span = FIRST, known.upto
    found = arrivals(known, known.ended(known.upto), calendar(known), span, (days_of_wins, days_of_losses))
    for ahead in (14, 28):
        came = (won & (born > today) & (ends <= today + ahead)).sum()
        assert float(found.won(known.upto, known.upto + np.array([ahead])).sum()) == pytest.approx(came, rel=0.08)


def test_a_steady_stream_goes_on_and_none_comes_on_weekends_and_holidays() -> None:
    """Three deals on every working day of a year; the Wednesday of every fifth week is a holiday without any."""
    days = np.arange(FIRST, FIRST + 800)
    holidays = [day for day in days if (day + 3) % 7 == 2 and (day // 7) % 5 == 0]
    works = ((days + 3) % 7 < 5) & ~np.isin(days, holidays)
    born = [day for day in range(365) for _each in range(3) if works[day]]
    known = history([(day, LOST, day + 1) for day in born], 365)
    opened = _arrivals(known, calendar(known, holidays)).opened(known.upto, known.upto + 70)
    ahead = works[366:436]
    assert opened[~ahead].max() < 0.15
    assert opened[ahead].mean() == pytest.approx(3.0, rel=0.04)


def test_growth_that_has_told_the_weeks_that_followed_is_followed_but_damped() -> None:
    """2 % more each week for a year: the next weeks have more than the last, but less than 2 % a week for ever."""
    rng = np.random.default_rng(4)
    born = np.repeat(np.arange(364), rng.poisson(4 * 1.02 ** (np.arange(364) / 7)))
    known = history([(int(day), LOST, int(day)) for day in born], 363)
    found = _arrivals(known)
    assert 0.01 < found.trend < 0.03
    opened = found.opened(known.upto, known.upto + 364)
    assert opened[21:28].sum() > opened[:7].sum()
    assert opened[-7:].sum() < 1.25 * opened[:7].sum()
    steady = history([(day, LOST, day) for day in np.repeat(np.arange(364), 4).tolist()], 363)
    assert _arrivals(steady).trend == pytest.approx(0.0, abs=0.001)


def test_a_seller_who_left_opens_no_deals_any_more_and_the_others_take_over_all_of_them() -> None:
    n = 120
    deals = [(day, OPEN, None) for day in range(n)]
    seller = np.arange(n) % 3
    known = history(deals, n, seller=seller, left=np.array([NEVER, FIRST + 60, NEVER]))
    found = _arrivals(known)
    assert set(found.cells[:, 0].tolist()) == {0, 2}
    assert found.share.sum() == pytest.approx(1.0)


def test_before_anything_was_opened_nothing_is_to_come() -> None:
    known = history([(0, OPEN, None)], 0)
    nothing = arrivals(known, known.ended(FIRST - 1), calendar(known), (FIRST, FIRST - 1), (EVEN, EVEN))
    assert (len(nothing.cells), nothing.level) == (0, 0.0)
