"""How rows went on, as the query packed it, in numbers again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from merilo.insight.survival import Followed
from merilo.kpis.sums import MINUTES_A_DAY, OUTCOME_BITS, TIME_BITS


def followed(column: pa.ChunkedArray) -> tuple[Followed, npt.NDArray[np.int64]]:
    """The cases of all groups one behind another, and how many each group has (see `merilo.kpis.sums.packed`)."""
    lists = column.combine_chunks()
    packed = lists.flatten().to_numpy(zero_copy_only=False).astype(np.int64)
    lengths = lists.value_lengths().fill_null(0).to_numpy().astype(np.int64)
    minutes = packed >> OUTCOME_BITS
    until, since = minutes & ((1 << TIME_BITS) - 1), minutes >> TIME_BITS
    outcome = (packed & ((1 << OUTCOME_BITS) - 1)).astype(np.int8)
    return Followed(since / MINUTES_A_DAY, until / MINUTES_A_DAY, outcome), lengths
