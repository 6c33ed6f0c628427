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
        user = self.request.user if self.request is not None else None
        if self._too_large or user is None or not user.is_authenticated or Role(user.role) not in KEEPERS:
            raise StopUpload(connection_reset=False)
        super().new_file(*args, **kwargs)
