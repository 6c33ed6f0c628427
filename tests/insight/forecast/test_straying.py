"""How far forecasts strayed: by hand, found again where it is known, and not taken from spans that are not over."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.naive import Wins
from merilo.insight.forecast.straying import Past, straying


def _wins(rows: list[tuple[int, int, float]]) -> Wins:
    """(day, how many, what each brought)."""
    day = np.repeat([day for day, _n, _worth in rows], [n for _day, n, _worth in rows])
    worth = np.repeat([worth for _day, _n, worth in rows], [n for _day, n, _worth in rows])
    return Wins(day, worth, np.arange(len(day)))


def test_worked_by_hand() -> None:
    """
    origin | said         | came          | (A − F)² − V | F²
    0      | 10 for 1,000 | 16 of 120 each| 36 − 10 = 26 | 100
    7      | 10 for 1,000 | 9 of 100 each | 1 − 10 = −9  | 100
    14     | 10 for 1,000 | not over on day 20
    V is 10, as of a Poisson number; wins 17/200
    the average win brought 1.2 and 1.0 times what was said: (16 · 0.2² + 0)/25 = 0.0256, without spread
    two spans of 7 days a week apart are two; with a variance of 0.2 thought before: (2 · 0.085 + 6 · 0.2)/8
    """
    past = [Past(0, 7, 10, 1000, 10), Past(7, 7, 10, 1000, 10), Past(14, 7, 10, 1000, 10)]
    found = straying(past, _wins([(3, 16, 120.0), (9, 9, 100.0), (16, 50, 100.0)]), 20)
    assert (found.days.tolist(), found.n.tolist()) == ([7], [2.0])
    assert (found.wins[0], found.amount[0]) == (pytest.approx(0.085), pytest.approx(0.0256))
    assert found.with_wins(np.array([7, 30]), np.array([0.2, 0.2])) == pytest.approx([0.17125, 0.17125])
    assert found.with_amount(np.array([7])) == pytest.approx([2 * 0.0256 / 8])


def test_spans_that_share_days_count_as_those_that_do_not() -> None:
    """Nine of 28 days, a week apart: 9² / (9 + 2(8·9 + 7·4 + 6·1) / 16) = 3.64."""
    past = [Past(7 * place, 28, 10, 0, 10) for place in range(9)]
    assert straying(past, _wins([(3, 4, 1.0)]), 100).n == pytest.approx([81 / 22.25])


def test_where_nothing_is_over_all_stays_as_it_was_thought() -> None:
    found = straying([Past(0, 28, 10, 0, 10)], _wins([]), 20)
    assert found.with_wins(np.array([7, 28]), np.array([0.1, 0.2])).tolist() == [0.1, 0.2]
    assert found.with_amount(np.array([7, 28])).tolist() == [0, 0]


def test_a_known_straying_is_found_again() -> None:
    """400 spans of 50 expected wins, times gamma factors of variance 0.04; their worth times factors of 0.01."""
    rng = np.random.default_rng(3)
    happened = rng.poisson(50 * rng.gamma(1 / 0.04, 0.04, 400))
    dear = rng.gamma(1 / 0.01, 0.01, 400)
    day = np.repeat(7 * np.arange(400) + 1, happened)
    worth = np.repeat(dear, happened) * rng.lognormal(0, 0.5, len(day)) / np.exp(0.125)
    found = straying([Past(7 * place, 7, 50, 50, 50) for place in range(400)], Wins(day, worth, day), 2800)
    assert found.wins[0] == pytest.approx(0.04, rel=0.2)
    assert found.amount[0] == pytest.approx(0.01, rel=0.25)
