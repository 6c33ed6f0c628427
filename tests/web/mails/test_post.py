"""Mails on their way to a mail server that takes, refuses, hangs up or falls silent; in a process of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace
from merilo.people.accounts import add_person
from merilo.people.database import opened
from merilo.people.mailed import State, mails
from merilo.people.noticed import Kind, Told, choose, notices, tell_one
from merilo.people.roles import Role
from tests.web.mails.server import MailServer, mail_server

pytestmark = pytest.mark.slow

_POST = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from merilo.core.workspace import Workspace
from merilo.web.start import set_up
place = Workspace.open(Path(sys.argv[1]))
set_up(place)
from merilo.people.accounts import people
from merilo.reports.notices.due import GATHERED, Errand
from merilo.web.mails.post import post
due = [Errand(each, GATHERED, "2026-03-02") for each in people(place) if each.name == "Ann"]
print(post(place, due, datetime.now(UTC)))
"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """Ann wants to hear by mail of what is agreed with her, and something was; an administrator looks after it."""
    made = Workspace.init(tmp_path / "ws")
    ann = add_person(made, email="ann@example.com", name="Ann", role=Role.SELLER, seller="ann")
    add_person(made, email="root@example.com", name="Root", role=Role.ADMIN)
    with opened(made):
        choose(ann, {"coaching": "mail"})
        values = {"kpi": "touches", "note": "Two hours <b>a day</b>", "by": "Mia", "what": "agreed"}
        tell_one(ann, Told("coaching:1:agreed", Kind.COACHING, values), week=date(2026, 3, 2))
        late = {"n": 1, "since": "2026-03-01", "subject": "Call", "account": "Acme"}  # in the application alone
        tell_one(ann, Told("steps:1", Kind.STEP, late), week=date(2026, 3, 2))
    return made


def _start(place: Workspace, server: MailServer) -> subprocess.Popen[str]:
    environment = os.environ | {"MERILO_EMAIL_URL": server.url, "MERILO_URL": "https://merilo.example.com/"}
    command = [sys.executable, "-c", _POST, str(place.root)]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _post(place: Workspace, server: MailServer) -> str:
    out, errors = _start(place, server).communicate(timeout=120)
    assert out, errors
    return out.strip()


def _states(place: Workspace) -> list[State]:
    with opened(place):
        return [each.state for each in mails()]


def test_a_mail_is_sent_once_with_a_way_out(place: Workspace, server: MailServer) -> None:
    assert [_post(place, server), _post(place, server)] == ["1", "0"]
    [mail] = server.taken
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    assert "List-Unsubscribe: <https://merilo.example.com/unsubscribe/" in mail  # whole, on one line
    assert "&lt;b&gt;a day" in mail  # what somebody wrote is text
    assert "overdue" not in mail
    assert _states(place) == [State.SENT]


def test_what_was_refused_is_kept_for_later_and_shown_to_administrators(place: Workspace, server: MailServer) -> None:
    server.behaviour = "refuses"
    assert _post(place, server) == "0"
    with opened(place):
        from merilo.people.users.models import User

        [kept] = mails(troubled=True)
        assert kept.state is State.FAILED
        assert "450" in kept.error
        assert kept.again_at is not None
        told = notices(User.objects.get(email="root@example.com").person)
    assert [each.kind for each in told] == [Kind.MAIL]


def test_who_hangs_up_may_have_taken_it(place: Workspace, server: MailServer) -> None:
    server.behaviour = "hangs_up"
    assert _post(place, server) == "0"
    server.behaviour = "takes"
    assert _post(place, server) == "0"
    assert _states(place) == [State.UNSURE]
    assert len(server.taken) == 1


def test_killed_in_the_middle_nothing_is_sent_again(place: Workspace, server: MailServer) -> None:
    server.behaviour = "silent"
    run = _start(place, server)
    assert server.has_one.wait(120)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    server.behaviour = "takes"
    assert _post(place, server) == "0"
    assert _states(place) == [State.SENDING]
    assert len(server.taken) == 1
