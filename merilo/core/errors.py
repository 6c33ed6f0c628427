"""One family of errors: each says what, where, what was allowed, and the way out."""

from __future__ import annotations


class MeriloError(Exception):
    """Something a person can act on. `exit_code` is what the command line ends with (1 failed, 2 wrong use)."""

    exit_code = 1
    retryable = False

    def __init__(self, what: str, *, where: str = "", allowed: str = "", way_out: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.allowed, self.way_out = what, where, allowed, way_out

    def __str__(self) -> str:
        """All four parts, one per line, empty ones left out."""
        parts = (self.what, self.where, self.allowed, self.way_out)
        return "\n".join(part for part in parts if part)


class UsageError(MeriloError):
    """The call itself is wrong: an unknown name, an impossible combination."""

    exit_code = 2


class DataError(MeriloError):
    """The data cannot be read or used as asked."""


class WorkspaceError(MeriloError):
    """The workspace is missing, damaged or of another version."""


class BusyError(MeriloError):
    """Another process holds what is needed; the same call may succeed later."""

    retryable = True


class NoFactsError(WorkspaceError):
    """Nothing was imported or logged yet."""


class AwayError(WorkspaceError):
    """Something that the workspace needs does not answer now; the same call may succeed later."""

    retryable = True
