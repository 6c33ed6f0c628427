"""A change split into mix, rate and volume: by hand, by published figures, and exact for any groups."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.decomposition import NOTHING, Pair, factors, ratio_effects, shared_effects, total_effects


def _pair(above: float, below: float) -> Pair:
    return Pair(Fraction(str(above)), Fraction(str(below)))


_groups = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.integers(-50, 50), st.integers(0, 50)).map(lambda both: _pair(*both)),
    max_size=6,
)


def test_mix_and_rate_by_hand() -> None:
    """Two sellers. Before: 50 of 100 and 10 of 100 (30 %). After: 25 of 50 and 30 of 150 (27.5 %).

    The first kept his 50 %, but his share of the deals fell from ½ to ¼; the second rose from 10 to 20 %.
    Middle value 28.75 %. Mix: (¼−½)(50−28.75) = −5.3125 and (¾−½)(15−28.75) = −3.4375; rate: 0 and (⅝)(20−10) = 6.25.
    """
    before, after = {"a": _pair(50, 100), "b": _pair(10, 100)}, {"a": _pair(25, 50), "b": _pair(30, 150)}
    found = {key: (effect.mix * 100, effect.rate * 100) for key, effect in ratio_effects(before, after).items()}
    assert found == {"a": (Fraction("-5.3125"), 0), "b": (Fraction("-3.4375"), Fraction("6.25"))}
    assert sum(mix + rate for mix, rate in found.values()) == Fraction("-2.5")


def test_simpsons_paradox_is_all_mix() -> None:
    """Every group improves, the total falls: only the mix explains it."""
    before, after = {"a": _pair(90, 100), "b": _pair(1, 10)}, {"a": _pair(10, 10), "b": _pair(30, 100)}
    effects = ratio_effects(before, after)
    assert all(effect.rate > 0 for effect in effects.values())
    assert sum(effect.mix for effect in effects.values()) < -sum(effect.rate for effect in effects.values())


@given(_groups, _groups)
def test_effects_on_a_ratio_add_up_to_its_change_exactly(before: dict[str, Pair], after: dict[str, Pair]) -> None:
    was, now = sum(before.values(), NOTHING), sum(after.values(), NOTHING)
    if was.below <= 0 or now.below <= 0:
        with pytest.raises(ValueError, match="over nothing"):
            ratio_effects(before, after)
        return
    effects = ratio_effects(before, after)
    assert sum(effect.together for effect in effects.values()) == now.above / now.below - was.above / was.below


@given(_groups, _groups)
def test_effects_on_a_sum_add_up_to_its_change_exactly(before: dict[str, Pair], after: dict[str, Pair]) -> None:
    was, now = sum(before.values(), NOTHING), sum(after.values(), NOTHING)
    effects = total_effects(before, after)
    assert sum(effect.together for effect in effects.values()) == now.above - was.above
    assert all(effect.together == effect.after.above - effect.before.above for effect in effects.values())


@given(_groups, _groups)
def test_asked_backwards_every_effect_changes_only_its_sign(before: dict[str, Pair], after: dict[str, Pair]) -> None:
    forwards, backwards = total_effects(before, after), total_effects(after, before)
    for key, effect in forwards.items():
        assert (effect.volume, effect.mix, effect.rate) == tuple(
            -value for value in (backwards[key].volume, backwards[key].mix, backwards[key].rate)
        )


def test_volume_by_hand() -> None:
    """10 deals of 100 become 20 deals of 110: volume 10 × 105, rate 15 × 10, no mix with one group: 1,200 together."""
    effect = total_effects({"a": _pair(1000, 10)}, {"a": _pair(2200, 20)})["a"]
    assert (effect.volume, effect.mix, effect.rate) == (1050, 0, 150)


def test_a_group_that_is_new_or_gone_does_mix_only() -> None:
    """One deal in two won before; another group joins with 3 of 3: it changed nothing in what the first does."""
    effects = ratio_effects({"a": _pair(1, 2)}, {"a": _pair(1, 2), "new": _pair(3, 3)})
    assert [effect.rate for effect in effects.values()] == [0, 0]


def test_groups_that_share_the_time_do_what_they_changed_themselves() -> None:
    """10 calls and 20 mails in 5 days, then 12 and 12 in 4: calls 2 → 3 a day, mails 4 → 3."""
    sides = ({"call": _pair(10, 0), "mail": _pair(20, 0)}, {"call": _pair(12, 0), "mail": _pair(12, 0)})
    found = shared_effects(*sides, (Fraction(5), Fraction(4)))
    assert {key: effect.rate for key, effect in found.items()} == {"call": 1, "mail": -1}
    with pytest.raises(ValueError, match="over nothing"):
        shared_effects(*sides, (Fraction(0), Fraction(4)))


def test_factors_by_hand_and_exact() -> None:
    """2 × 3 → 4 × 3: all by the first; 6 → 12 with a halved divisor: all by the divisor."""
    assert factors({"n": 2, "a": 3}, {"n": 4, "a": 3}, {"n": 1, "a": 1}) == pytest.approx({"n": 6, "a": 0})
    assert factors({"n": 6, "d": 1}, {"n": 6, "d": 0.5}, {"n": 1, "d": -1}) == pytest.approx({"n": 0, "d": 6})
    with pytest.raises(ValueError, match="nothing in it"):
        factors({"n": 0}, {"n": 1}, {"n": 1})


_positive = st.floats(0.01, 1000)


@given(_positive, _positive, _positive, _positive)
def test_factors_add_up_to_the_change(n: float, d: float, n2: float, d2: float) -> None:
    found = factors({"n": n, "d": d}, {"n": n2, "d": d2}, {"n": 1, "d": -1})
    assert math.fsum(found.values()) == pytest.approx(n2 / d2 - n / d, rel=1e-6, abs=1e-9)
