from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.ageing import acceptable_age, outlook
from merilo.insight.survival import Followed, Numbers


def _known(took: Numbers, won: Numbers, known: Numbers) -> Followed:
    outcome = np.where(took <= known, np.where(won, 1, 2), 0).astype(np.int8)
    return Followed(np.zeros(len(took)), np.floor(np.minimum(took, known)), outcome)


def _ageless(rng: np.random.Generator, n: int = 600) -> Followed:
    """Decided at the same rate at every age, 30 % of them won: an old deal is as good as a young one."""
    return _known(rng.exponential(60, n), rng.random(n) < 0.3, rng.uniform(0, 700, n))


def _ageing(rng: np.random.Generator, n: int = 4000) -> Followed:
    """30 % are won evenly over days 0 to 100; the others are lost in days 0 to 100 (half) or 300 to 900."""
    won, soon = rng.random(n) < 0.3, rng.random(n) < 0.5
    lost = np.where(soon, rng.uniform(0, 100, n), rng.uniform(300, 900, n))
    return _known(np.where(won, rng.uniform(0, 100, n), lost), won, rng.uniform(0, 900, n))


def test_the_chance_of_an_open_deal_is_that_of_those_who_were_open_then() -> None:
    """
    ten deals: 2 won on day 5, 2 lost on day 8, 3 won on day 20, 3 lost on day 60
    open past 0: 10, ever won 5/10, within 30 days 5/10; past 10: 6, 3/6 and 3/6; past 30: 3, none
    """
    cases = Followed.of([5, 5, 8, 8, 20, 20, 20, 60, 60, 60], [1, 1, 2, 2, 1, 1, 1, 2, 2, 2])
    found = outlook(cases, (0, 10, 30, 60, 90), (10, 30))
    assert [(o.age, o.n) for o in found] == [(0, 10), (10, 6), (30, 3)]
    assert [o.ever for o in found] == pytest.approx([0.5, 0.5, 0.0])
    assert [within[0] if (within := o.within[10]) else None for o in found] == pytest.approx([0.2, 0.5, 0.0])


def test_where_the_data_end_too_soon_a_chance_is_not_told() -> None:
    cases = Followed.of([10.0] * 5 + [40.0] * 5, [1] * 5 + [0] * 5)
    (young, *_others) = outlook(cases, (0,), (30, 90))
    assert young.within[30] is not None
    assert (young.within[90], young.ever) == (None, None)


def test_an_age_past_which_nothing_is_won_is_found() -> None:
    """
    W with a window of 90 days (90 % of wins), in percent of deals: 0.3 · min(90, 100 - a) / (0.65 · (100 - a) + 35).
    It is best at 10, 27 / 93.5 = 0.289; half of that, 0.144, is 0.3 x / (0.65 x + 35) with x = 24.5 = 100 - a.
    """
    found = acceptable_age(_ageing(np.random.default_rng(2)))
    assert found is not None
    assert found.learned
    assert found.peak == pytest.approx(0.289, abs=0.02)
    assert found.days == pytest.approx(75.5, abs=4)
    assert found.interval is not None
    assert found.interval.low <= 75.5 <= found.interval.high


def test_where_age_means_nothing_one_and_a_half_medians_are_taken() -> None:
    found = acceptable_age(_ageless(np.random.default_rng(3)))
    assert found is not None
    assert (found.learned, found.interval) == (False, None)
    assert found.days == 1.5 * found.median
    assert found.auc_interval is not None
    assert found.auc_interval.low <= 0.5 <= found.auc_interval.high


@pytest.mark.slow
def test_chance_alone_seldom_teaches_an_age() -> None:
    """Of 100 companies in which age means nothing, at most one in twenty and three standard errors (11)."""
    rng = np.random.default_rng(4)
    found = [acceptable_age(_ageless(rng), seed) for seed in range(100)]
    assert sum(each is not None and each.learned for each in found) <= 11


def test_the_same_deals_teach_the_same_age_in_any_order() -> None:
    cases = _ageing(np.random.default_rng(5), 800)
    order = np.random.default_rng(6).permutation(cases.n)
    shuffled = Followed(cases.entry[order], cases.exit[order], cases.outcome[order])
    assert acceptable_age(cases) == acceptable_age(shuffled)


def test_age_tells_lost_from_won_worked_by_hand() -> None:
    """Won on day 1 (ten) and 3 (one); lost on day 2 and 3: of 22 pairs the lost was older in 10 + 10, as old in 1."""
    found = acceptable_age(Followed.of([1] * 10 + [3, 2, 3], [1] * 11 + [2, 2]))
    assert found is not None
    assert found.auc == pytest.approx(20.5 / 22)


def test_of_few_wins_nothing_is_learned() -> None:
    assert acceptable_age(Followed.of([10.0] * 9, [1] * 9)) is None
    assert acceptable_age(Followed.of([10.0] * 10, [1] * 10)) is not None
    assert acceptable_age(Followed.of([], [])) is None
