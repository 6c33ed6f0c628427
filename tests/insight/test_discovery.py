from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.insight.discovery import any_of, discoveries

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_the_example_of_benjamini_and_hochberg() -> None:
    """1995, section 4.2: fifteen hypotheses, q = 0.05. The fourth is below 4·0.05/15 = 0.0133, the fifth 0.0201 above
    5·0.05/15 = 0.0167 and none after it comes back: four are found, where Bonferroni (0.0033) finds three.
    """
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]
    found = discoveries(p, 0.05)
    assert found.found.tolist() == [True] * 4 + [False] * 11
    assert found.threshold == pytest.approx(4 * 0.05 / 15)
    assert found.confidence == pytest.approx(1 - 4 * 0.05 / 15)


def test_the_rule_looks_from_the_largest_down() -> None:
    """By hand, q = 0.05, m = 3: 0.02 > 0.0167 and 0.03 ≤ 0.0333, so both are found though the first alone is not."""
    assert discoveries([0.03, 0.9, 0.02], 0.05).found.tolist() == [True, False, True]


@given(CHANCES)
def test_it_agrees_with_scipy(chances: list[float]) -> None:
    from scipy.stats import false_discovery_control

    adjusted = false_discovery_control(chances, method="bh")
    found = discoveries(chances, 0.1).found
    clear = np.abs(adjusted - 0.1) > 1e-9
    assert (found == (adjusted <= 0.1))[clear].all()


def test_of_nothing_to_find_anything_is_found_as_seldom_as_said() -> None:
    rng = np.random.default_rng(1)
    any_found = [discoveries(rng.uniform(size=60), 0.05).found.any() for _company in range(4000)]
    assert np.mean(any_found) == pytest.approx(0.05, abs=0.012)


def test_intervals_of_what_was_found_miss_no_more_than_said() -> None:
    """100 normal means, most of them nothing: at 95 % too many intervals shown miss, at 1 − R·q/m one in twenty."""
    rng = np.random.default_rng(2)
    from scipy.stats import norm

    shown = missed = plain = 0
    for _round in range(1500):
        true = np.where(np.arange(100) < 10, -3.0, 0.0)
        seen = rng.normal(true, 1)
        found = discoveries(norm.cdf(seen), 0.05)
        half = norm.isf((1 - found.confidence) / 2)
        off = np.abs(seen - true)[found.found]
        shown += len(off)
        missed += int((off > half).sum())
        plain += int((off > 1.96).sum())
    assert missed / shown < 0.05
    assert plain / shown > 0.07


def test_no_chance_no_discovery() -> None:
    assert discoveries([]).threshold == 0
    assert discoveries([0.5, 0.9]).threshold == 0
    assert not discoveries([0.5, 0.9]).found.any()
    for wrong in ([1.1], [-0.1], [np.nan]):
        with pytest.raises(ValueError, match="from 0 to 1"):
            discoveries(wrong)


def test_one_chance_of_several_by_hand() -> None:
    """Simes of .01, .04, .03: the smallest of 3·.01, 1.5·.03, 1·.04 = .03; NaN does not count as looked at."""
    assert float(any_of([0.01, 0.04, 0.03])) == pytest.approx(0.03)
    assert float(any_of([0.03, np.nan, 0.04])) == pytest.approx(0.04)
    assert np.isnan(any_of([np.nan, np.nan]))
    table = any_of([[0.01, np.nan], [0.04, 0.2], [0.03, np.nan]])
    assert table == pytest.approx([0.03, 0.2])


@given(CHANCES)
def test_one_chance_of_several_lies_between_the_smallest_and_bonferroni(chances: list[float]) -> None:
    found = float(any_of(chances))
    assert min(chances) - 1e-12 <= found <= min(len(chances) * min(chances), max(chances)) + 1e-12
