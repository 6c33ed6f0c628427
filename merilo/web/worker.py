"""`python -m merilo.web.worker`: keeps one worker of background tasks running, as long as who started it lives."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread
from types import FrameType

from merilo.people.database_faults import told
from merilo.web import place
from merilo.web.beside import end_with_parent, wait_for

_WORK = "work"
_LOOK = 0.5  # seconds
_PAUSE = 1.0  # seconds before another is started, or the database is asked again
_PATIENCE = 8  # seconds in which a worker that is asked to stop may end its task
_MINUTE = 60.0  # seconds between two looks at what is due


def keep() -> None:
    """Start a worker, and another when it has died, until asked to stop or left alone."""
    import django  # noqa: PLC0415 - its settings come from the environment

    django.setup()
    from merilo.web.notice_tasks import Clock  # noqa: PLC0415

    parent, stopped, clock = os.getppid(), Event(), _Minutes(Clock().look)

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    name = f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(8)}"
    while not stopped.is_set() and os.getppid() == parent:
        if not _ready(name):
            stopped.wait(_PAUSE)
            continue
        worker = subprocess.Popen((sys.executable, "-m", "merilo.web.worker", _WORK, name))  # noqa: S603 - this program
        while worker.poll() is None and os.getppid() == parent and not stopped.wait(_LOOK):
            clock.pass_by()
        if worker.returncode is None:
            worker.send_signal(signal.SIGTERM)
            wait_for(worker, _PATIENCE)
            return
        logging.getLogger("merilo.web").error("the worker ended with %s; another is started", worker.returncode)
        stopped.wait(_PAUSE)


def work(name: str) -> None:
    """Do what waits in the queue, one task after another, as long as who started it lives."""
    import django  # noqa: PLC0415

    Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("db_worker", "--interval", "0.5", "--verbosity", "0", "--worker-id", name)


class _Minutes:
    """Calls something once a minute, however often it is asked; what goes wrong is told and tried again."""

    def __init__(self, look: Callable[[datetime], object]) -> None:
        self._look, self._next = look, 0.0

    def pass_by(self) -> None:
        """Call it, if a minute has passed."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _MINUTE
        try:
            self._look(datetime.now(UTC))
        except Exception:  # the worker must go on whatever is wrong with mails
            logging.getLogger("merilo.web").exception("what is due could not be looked up")
        _let_go()


def _let_go() -> None:
    """A database that is a file is not held between two looks; a broken connection is given up."""
    from django.db import connection  # noqa: PLC0415

    connection.close_if_unusable_or_obsolete()
    if connection.vendor == "sqlite":
        connection.close()


def _ready(name: str) -> bool:
    """Whether the database answers, and nothing in it waits for a worker that has died."""
    from django.db import DatabaseError, connection  # noqa: PLC0415

    try:
        _give_up_broken(name)
    except DatabaseError as error:
        connection.close()
        logging.getLogger("merilo.web").warning("%s", told(place.database(), error).what)
        return False
    return True


def _give_up_broken(name: str) -> None:
    """What a worker that died was at is not being done any more: else it would be waited for, for ever."""
    from django.db import connection  # noqa: PLC0415
    from django.tasks import TaskResultStatus  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    if connection.vendor == "postgresql":
        alive = _alive_elsewhere(name, {row.worker_ids[-1] for row in running if row.worker_ids} - {name})
        running = running.filter(id__in=[row.id for row in running if not alive & set(row.worker_ids[-1:])])
    n = running.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    if connection.vendor == "sqlite":
        connection.close()  # one server per file, and nothing to hold between two rounds
    if n:
        logging.getLogger("merilo.web").warning("%s tasks were broken off", n)


def _alive_elsewhere(name: str, others: set[str]) -> set[str]:
    """Which other workers live: each keeper holds a lock of its name as long as its connection to the database lasts.

    Several servers may share one PostgreSQL database, and one that starts must not give up what another is at.
    """
    from django.db import connection  # noqa: PLC0415

    def ask(question: str, whom: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {question}(hashtextextended(%s, 0))", [whom])
            return bool(cursor.fetchone()[0])

    ask("pg_try_advisory_lock", name)
    alive = {other for other in others if not ask("pg_try_advisory_lock", other)}
    for dead in others - alive:
        ask("pg_advisory_unlock", dead)
    return alive


if __name__ == "__main__":
    work(sys.argv[2]) if sys.argv[1:2] == [_WORK] else keep()
