"""Which of two groups is higher: the chance that one of the one is above one of the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def concordance(higher: npt.NDArray[np.float64], lower: npt.NDArray[np.float64]) -> float | None:
    """P(one of `higher` is above one of `lower`) + ½ P(they are equal); None where a group is empty.

    The area under the ROC curve, U / (n·m) of Mann and Whitney (1947, Ann. Math. Stat. 18, 50-60).
    """
    if not len(higher) or not len(lower):
        return None
    ordered = np.sort(lower)
    below, upto = (np.searchsorted(ordered, higher, side=side) for side in ("left", "right"))
    return float((below + upto).mean() / 2 / len(lower))
