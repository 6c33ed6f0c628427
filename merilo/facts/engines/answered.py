"""Answers of DuckDB that were given before: a state never changes, so the same question about it has the same answer.

What several pages and people ask again and again is then read from memory. Large answers (rows, exports) are not kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

import pyarrow as pa

_MOST = 64 * 2**20  # bytes of all that is kept
_LARGEST = 2**20


class Answered:
    """The latest answers by their question, as far as they fit; safe between threads."""

    def __init__(self, most: int = _MOST, largest: int = _LARGEST) -> None:
        self._most, self._largest = most, largest
        self._tables: OrderedDict[Hashable, pa.Table] = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def table(self, key: Hashable, find: Callable[[], pa.Table]) -> pa.Table:
        """What was found under the key, else what `find` gives now. `key` must tell all that the answer depends on."""
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
                return self._tables[key]
        found = find()
        if found.nbytes <= self._largest:
            self._keep(key, found)
        return found

    def _keep(self, key: Hashable, found: pa.Table) -> None:
        with self._lock:
            if key not in self._tables:
                self._tables[key] = found
                self._bytes += found.nbytes
            while self._bytes > self._most:
                _key, old = self._tables.popitem(last=False)
                self._bytes -= old.nbytes
