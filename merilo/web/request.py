"""A request as our pages get it: of somebody who is logged in, with what he sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from merilo.people.users.models import User
    from merilo.reports.seen import Seen


class PageRequest(HttpRequest):
    """Only a name for types: middleware puts these onto Django's own request."""

    user: User
    seen: Seen
    htmx: HtmxDetails


def reads_part(request: HttpRequest) -> bool:
    """Whether a page that is open reads a part of itself, and does not want the whole of it."""
    asked = getattr(request, "htmx", None)
    return asked is not None and bool(asked) and not asked.history_restore_request
