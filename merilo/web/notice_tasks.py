"""Notices and mails in the background: looked for when figures were made, and by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from merilo.core.errors import MeriloError
from merilo.people.accounts import people
from merilo.reports.notices.due import digest_end, errands
from merilo.reports.notices.telling import tell_everybody
from merilo.reports.prepared import Prepared
from merilo.web import place
from merilo.web.mails.post import post, tell_of_digests

AGAIN = timedelta(minutes=15)
"""Where a round could not send everything, another is not begun before."""


@task
def deliver() -> int:
    """Make the figures of today in every language that is spoken, tell people what there is, send what is due."""
    here = place.workspace()
    everybody = people(here)
    try:
        for spoken in sorted({each.language or here.settings.language for each in everybody}):
            Prepared(here, spoken).make()
    except MeriloError:
        return 0  # no facts yet
    tell_everybody(here)
    now = datetime.now(UTC)
    end = digest_end(here.settings, now)
    if end is not None:
        tell_of_digests(here, everybody, end.isoformat())
    return post(here, errands(here, now), now)


class Clock:
    """Looks from time to time whether something is due, and has it done."""

    def __init__(self) -> None:
        self._not_before: datetime | None = None
        self._told: str = ""

    def look(self, now: datetime) -> bool:
        """Have due mails sent, unless that is on its way; whether there was something to do."""
        if self._not_before is not None and now < self._not_before:
            return False
        here = place.workspace()
        end = digest_end(here.settings, now)
        news = end is not None and end.isoformat() != self._told
        if not (news or errands(here, now)):
            return False
        self._told = end.isoformat() if end is not None else self._told
        self._not_before = now + AGAIN
        waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
        if not DBTaskResult.objects.filter(task_path=deliver.module_path, status__in=waiting).exists():
            deliver.enqueue()
        return True
