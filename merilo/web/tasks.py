"""Work in the background: done by the worker that `merilo serve` starts beside the pages, one task after another."""

from __future__ import annotations

from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from merilo.core.text import language as spoken
from merilo.core.text import set_language
from merilo.reports.notices.telling import tell_everybody
from merilo.reports.prepared import Prepared
from merilo.web import place


@task
def prepare(language: str) -> int:
    """Make the documents that pages show, and tell people what they say that is new; gives how many were missing."""
    made = Prepared(place.workspace(), language).make()
    before = spoken()
    set_language(language)
    try:
        tell_everybody(place.workspace())
    finally:
        set_language(before)
    return made


def prepare_soon(language: str) -> None:
    """Have the documents made, unless that is on its way already."""
    waiting = DBTaskResult.objects.filter(
        task_path=prepare.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    if not any(row.args_kwargs["args"] == [language] for row in waiting):
        prepare.enqueue(language)
