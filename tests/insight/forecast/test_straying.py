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


def _past(origin: int, days: int, amount: float = 1000.0) -> Past:
    """Ten wins said, with as much chance in them as in Poisson numbers, and none in what each brings."""
    return Past(origin, days, (10, amount), (10, amount**2 / 10))


def test_worked_by_hand() -> None:
    """
    origin | said         | came           | (A − F)² − V, wins | of the amount
    0      | 10 for 1,000 | 16 of 120 each | 36 − 10 = 26       | 920² − 100,000 = 746,400
    7      | 10 for 1,000 | 9 of 100 each  | 1 − 10 = −9        | 100² − 100,000 = −90,000
    14     | 10 for 1,000 | not over on day 20
    wins 17 / 200 = 0.085; amount 656,400 / 2,000,000 = 0.3282, so of what wins bring 1.3282 / 1.085 − 1 = 0.224147
    two spans of 7 days a week apart are two; with a variance of 0.2 thought before: (2 · 0.085 + 6 · 0.2) / 8, and
    0.05² of what wins bring: (2 · 0.224147 + 6 · 0.0025) / 8
    """
    past = [_past(0, 7), _past(7, 7), _past(14, 7)]
    found = straying(past, _wins([(3, 16, 120.0), (9, 9, 100.0), (16, 50, 100.0)]), 20)
    assert (found.days.tolist(), found.n.tolist()) == ([7], [2.0])
    assert (found.wins[0], found.bring[0]) == (pytest.approx(0.085), pytest.approx(0.224147, abs=1e-6))
    assert found.with_wins(np.array([7, 30]), np.array([0.2, 0.2])) == pytest.approx([0.17125, 0.17125])
    assert found.with_bring(np.array([7])) == pytest.approx([0.057912], abs=1e-6)


def test_wins_of_unknown_amount_are_like_the_others_and_none_that_is_known_tells_nothing() -> None:
    """Ten for 1,000 were said: 16 of 100 each are 36 − 10 of 100 too many, and the amount by no more than they. Of
    eight known ones of 95 and 145 (variance 625) a sum of 16 is unsure by (16² / 8 − 16) · 625 = 10,000 besides.
    """
    half = straying([_past(0, 7)], _wins([(3, 8, 100.0), (4, 8, np.nan)]), 20)
    whole = straying([_past(0, 7)], _wins([(3, 16, 100.0)]), 20)
    assert (half.wins[0], half.bring[0]) == (whole.wins[0], whole.bring[0]) == (pytest.approx(0.26), 0.0)
    apart = straying([_past(0, 7)], _wins([(3, 4, 95.0), (4, 4, 145.0), (5, 8, np.nan)]), 20)
    assert apart.bring[0] == pytest.approx((1 + (920**2 - 100_000 - 10_000) / 1000**2) / 1.26 - 1)
    assert straying([_past(0, 7)], _wins([(3, 16, np.nan)]), 20).bring[0] == 0


def test_a_win_that_brought_nothing_is_one_that_is_known() -> None:
    """Eight of 200 and eight of 0 are 1,600, as 16 of 100 are."""
    found = straying([_past(0, 7)], _wins([(3, 8, 200.0), (4, 8, 0.0)]), 20)
    assert (found.wins[0], found.bring[0]) == (pytest.approx(0.26), 0.0)


def test_spans_that_share_days_count_as_those_that_do_not() -> None:
    """Nine of 28 days, a week apart: 9² / (9 + 2(8·9 + 7·4 + 6·1) / 16) = 3.64."""
    past = [_past(7 * place, 28) for place in range(9)]
    assert straying(past, _wins([(3, 4, 1.0)]), 100).n == pytest.approx([81 / 22.25])


def test_where_nothing_is_over_all_stays_as_it_was_thought() -> None:
    found = straying([_past(0, 28)], _wins([]), 20)
    assert found.with_wins(np.array([7, 28]), np.array([0.1, 0.2])).tolist() == [0.1, 0.2]
    assert found.with_bring(np.array([7, 28])) == pytest.approx([0.0025, 0.0025])


def test_a_known_straying_is_found_again() -> None:
    """4,000 spans of 50 expected wins, times gamma factors of variance 0.04; their worth times factors of 0.01.

    By chance 50 wins that bring 1 each and vary by e^0.25 − 1 = 0.284 of it: 50 · 1.284.
    """
    rng = np.random.default_rng(3)
    happened = rng.poisson(50 * rng.gamma(1 / 0.04, 0.04, 4000))
    dear = rng.gamma(1 / 0.01, 0.01, 4000)
    day = np.repeat(7 * np.arange(4000) + 1, happened)
    worth = np.repeat(dear, happened) * rng.lognormal(0, 0.5, len(day)) / np.exp(0.125)
    past = [Past(7 * place, 7, (50, 50), (50, 50 * np.exp(0.25))) for place in range(4000)]
    found = straying(past, Wins(day, worth, day), 28_000)
    assert found.wins[0] == pytest.approx(0.04, rel=0.2)
    assert found.bring[0] == pytest.approx(0.01, rel=0.25)
