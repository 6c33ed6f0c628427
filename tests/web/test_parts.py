"""Parts of pages that take longer: the page is there without them, and each is worked out once."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from merilo.core.errors import BusyError, UsageError
from merilo.web.parts import reckoner
from merilo.web.parts.asked import Asked, Made
from tests.web.site import Site

ASKED = Asked(("a moment", "/kpi/touches/answer/"), "/kpi/touches/answer/", (), 1, "en")


def test_what_several_ask_at_once_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    go, worked = threading.Event(), []

    def work_out(asked: Asked) -> Made:
        worked.append(asked)
        go.wait(30)
        return Made(b"42")

    monkeypatch.setattr(reckoner, "work_out", work_out)
    both = reckoner.Reckoner()
    first, second = both.answer(ASKED), both.answer(ASKED)
    go.set()
    assert first.result(30) == second.result(30) == both.answer(ASKED).result(30) == Made(b"42")
    assert worked == [ASKED]


@pytest.mark.parametrize(
    ("made", "times"),
    [(Made(error=UsageError("no")), 1), (Made(error=BusyError("later")), 2), (Made(broken=True), 2)],
)
def test_what_may_go_better_next_time_is_tried_again(monkeypatch: pytest.MonkeyPatch, made: Made, times: int) -> None:
    worked = []
    monkeypatch.setattr(reckoner, "work_out", lambda asked: worked.append(asked) or made)
    asked = reckoner.Reckoner()
    for _time in range(2):
        assert asked.answer(ASKED).result(30) == made
    assert len(worked) == times


@contextmanager
def _held(site: Site) -> Iterator[None]:
    """The process that works parts out, stopped as long as the context lasts: whatever is asked of it takes longer."""
    names = [path for path in Path("/proc").glob("[0-9]*") if b"merilo.web.parts.reckoner" in _read(path / "cmdline")]
    own = f"MERILO_WORKSPACE={site.place.root}".encode()
    (pid,) = [int(path.name) for path in names if own in _read(path / "environ").split(b"\0")]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_a_page_does_not_wait_for_its_parts(site: Site) -> None:
    """What is not there yet is said to be computed, and comes about the moment at which it was first asked."""
    seller = site.client("seller")
    path = f"/kpi/won_amount/answer/?seller={site.seller}&every=year&folded=no"
    seller.get("/kpi/won_amount/answer/")
    with _held(site):
        part, page = seller.once(path, **{"HX-Request": "true"}), seller.once("/pipeline/?every=quarter")
    assert (part.status, page.status, page.title) == (202, 200, "Pipeline")
    assert "Being computed." in part.words
    assert 'id="board"><p class="soft" role="status" hx-get="/pipeline/?every=quarter"' in page.text
    moment = re.search(r"""Merilo-Moment": "([\d.-]+)\"""", part.text)
    assert moment
    then, outsider = {"Merilo-Moment": moment[1]}, site.client("outsider")
    assert seller.get(path, **then).status == 200
    with _held(site):  # what is known needs nobody
        assert seller.once(path, **then).status == 200
        assert outsider.once(path, **then).status == 202
    assert outsider.get(path, **then).status == 404
