"""Imports in the background: the worker takes them one after another, beside the figures."""

from __future__ import annotations

from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from merilo.core.text import language, set_language
from merilo.people.imported import Phase, imported
from merilo.reports.importing.work import work
from merilo.reports.notices.telling import tell_of_import
from merilo.web import place
from merilo.web.tasks import prepare_soon


@task(priority=10)
def step(number: int, spoken: str) -> str:
    """Do the step that an import is at; afterwards the figures are made anew."""
    before = language()
    set_language(spoken)
    try:
        reached = work(place.workspace(), number)
        ended = imported(place.workspace(), number)
        if ended is not None:
            tell_of_import(place.workspace(), ended)
    finally:
        set_language(before)
    if reached is Phase.DONE:
        prepare_soon(spoken)
    return reached.value if reached else ""


def soon(number: int) -> None:
    """Have the worker do the next step of an import."""
    step.enqueue(number, language())


def waits(number: int) -> bool:
    """Whether a step of the import is still in the queue."""
    queued = DBTaskResult.objects.filter(task_path=step.module_path, status=TaskResultStatus.READY)
    return any(row.args_kwargs["args"][0] == number for row in queued)


def behind_others(number: int) -> bool:
    """Whether something else is being done while the import waits in the queue."""
    return waits(number) and DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()
