"""Uploads within limits: from those who may import only, and not more than a disk can take; the rest is not kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from merilo.people.roles import Role
from merilo.reports.importing.received import MOST_BYTES
from merilo.web.navigation import KEEPERS


class LimitedUploads(TemporaryFileUploadHandler):
    """Reads past what is too large or not allowed without keeping it; the view then says what was wrong."""

    def handle_raw_input(self, *given: Any, **more: Any) -> None:
        """Note how much is coming: the third of what Django gives is the length of the whole request."""
        super().handle_raw_input(*given, **more)
        self._too_large = int(given[2]) > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a file before its first byte is kept."""
        if self._too_large or not self._from_keeper():
            raise StopUpload(connection_reset=False)
        super().new_file(*args, **kwargs)

    def _from_keeper(self) -> bool:
        """Whether who sends it may import: the person who is logged in, or the owner of the token that he shows."""
        bearer = getattr(self.request, "auth", None)
        user = bearer.person if bearer is not None else getattr(self.request, "user", None)
        return user is not None and bool(getattr(user, "role", "")) and Role(user.role) in KEEPERS
