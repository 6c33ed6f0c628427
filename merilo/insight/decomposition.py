"""Why a number moved: a change split into volume, mix and rate, exact to the last digit.

A ratio R = Σ wᵍ·rᵍ over groups g (weight wᵍ = xᵍ/Σx, own ratio rᵍ = yᵍ/xᵍ) changes because weight moved between unlike
groups (mix) or because the groups themselves changed (rate). With bars for the mean of before and after:

    mixᵍ = (w₁ᵍ − w₀ᵍ)·(r̄ᵍ − R̄)      rateᵍ = w̄ᵍ·(r₁ᵍ − r₀ᵍ)      Σ mixᵍ + Σ rateᵍ = R₁ − R₀

(Kitagawa 1955, J. Am. Stat. Assoc. 50, 1168–1194; Das Gupta 1993). Both effects are symmetric in time: asked
backwards, the answer changes only its sign. A sum Σ xᵍ·rᵍ has one effect more:

    volumeᵍ = (x₁ᵍ − x₀ᵍ)·R̄      mixᵍ = (x₁ᵍ − x₀ᵍ)·(r̄ᵍ − R̄)      rateᵍ = x̄ᵍ·(r₁ᵍ − r₀ᵍ)

A product of factors is split by the logarithmic mean (Ang 2005, Energy Policy 33, 867–871), see `factors`.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Pair:
    """What a group has above and below the line: its ratio is `above` / `below`."""

    above: Fraction
    below: Fraction

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.above + other.above, self.below + other.below)


NOTHING = Pair(Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Effect:
    """What one group did to the change: exact fractions in the unit of the value."""

    before: Pair
    after: Pair
    volume: Fraction
    mix: Fraction
    rate: Fraction

    @property
    def together(self) -> Fraction:
        """All that the group did."""
        return self.volume + self.mix + self.rate


def ratio_effects[K: Hashable](before: Mapping[K, Pair], after: Mapping[K, Pair]) -> dict[K, Effect]:
    """Each group's mix and rate effects on Σabove/Σbelow. They add up to its change exactly.

    Raises ValueError unless both sums below the line are above zero. A group that is absent on one side (or has
    nothing below the line there) is taken to have had the same ratio: all it does is mix.
    """
    whole_before, whole_after = _whole(before), _whole(after)
    if whole_before.below <= 0 or whole_after.below <= 0:
        raise ValueError("a ratio over nothing does not change")
    middle = (_ratio(whole_before) + _ratio(whole_after)) / 2
    effects = {}
    for key in {**before, **after}:
        was, now = before.get(key, NOTHING), after.get(key, NOTHING)
        was_ratio, now_ratio = _ratios(was, now, middle)
        was_weight, now_weight = was.below / whole_before.below, now.below / whole_after.below
        mix = (now_weight - was_weight) * ((was_ratio + now_ratio) / 2 - middle)
        rate = (was_weight + now_weight) / 2 * (now_ratio - was_ratio)
        # What stands above the line with nothing below it belongs to no weight: it is the group's own doing.
        rate += _unweighted(now) / whole_after.below - _unweighted(was) / whole_before.below
        effects[key] = Effect(was, now, Fraction(0), mix, rate)
    return effects


def total_effects[K: Hashable](before: Mapping[K, Pair], after: Mapping[K, Pair]) -> dict[K, Effect]:
    """Each group's volume, mix and rate effects on Σabove, where `below` counts the cases; exact.

    A group's three effects together are its own change. Where one side has no cases at all, everything is volume.
    """
    whole_before, whole_after = _whole(before), _whole(after)
    if whole_before.below <= 0 or whole_after.below <= 0:
        return _all_volume(before, after)
    middle = (_ratio(whole_before) + _ratio(whole_after)) / 2
    found = {}
    for key in {**before, **after}:
        was, now = before.get(key, NOTHING), after.get(key, NOTHING)
        was_ratio, now_ratio = _ratios(was, now, middle)
        more, own = now.below - was.below, (was_ratio + now_ratio) / 2
        rate = (was.below + now.below) / 2 * (now_ratio - was_ratio) + _unweighted(now) - _unweighted(was)
        found[key] = Effect(was, now, more * middle, more * (own - middle), rate)
    return found


def shared_effects[K: Hashable](
    before: Mapping[K, Pair], after: Mapping[K, Pair], below: tuple[Fraction, Fraction]
) -> dict[K, Effect]:
    """Each group's effect on Σabove / `below`, where all groups share what stands below the line (the same working
    time, whatever it was spent on): its own change, all rate; exact. Raises ValueError unless both are above zero.
    """
    if min(below) <= 0:
        raise ValueError("a ratio over nothing does not change")
    found = {}
    for key in {**before, **after}:
        was, now = before.get(key, NOTHING), after.get(key, NOTHING)
        rate = now.above / below[1] - was.above / below[0]
        found[key] = Effect(was, now, Fraction(0), Fraction(0), rate)
    return found


def factors(before: Mapping[str, float], after: Mapping[str, float], powers: Mapping[str, int]) -> dict[str, float]:
    """What each factor of a product did to its change: L(V₁, V₀) · power · ln(f₁/f₀), L the logarithmic mean.

    The product is Π f^power. The effects add up to V₁ − V₀. Raises ValueError where a factor is not above zero.
    """
    if min(*before.values(), *after.values()) <= 0:
        raise ValueError("a product with nothing in it cannot be taken apart")
    was = math.prod(before[name] ** power for name, power in powers.items())
    now = math.prod(after[name] ** power for name, power in powers.items())
    mean = was if math.isclose(was, now, rel_tol=1e-15) else (now - was) / math.log(now / was)
    return {name: mean * power * math.log(after[name] / before[name]) for name, power in powers.items()}


def _whole[K: Hashable](groups: Mapping[K, Pair]) -> Pair:
    return sum(groups.values(), NOTHING)


def _ratio(pair: Pair) -> Fraction:
    return pair.above / pair.below


def _ratios(was: Pair, now: Pair, middle: Fraction) -> tuple[Fraction, Fraction]:
    """The ratios of both sides; one that cannot be told is that of the other side."""
    known = [_ratio(pair) for pair in (was, now) if pair.below]
    if not known:
        return middle, middle
    return (_ratio(was) if was.below else known[0], _ratio(now) if now.below else known[0])


def _unweighted(pair: Pair) -> Fraction:
    return Fraction(0) if pair.below else pair.above


def _all_volume[K: Hashable](before: Mapping[K, Pair], after: Mapping[K, Pair]) -> dict[K, Effect]:
    found = {}
    for key in {**before, **after}:
        was, now = before.get(key, NOTHING), after.get(key, NOTHING)
        found[key] = Effect(was, now, now.above - was.above, Fraction(0), Fraction(0))
    return found
