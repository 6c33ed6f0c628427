"""What every page's template knows: the way through the application, the language, and whether figures are older."""

from __future__ import annotations

from typing import Any

from merilo.core.errors import MeriloError
from merilo.core.text import language
from merilo.reports.journal.rights import writes
from merilo.reports.notices.shown import unread
from merilo.reports.seen import NotReadyError
from merilo.web import place
from merilo.web.navigation import ways
from merilo.web.pages.journal.log import dialog
from merilo.web.request import PageRequest
from merilo.web.tasks import prepare_soon


def everywhere(request: PageRequest) -> dict[str, Any]:
    """Names in every template: `ways`, `spoken`, `other_language`, `workspace_name`, `older`, `currency`, `bell`."""
    settings, spoken = place.settings(), language()
    return {
        "ways": ways(request),
        "spoken": spoken,
        "other_language": "ru" if spoken == "en" else "en",
        "workspace_name": settings.name,
        "currency": settings.currency,
        "older": _older(request, spoken),
        "bell": unread(seen) if (seen := getattr(request, "seen", None)) else 0,
    }


def _older(request: PageRequest, spoken: str) -> bool:
    """Whether newer figures are being made; asks for them where they are missing."""
    seen = getattr(request, "seen", None)
    if seen is None:
        return False
    try:
        older, due = bool(seen.older), bool(seen.due)
    except (NotReadyError, MeriloError):
        return False  # a workspace without facts has no figures that could be old
    if due:
        prepare_soon(spoken)
    return older


def logging(request: PageRequest) -> dict[str, Any]:
    """`log_form`: what the journal's dialog needs on a page of who writes; None for others. Asked when it is shown."""
    return {"log_form": lambda: _log_form(request)}


def _log_form(request: PageRequest) -> dict[str, Any] | None:
    seen = getattr(request, "seen", None)
    if seen is None:
        return None
    try:
        return dialog(request) if writes(seen) else None
    except (NotReadyError, MeriloError):  # nothing is known of anybody yet: who sells writes for himself
        own = seen.person.seller
        return {"sellers": [], "own": own} if own else None
