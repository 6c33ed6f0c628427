from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from merilo.insight.ageing import Older, acceptable_age
from merilo.insight.survival import Followed, Numbers


def _known(took: Numbers, won: npt.NDArray[np.bool_], known: Numbers) -> Followed:
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


def test_of_many_kinds_each_must_be_surer() -> None:
    """Age means nothing here, but by chance W falls in 96 % of samples: enough for one kind of deals, not for ten."""
    cases = _ageless(np.random.default_rng(6))
    alone, together = acceptable_age(cases), acceptable_age(cases, among=10)
    assert alone is not None
    assert together is not None
    assert 0.95 <= alone.sure < 0.995
    assert (alone.learned, together.learned) == (True, False)
    assert (alone.needed, together.needed) == pytest.approx((0.95, 0.995))
    assert together.days == 1.5 * together.median


def test_which_of_the_decided_deals_were_older() -> None:
    quick, slow = [float(day) for day in range(1, 21)], [float(day) for day in range(41, 61)]
    ends = [1] * 20 + [2] * 20
    for days, older in ((quick + slow, Older.LOST), (slow + quick, Older.WON), (quick + quick, Older.NEITHER)):
        found = acceptable_age(Followed.of(days, ends))
        assert found is not None
        assert found.older is older
    won = acceptable_age(Followed.of(quick, [1] * 20))
    assert won is not None
    assert won.older is None


def test_deals_open_for_longer_than_any_was_decided_are_forgotten() -> None:
    """
    20 won on days 1 to 20; 10 of these past day 10, in Σ(1..10) = 55 days followed and 10 days for each that is open.
    Five open on day 220: 10 · 1000 / (55 + 50) = 95 were to be expected in their 1,000 days since day 20.
    Five open on day 22: 10 · 10 / 105 = 0.95, below the 3.0 of exp(−3.0) = 0.05: that none was decided may be chance.
    """
    quick = [float(day) for day in range(1, 21)]
    found = [acceptable_age(Followed.of([*quick, *[day] * 5], [1] * 20 + [0] * 5)) for day in (220.0, 22.0)]
    assert [(each.longest, each.forgotten) for each in found if each] == [(20, 5), (20, 0)]


def test_what_is_past_a_rule_of_thumb_may_still_be_won() -> None:
    """
    Ten won on day 10, ten on day 40: the median is 10, so 15 are allowed, and all ten past that are won by day 40.
    With ten lost on day 40 instead, and nothing to show for it in few deals, none of those past 15 is.
    """
    late, lost = (acceptable_age(Followed.of([10.0] * 10 + [40.0] * 10, [1] * 10 + [kind] * 10)) for kind in (1, 2))
    assert late is not None
    assert lost is not None
    assert (late.days, late.learned, late.still_good) == (15.0, False, True)
    assert late.past is not None
    assert late.past.n == 10
    assert late.past.ever == pytest.approx(1.0)
    assert (lost.days, lost.learned, lost.still_good) == (15.0, False, False)
