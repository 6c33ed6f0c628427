"""What runs beside the pages: each process kept running until the server stops, whatever becomes of it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event, Thread

_LOOK = 1.0  # seconds between two looks at whether all still run
_PATIENCE = 10  # seconds in which one that is asked to stop may end


class Beside:
    """Runs modules of this program in processes of their own; one that ends is followed by another."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._stopped = Event()
        self._running = {module: _start(module) for module in modules}
        self._watch = Thread(target=self._look_after, daemon=True)
        self._watch.start()

    def stop(self) -> None:
        """Ask all to stop, and wait until they have."""
        self._stopped.set()
        self._watch.join()
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        for process in self._running.values():
            wait_for(process, _PATIENCE)

    def _look_after(self) -> None:
        while not self._stopped.wait(_LOOK):
            for module, process in self._running.items():
                if process.poll() is not None:
                    told = "%s ended with %s; another is started"
                    logging.getLogger("merilo.web").error(told, module, process.returncode)
                    self._running[module] = _start(module)


def _start(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module])  # noqa: S603 - this very program


def wait_for(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until a process that was asked to stop has ended; after so many seconds it is ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end_with_parent(parent: int) -> None:
    """End this process when who started it has ended: another server may have its own already."""
    while os.getppid() == parent:
        time.sleep(_LOOK / 2)
    os._exit(1)
