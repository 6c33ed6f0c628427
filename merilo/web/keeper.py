"""`python -m merilo.web.keeper`: takes what people log into the facts, within seconds, as long as who started it lives.

One process looks after another that does the work, so that one which died is followed by the next.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from threading import Event
from types import FrameType

_WORK = "work"
_LOOK = 0.25  # seconds between two looks at whether something waits
_SPACING = 1.0  # seconds from one state to the next
_PATIENCE = 2.0  # seconds that another writer is waited for before looking around again
_PAUSE = 1.0  # seconds before another is started, or what failed is tried again


def keep() -> None:
    """Have the work done, by another process when one has died, until asked to stop or left alone."""
    parent, stopped = os.getppid(), Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopped.is_set():
        child = subprocess.Popen((sys.executable, "-m", "merilo.web.keeper", _WORK))  # noqa: S603 - this very program
        while child.poll() is None and os.getppid() == parent and not stopped.wait(_LOOK):
            pass
        if child.returncode is None:
            child.kill()  # it may die at any moment
            child.wait()
            return
        logging.getLogger("merilo.web").error("the journal's keeper ended with %s; another starts", child.returncode)
        stopped.wait(_PAUSE)


def work() -> None:
    """Bring in what waits, again and again, as long as who started it lives."""
    import django  # noqa: PLC0415 - its settings come from the environment

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started it, who then ends this
    django.setup()
    from merilo.core.errors import BusyError, MeriloError  # noqa: PLC0415
    from merilo.core.text import set_language  # noqa: PLC0415
    from merilo.reports.forecast.giving import Publisher  # noqa: PLC0415
    from merilo.reports.journal.keeper import Keeper  # noqa: PLC0415
    from merilo.web import place  # noqa: PLC0415

    parent, told = os.getppid(), ""
    workspace = place.workspace()
    set_language(workspace.settings.language)
    keeper, publisher = Keeper(workspace), Publisher(workspace)
    while os.getppid() == parent:
        began, n = time.monotonic(), 0
        try:
            n = keeper.bring_in(_PATIENCE)
            publisher.bring_in(_PATIENCE)
            told = ""
        except BusyError:
            continue
        except (MeriloError, _database_error()) as error:
            # Nothing is lost: it waits, and is tried again; but the log must not be filled with one fault.
            if str(error) != told:
                told = str(error)
                logging.getLogger("merilo.web").exception("what was logged could not be brought into the facts")
            _let_go()
            time.sleep(_PAUSE)
        time.sleep(max(_LOOK, _SPACING - (time.monotonic() - began)) if n else _LOOK)


def _database_error() -> type[Exception]:
    from django.db import DatabaseError  # noqa: PLC0415

    return DatabaseError


def _let_go() -> None:
    """A connection that broke is not asked again."""
    from django.db import connection  # noqa: PLC0415

    connection.close()


if __name__ == "__main__":
    work() if sys.argv[1:] == [_WORK] else keep()
