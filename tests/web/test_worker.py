"""The worker of background tasks: another takes its place when it is killed, and nothing waits for what it was at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace

pytestmark = pytest.mark.slow

_TASKS = """
import sys
from pathlib import Path
from merilo.core.workspace import Workspace
from merilo.web.start import set_up
set_up(Workspace.open(Path(sys.argv[1])))
from django_tasks_db.models import DBTaskResult
from merilo.web.tasks import prepare
if sys.argv[2] == "begin":
    task = prepare.enqueue("en")
    DBTaskResult.objects.filter(id=task.id).update(status="RUNNING")
print(*DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))
"""


def _tasks(root: Path, what: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", _TASKS, str(root), what], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _until(known: Callable[[], list[int]], seconds: float = 60) -> list[int]:
    for _try in range(int(seconds / 0.1)):
        found = known()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the children of a process from /proc")
def test_a_killed_worker_is_followed_by_another(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "company")
    assert _tasks(workspace.root, "begin") == ["RUNNING"]
    environment = os.environ | {
        "MERILO_WORKSPACE": str(workspace.root), "DJANGO_SETTINGS_MODULE": "merilo.web.settings",
    }  # fmt: skip
    keeper = subprocess.Popen([sys.executable, "-m", "merilo.web.worker"], env=environment)
    try:
        [first] = _until(lambda: _children(keeper.pid))
        assert _tasks(workspace.root, "look")[0] == "FAILED"  # after it may come what was due this minute
        os.kill(first, signal.SIGKILL)
        [second] = _until(lambda: [pid for pid in _children(keeper.pid) if pid != first])
        assert keeper.poll() is None
    finally:
        keeper.terminate()
        assert keeper.wait(30) == 0
    assert not Path(f"/proc/{second}").exists()
