"""A part of a page as one person asks for it, and what he gets: both go from one process to another."""

from __future__ import annotations

import pickle
import socket
import tempfile
import time
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from merilo.core.errors import MeriloError

ADDRESS = "MERILO_PARTS"
"""Where the process that works parts out is asked; without it they are worked out where they are asked for."""


@dataclass(frozen=True)
class Asked:
    """A part by its `path` (with the query) and the headers that it depends on, for a person (his row) and language.

    `key` tells all that the part depends on: who sees the same and asks the same gets the same.
    """

    key: Hashable
    path: str
    headers: tuple[tuple[str, str], ...]
    person: int
    spoken: str


@dataclass(frozen=True)
class Made:
    """What a part says, or why it cannot be said. `broken`: by a fault of the program, which is in the log."""

    content: bytes = b""
    error: MeriloError | None = None
    broken: bool = False

    @property
    def lasting(self) -> bool:
        """Whether the same question gets the same answer as long as its key is the same."""
        return not self.broken and not (self.error and self.error.retryable)


def new_address() -> str | None:
    """A place for a socket that nobody else on this machine may use; None where there are no such sockets."""
    return str(Path(tempfile.mkdtemp(prefix="merilo-")) / "parts") if hasattr(socket, "AF_UNIX") else None


def send(there: socket.socket, what: Asked | Made) -> None:
    """Send it, all that is sent."""
    there.sendall(pickle.dumps(what))
    there.shutdown(socket.SHUT_WR)


def receive(there: socket.socket, until: float) -> Any:
    """What the other side has sent, as soon as it has; None where it hung up. Raises TimeoutError at `until`.

    `until`: by `time.monotonic`. Only processes of the same user can be the other side.
    """
    pieces: list[bytes] = []
    while True:
        there.settimeout(max(0.001, until - time.monotonic()))
        piece = there.recv(1 << 16)
        if not piece:
            return pickle.loads(b"".join(pieces)) if pieces else None  # noqa: S301 - from our own process
        pieces.append(piece)
