"""Coaching held against facts: which weeks, which others, and what is said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from merilo.core.errors import UsageError, WorkspaceError
from merilo.core.workspace import Workspace
from merilo.people.coaching import Action
from merilo.reports.coaching import COLUMNS, Coached, Verdict, agree, coachable, coached
from tests.kpis.company import Company
from tests.kpis.conftest import Build

_FIRST, _DAY = date(2024, 1, 1), date(2024, 12, 2)  # Mondays
_PEOPLE = "abcdefgh"


def _week_of_deals(who: str, week: date, won: int, of: int) -> list[dict[str, Any]]:
    day = (week + timedelta(days=2)).isoformat()
    return [{"seller": who, "status": "won" if n < won else "lost", "amount": 10, "created_at": "2023-12-01",
             "closed_at": day} for n in range(of)]  # fmt: skip


def _deals(after: int, weeks: int = 60) -> list[dict[str, Any]]:
    """Everyone closes six deals a week and wins three; from the day on, `a` wins `after` of them."""
    found = []
    for n in range(weeks):
        week = _FIRST + timedelta(weeks=n)
        for who in _PEOPLE:
            found += _week_of_deals(who, week, after if who == "a" and week >= _DAY else 3 + (n + ord(who)) % 3 - 1, 6)
    return found


def _company(facts: Build, after: int = 3, today: str = "2025-02-24", **tables: Any) -> Company:
    sellers = [{"id": who, "name": who.upper() * 3} for who in _PEOPLE]
    return facts(today=today, sellers=sellers, deals=_deals(after), **tables)


def _action(
    number: int = 1, who: str = "a", day: date = _DAY, kpi: str = "win_rate", ended: date | None = None
) -> Action:
    return Action(number, who, kpi, day, "Boss", "call first", datetime(2024, 12, 2, tzinfo=UTC), ended)


def _one(built: Company, *actions: Action) -> Coached:
    return coached(built.desk, actions or (_action(),)).lines[0]


def test_more_won_than_the_others_in_the_same_weeks_is_better_and_fewer_worse(facts: Build) -> None:
    for after, verdict in ((6, Verdict.BETTER), (0, Verdict.WORSE)):
        line = _one(_company(facts, after))
        assert (line.verdict, line.who) == (verdict, "AAA")
        assert line.found is not None
        assert line.found.after == after / 6
        assert line.found.expected == pytest.approx(0.5, abs=0.05)


def test_the_same_as_before_is_no_change(facts: Build) -> None:
    line = _one(_company(facts, 3))
    assert line.verdict in (Verdict.SAME, Verdict.CANNOT_TELL)
    assert line.found is not None
    assert line.found.interval is not None
    assert line.found.interval.low < 0 < line.found.interval.high


def test_only_whole_weeks_after_the_day_count(facts: Build) -> None:
    """From Wednesday on: that week is neither before nor after. The data end on Wednesday, 19 February 2025."""
    line = _one(_company(facts), _action(day=_DAY + timedelta(days=2)))
    assert (line.start, line.end) == (date(2024, 12, 9), date(2025, 2, 16))


def test_what_came_after_its_end_or_the_next_action_is_not_its_own(facts: Build) -> None:
    built = _company(facts, 6)
    ended = _one(built, _action(ended=date(2025, 1, 12)))
    assert ended.end == date(2025, 1, 12)
    followed = _one(built, _action(), _action(2, day=date(2024, 12, 30)))
    assert followed.end == date(2024, 12, 29)
    other_aim = _one(built, _action(), _action(2, day=date(2024, 12, 30), kpi="touches"))
    assert other_aim.end == date(2025, 2, 16)


def test_who_is_coached_on_the_same_is_none_of_the_others(facts: Build) -> None:
    built = _company(facts, 6)
    line = _one(built, _action(), _action(2, "b"), _action(3, "c", ended=date(2024, 12, 1), day=date(2024, 11, 1)))
    assert line.found is not None
    assert line.found.others == 5
    long_ago = _one(built, _action(), _action(2, "b", date(2024, 3, 4), ended=date(2024, 4, 1)))
    assert long_ago.found is not None
    assert long_ago.found.others == 7


def test_a_team_of_enough_others_is_held_against_else_the_company(facts: Build) -> None:
    def against(mates: str) -> tuple[str, int]:
        line = _one(_company(facts, memberships=[{"seller": who, "team": "North"} for who in mates]))
        assert line.found is not None
        return line.against, line.found.others

    assert against("abcdef") == ("North", 5)
    assert against("abcde") == ("", 7)


def test_an_action_to_come_or_without_history_is_said_to_be_so(facts: Build) -> None:
    built = _company(facts)
    assert _one(built, _action(day=date(2025, 3, 3))).verdict is Verdict.NOT_BEGUN
    for day in (date(2024, 1, 8), date(2025, 2, 17)):
        line = _one(built, _action(day=day))
        assert (line.verdict, line.found) == (Verdict.CANNOT_TELL, None)
    assert _one(built, _action(who="left long ago")).verdict is Verdict.CANNOT_TELL


def test_one_question_for_all_actions_of_a_kpi(facts: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(actions: int) -> int:
        built, count = _company(facts), 0
        run = built.engine.execute

        def counted(expr: Any) -> Any:
            nonlocal count
            count += 1
            return run(expr)

        monkeypatch.setattr(built.engine, "execute", counted)
        assert len(coached(built.desk, [_action(n, who) for n, who in enumerate(_PEOPLE[:actions])]).lines) == actions
        return count

    assert asked(1) == asked(6)


def test_the_document_has_every_column_and_the_edits(facts: Build) -> None:
    found = coached(_company(facts, 6).desk, (_action(), _action(2, "b")), "a")
    (record,) = found.records()
    assert set(record) == set(COLUMNS)
    (shown,) = found.to_json()["actions"]
    assert (shown["who"], shown["from"], shown["verdict"], shown["edits"]) == ("AAA", "2024-12-02", "better", [])
    assert shown["low"] < shown["change"] < shown["high"]


def test_kpis_that_can_be_held_are_dated_rates_shares_and_means_of_sellers() -> None:
    names = {kpi.name for kpi in coachable()}
    assert {"touches", "first_meetings", "win_rate", "average_deal", "next_step_rate"} <= names
    assert not names & {"revenue", "grr", "cohorts", "pipeline", "time_to_close"}


def test_wrong_names_are_told_what_is_allowed_and_nothing_is_kept(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "ws")
    for given, told in (
        ({"kpi": "happiness"}, "win_rate"),
        ({"kpi": "revenue"}, "win_rate"),
        ({"by": " "}, "--by"),
        ({"start": date(2062, 12, 2)}, "a day up to 2025-12-02"),
    ):
        known: dict[str, Any] = {"seller": "Ann", "kpi": "touches", "by": "Boss", "start": _DAY} | given
        with pytest.raises(UsageError) as error:
            agree(workspace, today=_DAY, **known)
        assert told in str(error.value)
    with pytest.raises(WorkspaceError, match="no facts"):
        agree(workspace, seller="Ann", kpi="touches", by="Boss", start=_DAY)
    assert not (workspace.root / "merilo.sqlite3").exists()
