"""Signals that somebody does not want to see again before a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened


def snooze(workspace: Workspace, key: str, until: date, by: str = "") -> None:
    """Keep a signal from being shown up to and with `until`. A later call for the same key takes its place."""
    with opened(workspace):
        from merilo.people.models import Snooze  # noqa: PLC0415 - models exist once Django is set up

        Snooze.objects.create(key=key, until=until, by=by, made_at=datetime.now(UTC))


def snoozed(workspace: Workspace, day: date) -> dict[str, date]:
    """The signals that are not shown on `day`: until when, by key. A workspace that has none is not touched."""
    if not is_made(workspace):
        return {}
    with opened(workspace):
        from merilo.people.models import Snooze  # noqa: PLC0415

        latest = dict(Snooze.objects.order_by("id").values_list("key", "until"))
        return {key: until for key, until in latest.items() if until >= day}
