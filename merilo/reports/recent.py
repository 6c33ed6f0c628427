"""What was computed lately in this process, for the next one who asks the same of the same facts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Recent:
    """The last answers, each under a key that tells all it depends on: the state of the facts, the day, the language.

    Nothing here carries rights: whoever asks is checked before.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get[T](self, key: Hashable, find: Callable[[], T]) -> T:
        """What is known under the key; else what `find` gives, known from now on."""
        known: T | None = self.known(key)
        if known is not None:
            return known
        made = find()  # outside the lock: others need not wait for what they do not ask
        self.keep(key, made)
        return made

    def known(self, key: Hashable) -> Any:
        """What is known under the key; None where nothing is."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def keep(self, key: Hashable, made: Any) -> None:
        """Know it from now on."""
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
