"""How often one of the one group is above one of the other."""

from __future__ import annotations

import numpy as np

from merilo.insight.concordance import concordance


def test_it_is_the_share_of_pairs_with_equals_as_halves() -> None:
    """3 above 1 and 2; 2 above 1, equal to 2: (1 + 1 + 1 + ½) of four pairs."""
    assert concordance(np.array([3.0, 2.0]), np.array([2.0, 1.0])) == 3.5 / 4


def test_the_two_sides_add_up_to_one_and_a_group_of_nobody_says_nothing() -> None:
    drawn = np.random.default_rng(1).integers(0, 5, (2, 40)).astype(float)
    one, other = concordance(drawn[0], drawn[1]), concordance(drawn[1], drawn[0])
    assert one is not None
    assert other is not None
    assert abs(one + other - 1.0) < 1e-12
    assert concordance(drawn[0], np.zeros(0)) is None
