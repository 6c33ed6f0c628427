"""Landmarks: a day a week on which a deal stood open, and what was known later to have become of it."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.history import LOST, OPEN, WON
from merilo.insight.forecast.landmarks import HALF_LIFE, ahead_of, at_risk, landmarks
from merilo.insight.forecast.rhythm import Rhythm
from tests.insight.forecast.companies import FIRST, calendar, history, told

_EVEN = Rhythm(FIRST, np.ones(500), np.arange(501.0))


def test_every_deal_stands_open_on_one_day_a_week_and_on_none_once_it_is_closed() -> None:
    known = history([(0, OPEN, None), (0, WON, 20), (30, LOST, 30)], 40)
    found = landmarks(known, known.upto).rows
    days = [found.day[found.deal == deal] - FIRST for deal in range(3)]
    assert [set(np.diff(own)) for own in days[:2]] == [{7}, {7}]
    assert (len(days[0]), days[1].max() < 20, len(days[2])) == (6, True, 0)


def test_a_reopened_deal_stands_open_before_and_after_but_not_between() -> None:
    changes = told([(0, 10, OPEN, LOST), (0, 25, LOST, OPEN)])
    days = landmarks(history([(0, OPEN, None)], 40, status_told=changes), FIRST + 40).rows.day - FIRST
    assert not ((days >= 10) & (days < 25)).any()
    assert (days < 10).any()
    assert (days >= 25).any()


def test_of_too_many_a_part_stands_for_all() -> None:
    known = history([(day % 50, OPEN, None) for day in range(300)], 60)
    whole, part = landmarks(known, known.upto), landmarks(known, known.upto, most=500)
    assert part.rows.n * part.stands_for == pytest.approx(whole.rows.n, rel=0.15)
    assert (landmarks(known, known.upto, most=500).rows.day == part.rows.day).all()


def test_what_became_of_a_landmark_is_worked_out_by_hand() -> None:
    """One deal, opened on day 0, won on day 12, known on day 13; a landmark on day 2 (and later ones).

    band of days ahead | (0, 3]  | (3, 7]  | (7, 14]
    days of exposure   | 3       | 4       | 2.5 (until the middle of the 10th day, on which it is won)
    wins               | 0       | 0       | 1
    known on day 10:   3, 4, 1 (followed up to the 8th day) and no win
    """
    known = history([(0, WON, 12)], 13)
    found = landmarks(known, known.upto).between(FIRST, FIRST + 13)
    place = int(np.flatnonzero(found.rows.day == found.rows.day.min())[0])
    first = int(found.rows.day[place] - FIRST)
    for day, wins, until in ((13, 1.0, 11.5), (10, 0.0, 10)):
        won, lost = ahead_of(found, known.ended(FIRST + day), FIRST + day, (_EVEN, _EVEN))
        own = [(each.exposure[each.rows == place].sum(), each.ends[each.rows == place].sum()) for each in won]
        assert sum(exposure for exposure, _ends in own) == until - first
        assert sum(ends for _exposure, ends in own) == wins
        assert sum(each.ends.sum() for each in lost) == 0
        assert won[0].weight[0] == pytest.approx(0.5 ** ((day - found.rows.day[0] + FIRST) / HALF_LIFE))


def test_a_rate_a_day_is_found_again_from_whole_days() -> None:
    """Of 2,000 deals a quarter of those still open is won every day: the rate is −ln 0.75 = 0.288 a day, not 0.25."""
    rng = np.random.default_rng(5)
    known = history([(0, WON, int(day)) for day in rng.geometric(0.25, 2000)], 60)
    found = landmarks(known, known.upto)
    own = [each for each in ahead_of(found, known.ended(known.upto), known.upto, (_EVEN, _EVEN))[0] if each.band < 2]
    rate = sum(each.ends.sum() for each in own) / sum(each.exposure.sum() for each in own)
    assert rate == pytest.approx(-np.log(0.75), rel=0.05)


def test_deals_at_risk_are_counted_on_the_day_of_their_end_too_and_not_before_closings_were_recorded() -> None:
    """
    deals: 0–2 won, 1–2 lost, 1– open
    day   | 0 | 1 | 2 | 3
    there | 1 | 3 | 3 | 1
    wins  | 0 | 0 | 1 | 0
    """
    known = history([(0, WON, 2), (1, LOST, 2), (1, OPEN, None)], 3)
    there, wins, losses = at_risk(known, known.ended(known.upto), calendar(known), known.upto, FIRST)
    assert (list(there[:4]), list(wins[:4]), list(losses[:4])) == ([1, 3, 3, 1], [0, 0, 1, 0], [0, 0, 1, 0])
    there, _wins, _losses = at_risk(known, known.ended(known.upto), calendar(known), known.upto, FIRST + 2)
    assert list(there[:4]) == [0, 0, 3, 1]
