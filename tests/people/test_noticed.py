"""Notices: kept once, a handful a week, put off and come back; two processes at once change nothing of that."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from merilo.core.database_address import VARIABLE
from merilo.core.errors import UsageError
from merilo.core.workspace import Workspace
from merilo.people.accounts import add_person
from merilo.people.database import opened
from merilo.people.noticed import (
    MOST_SIGNALS,
    Kind,
    Told,
    Way,
    choose,
    mark_read,
    mark_settled,
    notices,
    put_off,
    tell,
    tell_one,
    ways_of,
)
from merilo.people.roles import Person, Role
from tests.postgresql import Server

MONDAY = date(2026, 3, 2)


@pytest.fixture
def ann(workspace: Workspace) -> Iterator[Person]:
    person = add_person(workspace, email="ann@example.com", name="Ann", role=Role.SELLER, seller="ann")
    with opened(workspace):
        yield person


def _signal(since: date = MONDAY, kpi: str = "touches", kind: Kind = Kind.WARNING) -> Told:
    return Told(f"signal:seller:ann:{kpi}:down:{since}", kind, {}, "seller", "ann")


def _tell(person: Person, *told: Told, day: date = MONDAY) -> int:
    week = day - timedelta(days=day.weekday())
    return tell(person, told, day=day, week=week, ways=ways_of(person))


def _unread(person: Person) -> list[str]:
    return [each.key for each in notices(person, unread=True)]


def test_nothing_is_told_twice(ann: Person) -> None:
    assert [_tell(ann, _signal()), _tell(ann, _signal())] == [1, 0]
    mark_read(ann)
    assert _tell(ann, _signal()) == 0
    assert _unread(ann) == []


def test_a_change_whose_day_has_moved_a_little_is_the_same(ann: Person) -> None:
    """New data put the beginning of the same fall on 2, 9 or 16 March; a fall from May on is another."""
    moved = [MONDAY, date(2026, 3, 9), date(2026, 3, 16), date(2026, 5, 4)]
    assert [_tell(ann, _signal(day)) for day in moved] == [1, 0, 0, 1]
    assert _tell(ann, _signal(kpi="first_meetings")) == 1


def test_a_handful_a_week_and_good_words_are_not_crowded_out(ann: Person) -> None:
    bad = [_signal(kpi=f"bad{n}") for n in range(6)]
    good = [_signal(kpi=f"good{n}", kind=Kind.RECOGNITION) for n in range(2)]
    assert _tell(ann, *bad, *good) == MOST_SIGNALS
    kinds = [each.kind for each in notices(ann)]
    assert (kinds.count(Kind.WARNING), kinds.count(Kind.RECOGNITION)) == (3, 2)
    assert _tell(ann, *bad, *good, day=MONDAY + timedelta(days=4)) == 0  # the week is full
    assert _tell(ann, *bad, *good, day=MONDAY + timedelta(days=7)) == 3  # what is left, if it still holds


def test_what_is_done_counts_as_read(ann: Person) -> None:
    asked, agreed = Told("expectation:1:x", Kind.EXPECTATION), Told("coaching:1:agreed", Kind.COACHING)
    _tell(ann, asked, agreed)
    _tell(ann)  # accepted meanwhile; what was agreed is news until it is read
    assert _unread(ann) == ["coaching:1:agreed"]


def test_what_was_done_on_its_own_page_is_read_at_once(ann: Person) -> None:
    asked, other = (Told(f"expectation:{n}:x", Kind.EXPECTATION) for n in (1, 2))
    _tell(ann, asked, other)
    assert mark_settled(ann, [asked.key, "expectation:3:x"]) == 1
    assert _unread(ann) == [other.key]


def test_what_was_put_off_comes_back_only_if_it_holds(ann: Person) -> None:
    holds, gone = _signal(kpi="holds"), _signal(kpi="gone")
    _tell(ann, holds, gone)
    for each in notices(ann):
        put_off(ann, each.id, MONDAY + timedelta(days=6))
    _tell(ann, holds, gone, day=MONDAY + timedelta(days=6))
    assert _unread(ann) == []
    _tell(ann, holds, day=MONDAY + timedelta(days=7))
    assert _unread(ann) == [holds.key]


def test_what_is_off_is_not_told(ann: Person) -> None:
    choose(ann, {"warning": "off"})
    assert _tell(ann, _signal(), _signal(kpi="praised", kind=Kind.RECOGNITION)) == 1
    assert not tell_one(ann, Told("w", Kind.WARNING), week=MONDAY)


def test_quiet_by_default(ann: Person) -> None:
    assert set(ways_of(ann).values()) == {Way.APP}
    assert ways_of(ann, digest=True)[Kind.DIGEST] is Way.MAIL
    choose(ann, {"digest": "app"})
    assert ways_of(ann, digest=True)[Kind.DIGEST] is Way.APP  # his own word holds
    for wrong in ({"import": "app"}, {"digest": "pigeon"}):
        with pytest.raises(UsageError):
            choose(ann, wrong)


def test_old_news_that_was_read_is_forgotten(ann: Person) -> None:
    from merilo.people.notices.models import Notice

    _tell(ann, _signal(kpi="read"), _signal(kpi="unread"))
    mark_read(ann, next(each.id for each in notices(ann) if ":read:" in each.key))
    Notice.objects.update(made_at=datetime.now(UTC) - timedelta(days=500))
    _tell(ann)
    assert [":unread:" in each.key for each in notices(ann)] == [True]


_RACE = """
import json, sys, time
from datetime import UTC, date, datetime
from pathlib import Path
from merilo.core.workspace import Workspace
from merilo.people import mailed
from merilo.people.accounts import people
from merilo.people.database import opened
from merilo.people.noticed import Kind, Told, tell
place, other = Workspace.open(Path(sys.argv[1])), sys.argv[2]
[ann] = people(place)
told = [Told(f"signal:seller:ann:kpi{n}:down:2026-03-02", Kind.WARNING) for n in range(9)]
(place.root / f"ready-{sys.argv[3]}").touch()
while not (place.root / f"ready-{other}").exists():
    time.sleep(0.001)
with opened(place):
    n = tell(ann, told, day=date(2026, 3, 2), week=date(2026, 3, 2), ways={})
    claims = [mailed.claim(ann, "digest", f"w{n}", datetime.now(UTC)) is not None for n in range(20)]
print(json.dumps([n, claims]))
"""


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_two_workers_at_once_tell_and_claim_once(
    workspace: Workspace, database: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database == "PostgreSQL":
        server: Server = request.getfixturevalue("postgresql")
        monkeypatch.setenv(VARIABLE, server.database())
        workspace = Workspace.open(workspace.root)
    add_person(workspace, email="ann@example.com", name="Ann", role=Role.SELLER, seller="ann")
    runs = [
        subprocess.Popen([sys.executable, "-c", _RACE, str(workspace.root), other, own], stdout=subprocess.PIPE)
        for own, other in (("1", "2"), ("2", "1"))
    ]
    told, claims = zip(*(json.loads(run.communicate(timeout=60)[0]) for run in runs), strict=True)
    assert sum(told) == MOST_SIGNALS
    assert [sum(each) for each in zip(*claims, strict=True)] == [1] * 20
