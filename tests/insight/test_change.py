"""How likely chance alone makes such a difference of levels, told by shuffling the points."""

from __future__ import annotations

import numpy as np
import pytest

from merilo.insight.change import by_shuffling


def test_an_order_that_is_one_of_ten_is_told_as_such() -> None:
    """Three and three: of 20 orders two put all nines on one side: 1/10, as far as draws tell."""
    assert by_shuffling(np.array([0.0, 0.0, 0.0, 9.0, 9.0, 9.0])) == pytest.approx(0.1, abs=0.02)
    assert by_shuffling(np.ones(12)) == 1.0
    assert by_shuffling(np.array([1.0, 9.0])) == 1.0


def test_a_lasting_fall_of_amounts_is_rare_by_chance_and_a_lucky_stretch_is_not() -> None:
    """Amounts of a seller without any change: a high stretch of large deals that ended is no proof of a fall."""
    luck = [0, 148, 757, 2313, 918, 2730, 4174, 4315, 343, 3018, 2678, 284, 461, 286, 0, 571, 307, 996]
    assert by_shuffling(np.array(luck, dtype=float)) > 0.01
    fell = np.concatenate((np.tile([90.0, 110.0], 9), np.tile([25.0, 35.0], 4)))
    assert by_shuffling(fell) < 0.001
