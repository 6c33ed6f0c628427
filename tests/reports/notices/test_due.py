"""When mails go out: by the workspace's clock and calendar, tried with given moments."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from merilo.core.settings import Settings
from merilo.core.workspace import Workspace
from merilo.people import mailed
from merilo.people.accounts import add_person
from merilo.people.database import opened
from merilo.people.noticed import choose
from merilo.people.roles import Role
from merilo.reports.notices.due import digest_end, errands, gathered_day

MOSCOW = Settings(time_zone="Europe/Moscow", country="RU")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "now", "end"),
    [
        (MOSCOW, "2026-11-30 04:59", None),  # 07:59 in Moscow
        (MOSCOW, "2026-11-30 05:00", "2026-11-29"),
        (MOSCOW, "2026-12-02 04:59", "2026-11-29"),
        (MOSCOW, "2026-12-02 05:00", None),  # two days late: the week is long gone
        (MOSCOW, "2026-12-06 12:00", None),
        (MOSCOW, "2026-11-29 21:30", None),  # Monday in Moscow, but half past midnight
        (MOSCOW, "2026-03-09 05:00", None),  # Monday after 8 March is a day off
        (MOSCOW, "2026-03-10 05:00", "2026-03-08"),
        (MOSCOW, "2026-01-05 05:00", None),  # the holidays last to 11 January
        (MOSCOW, "2026-01-12 05:00", "2026-01-11"),
        (Settings(time_zone="America/New_York", digest_hour=2), "2026-11-30 06:59", None),
        (Settings(time_zone="America/New_York", digest_hour=2), "2026-11-30 07:00", "2026-11-29"),
        (Settings(week_start="sunday"), "2026-11-30 08:00", "2026-11-28"),  # Sunday is no working day
        (Settings(time_zone="Asia/Kathmandu", digest_hour=0), "2026-11-29 18:15", "2026-11-29"),
    ],
)
def test_a_digest_is_due_on_the_first_working_morning(settings: Settings, now: str, end: str | None) -> None:
    assert digest_end(settings, _at(now)) == (date.fromisoformat(end) if end else None)


def test_gathered_notices_are_due_on_working_days() -> None:
    assert gathered_day(MOSCOW, _at("2026-12-02 05:00")) == date(2026, 12, 2)
    assert gathered_day(MOSCOW, _at("2026-12-02 04:59")) is None
    assert gathered_day(MOSCOW, _at("2026-12-05 12:00")) is None


def test_only_who_wants_mail_has_an_errand_and_only_until_it_is_done(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = Workspace.init(tmp_path_factory.mktemp("due") / "ws", MOSCOW)
    now = _at("2026-11-30 05:00")
    assert errands(place, now) == []
    assert not (place.root / "merilo.sqlite3").exists()
    ann, _bob, eve = (
        add_person(place, email=f"{name}@example.com", name=name, role=role)
        for name, role in (("ann", Role.SELLER), ("bob", Role.SELLER), ("eve", Role.ANALYST))
    )
    with opened(place):
        choose(ann, {"digest": "mail"})
        choose(eve, {"import": "mail"})
    due = errands(place, now)
    assert [(each.person.name, each.kind, each.period) for each in due] == [
        ("ann", "digest", "2026-11-29"), ("eve", "gathered", "2026-11-30"),
    ]  # fmt: skip
    with opened(place):
        mailed.claim(ann, "digest", "2026-11-29", now)
    assert [each.person.name for each in errands(place, now)] == ["eve"]


def test_the_workspace_can_turn_the_digest_on_for_who_did_not_choose(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = Workspace.init(tmp_path_factory.mktemp("due") / "ws", Settings(digest="on"))
    ann, bob = (add_person(place, email=f"{name}@example.com", name=name, role=Role.SELLER) for name in ("ann", "bob"))
    add_person(place, email="eve@example.com", name="eve", role=Role.ADMIN)  # neither sells nor leads
    with opened(place):
        choose(bob, {"digest": "app"})
    assert [each.person.id for each in errands(place, _at("2026-11-30 08:00"))] == [ann.id]
