"""A person's level against the others in the same weeks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.others import Measure, Panel, levels, ordinary

_WEEKS = 20


def _exact(measure: Measure, own: list[float], seed: int = 1) -> tuple[Panel, np.ndarray]:
    """A table without any chance: what each did is exactly his level at that week's, over unequal time."""
    chance = np.random.default_rng(seed)
    below = chance.integers(1, 6, (len(own), _WEEKS)).astype(float)
    week = chance.uniform(0.05, 0.2, _WEEKS) if measure is Measure.SHARE else chance.uniform(2.0, 9.0, _WEEKS)
    level = np.array(own)[:, None] + week if measure is Measure.SHARE else np.array(own)[:, None] * week
    return Panel(measure, below * level, below), week


@pytest.mark.parametrize("measure", [Measure.RATE, Measure.MEAN])
def test_levels_that_are_products_are_found_again(measure: Measure) -> None:
    """Others at 1 and 3 times the week: whoever is at 2 is at 2/own-weighted others, the same in every window."""
    panel, _week = _exact(measure, [2.0, 1.0, 3.0])
    usual = ordinary(panel)
    assert usual.own / usual.own[1] == pytest.approx([2, 1, 3], rel=1e-6)
    early, late = (levels(usual, weeks).level for weeks in (slice(0, 10), slice(10, 20)))
    half = 0.02 if measure is Measure.RATE else 1e-6
    assert early == pytest.approx(late, abs=half)
    assert early[0] - early[1] == pytest.approx(math.log(2), abs=half)


def test_levels_that_are_sums_are_found_again() -> None:
    panel, week = _exact(Measure.SHARE, [0.2, 0.1, 0.5])
    usual = ordinary(panel)
    assert np.diff(usual.own) == pytest.approx([-0.1, 0.4], abs=1e-6)
    one = levels(usual, slice(3, 9))
    assert one.level[0] - one.level[1] == pytest.approx(0.1, abs=1e-6)
    below = panel.below[0, 3:9]
    assert one.value[0] == pytest.approx(0.2 + (below * week[3:9]).sum() / below.sum())


def test_weeks_in_which_he_was_away_do_not_count_for_the_others_either() -> None:
    """In the first week all do 10 a day, in the second 2: who was away in the second is not five times better."""
    above, below = np.array([[50.0, 0.0], [50.0, 10.0], [50.0, 10.0]]), np.array([[5.0, 0.0], [5.0, 5.0], [5.0, 5.0]])
    found = levels(ordinary(Panel(Measure.RATE, above, below)), slice(0, 2))
    assert found.level[0] == pytest.approx(0.0, abs=1e-6)
    assert (found.value[0], found.others[0]) == (10.0, pytest.approx(10.0))


def test_who_was_there_does_not_shift_the_comparison() -> None:
    """A third person with three times everyone's level comes in the second half: nobody else has moved."""
    below = np.full((3, 20), 5.0)
    below[2, :10] = 0
    above = below * np.array([[1.0], [2.0], [6.0]]) * 10
    usual = ordinary(Panel(Measure.RATE, above, below))
    before, after = (levels(usual, weeks).level[0] for weeks in (slice(0, 10), slice(10, 20)))
    assert before == pytest.approx(after, abs=1e-3)


def test_the_variance_is_that_of_both_counts_by_hand() -> None:
    """100 of one's own against 400 of four equal others, Poisson: 1/100.5 + 1/400 (E = 100, 4 × 100 counted)."""
    panel = Panel(Measure.RATE, np.full((5, 10), 10.0), np.ones((5, 10)))
    usual = ordinary(panel)
    assert usual.dispersion == 1.0
    found = levels(usual, slice(0, 10))
    assert found.variance == pytest.approx(np.full(5, 1 / 100.5 + 1 / 400))


def test_the_variance_of_shares_by_hand() -> None:
    """50 of 100 against 200 of 400, half of each: (50.5/101)² / 100 + 0.25 / 400."""
    panel = Panel(Measure.SHARE, np.full((5, 10), 5.0), np.full((5, 10), 10.0))
    found = levels(ordinary(panel), slice(0, 10))
    assert found.variance == pytest.approx(np.full(5, 0.25 / 100 + 0.25 / 400))


def test_the_scatter_of_weeks_is_learned() -> None:
    """Negative binomial, mean 40, variance 40 + 40²/10 = 200: five times Poisson's."""
    chance = np.random.default_rng(5)
    counts = chance.poisson(40 * chance.gamma(10, 0.1, (12, 150))).astype(float)
    assert ordinary(Panel(Measure.RATE, counts, np.ones_like(counts))).dispersion == pytest.approx(5.0, rel=0.12)


def test_alone_there_is_nothing_to_stand_against() -> None:
    found = levels(ordinary(Panel(Measure.RATE, np.ones((1, 5)), np.ones((1, 5)))), slice(0, 5))
    assert np.isnan(found.level).all()


@given(st.integers(0, 10_000), st.sampled_from(list(Measure)))
def test_margins_of_the_fit_are_those_of_the_counts(seed: int, measure: Measure) -> None:
    chance = np.random.default_rng(seed)
    below = chance.integers(0, 6, (4, 9)).astype(float)
    below[:, 0] = 3
    above = (
        chance.binomial(below.astype(int), 0.4).astype(float)
        if measure is Measure.SHARE
        else chance.poisson(below * 7.0).astype(float)
    )
    usual = ordinary(Panel(measure, above, below))
    both = usual.own[:, None] + usual.week if usual.added else usual.own[:, None] * usual.week
    assert (below * both).sum(0) == pytest.approx(above.sum(0), abs=1e-2)
    assert (below * both).sum(1) == pytest.approx(above.sum(1), abs=1e-1)
