"""`python -m merilo.web.worker`: keeps one worker of background tasks running, as long as who started it lives."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from threading import Event
from types import FrameType

_WORKER = (sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--verbosity", "0")
_LOOK = 0.5  # seconds
_PAUSE = 1.0  # seconds before another is started


def keep() -> None:
    """Start a worker, and another when it has died, until asked to stop or left alone."""
    import django  # noqa: PLC0415 - its settings come from the environment

    django.setup()
    parent, stopped = os.getppid(), Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopped.is_set():
        _give_up_broken()
        worker = subprocess.Popen(_WORKER)  # noqa: S603 - Django's own command
        while worker.poll() is None and os.getppid() == parent and not stopped.wait(_LOOK):
            pass
        if worker.returncode is None:
            _end(worker)
            return
        logging.getLogger("merilo.web").error("the worker ended with %s; another is started", worker.returncode)
        stopped.wait(_PAUSE)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(8)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _give_up_broken() -> None:
    """What a worker that died was at is not being done any more: else it would be waited for, for ever."""
    from django.db import connection  # noqa: PLC0415
    from django.tasks import TaskResultStatus  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    n = running.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    connection.close()
    if n:
        logging.getLogger("merilo.web").warning("%s tasks were broken off", n)


if __name__ == "__main__":
    keep()
