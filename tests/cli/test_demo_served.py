"""`merilo demo` as the README has a newcomer run it: to its end, where the printed log-in opens the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.client import Client
from tests.web.site import free_port, wait_for

pytestmark = pytest.mark.slow


def test_the_printed_log_in_opens_the_pages(tmp_path: Path) -> None:
    """The demo opens the people's tables before it serves; the pages' own tables must be there all the same."""
    port = free_port()
    size = ("--sellers", "3", "--teams", "1", "--years", "0.3", "--until", "2026-06-30")
    command = [sys.executable, "-m", "merilo", "demo", *size, "--port", str(port), "--workspace", str(tmp_path / "d")]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"MERILO_LANGUAGE": "en"})
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(base, running, tmp_path / "log")
        email, password = (tmp_path / "d" / "logins.txt").read_text().split()[:2]
        page = Client(base).log_in(email, password).get("/week/")
        assert (page.status, page.title) == (200, "My week")
    finally:
        running.terminate()
        running.wait(20)
    assert "Traceback" not in (tmp_path / "log").read_text()
