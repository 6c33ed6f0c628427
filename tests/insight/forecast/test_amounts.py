"""What deals bring: as they stood, times what such deals came to be."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.forecast.amounts import Amounts, amounts
from merilo.insight.forecast.history import WON
from merilo.insight.forecast.landmarks import landmarks
from tests.insight.forecast.companies import history, told


def test_a_deal_that_stood_for_half_of_what_it_brought_is_expected_to_double() -> None:
    """Every deal is opened with 50 and has 100 on its last day; landmarks before see 50."""
    changes = told([(deal, deal + 30, 50, 100) for deal in range(40)])
    known = history([(deal, WON, deal + 30) for deal in range(40)], 80, amount_told=changes)
    found = amounts(known, known.ended(known.upto), landmarks(known, known.upto), known.upto)
    assert set(found.ratios.tolist()) == {2.0}
    assert list(found.of_open(np.array([0.1, 0.999], np.float32), np.array([70.0, np.nan]), np.array([0, 0]))) == [
        140.0,
        100.0,
    ]


def test_what_wins_bring_is_drawn_from_their_pipeline_or_where_it_has_few_from_all() -> None:
    """Twenty wins of 10 in the first pipeline, three of 1,000 in the second."""
    pipeline = np.repeat([0, 1], [20, 3])
    known = history([(deal, WON, deal + 5) for deal in range(23)], 40, amount=np.where(pipeline, 1000.0, 10.0),
                    pipeline=pipeline, pipelines=("A", "B"))  # fmt: skip
    found = amounts(known, known.ended(known.upto), landmarks(known, known.upto), known.upto)
    rng = np.random.default_rng(1)
    assert set(found.of_new(rng, 50, 0).tolist()) == {10.0}
    assert set(found.of_new(rng, 200, 1).tolist()) == {10.0, 1000.0}


def test_where_no_amount_is_known_wins_bring_nothing() -> None:
    nothing = Amounts(np.zeros(0), {-2: np.zeros(0)})
    assert list(nothing.of_new(np.random.default_rng(1), 2, 0)) == [0, 0]
    assert nothing.of_open(np.zeros(1, np.float32), np.array([7.0]), np.array([0])) == pytest.approx([7.0])


def test_the_moments_of_what_deals_bring_are_those_of_what_is_drawn() -> None:
    """100 · (0.5 or 1.5): mean 100, mean square 12,500; unknown: 10 or 30 of its pipeline, else 20 or 40 of all."""
    known = Amounts(np.array([0.5, 1.5]), {-2: np.array([20.0, 40.0]), 0: np.array([10.0, 30.0])})
    mean, square = known.moments(np.array([100.0, np.nan, np.nan]), np.array([0, 0, 1]))
    assert mean.tolist() == [100, 20, 30]
    assert square.tolist() == [12_500, 500, 1_000]
    nothing = Amounts(np.zeros(0), {-2: np.zeros(0)}).moments(np.array([100.0, np.nan]), np.array([0, 0]))
    assert [each.tolist() for each in nothing] == [[100, 0], [10_000, 0]]
