"""What makes a notice and what does not, for whom: hand-made documents, three people in two teams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from merilo.core.text import set_language
from merilo.core.workspace import Workspace
from merilo.people import coaching
from merilo.people.accounts import add_person
from merilo.people.database import opened
from merilo.people.noticed import Kind, Notice, Told, notices, tell, ways_of
from merilo.people.roles import Person, Role
from merilo.reports import agreed
from merilo.reports.notices.found import Ground, found
from merilo.reports.notices.shown import notices_page
from merilo.reports.notices.words import heading, sentence
from merilo.reports.prepared import Sheet
from merilo.reports.seen import Seen
from merilo.reports.target_values import Target

TODAY = date(2026, 3, 4)
"""
    Ann and Bob are in North, which Mia leads; Max leads South with Eve. Ann's touches fell, Eve's win rate rose,
    North's meetings fell as a whole. Ann has two steps overdue and one to come.
"""


def _signal(scope: str, subject: str | None, kpi: str, kind: str) -> dict[str, Any]:
    key = f"{scope}:{subject or ''}:{kpi}:down:2026-02-02"
    return {"scope": scope, "subject": subject, "kpi": kpi, "kind": kind, "who": (subject or "x").title(),
            "sentence": f"{subject} {kpi} secret", "key": key}  # fmt: skip


def _step(seller: str, due: str) -> dict[str, Any]:
    return {"seller": seller, "due_on": due, "subject": f"call on {due}", "account_name": "Acme"}


SHEETS: dict[str, Any] = {
    "staff": {
        "day": TODAY.isoformat(), "names": {}, "sellers": ["ann", "bob", "eve"], "roles": {},
        "teams": {"ann": "North", "bob": "North", "eve": "South"},
        "led": [{"seller": who, "team": team, "manager": lead, "since": "2020-01-01", "until": "2999-12-31"}
                for who, team, lead in (("ann", "North", "mia"), ("bob", "North", "mia"), ("eve", "South", "max"))],
    },
    "signals": {"signals": [
        _signal("seller", "ann", "touches", "warning"), _signal("seller", "eve", "win_rate", "recognition"),
        _signal("team", "North", "first_meetings", "warning"), _signal("company", None, "touches", "warning"),
    ]},
    "next_up": {"day": TODAY.isoformat(), "steps": [
        _step("ann", "2026-03-01"), _step("ann", "2026-03-03"), _step("ann", "2026-03-04"), _step("bob", "2026-03-06"),
    ]},
}  # fmt: skip

Look = Callable[[Person], Seen]


class _Seen(Seen):
    """A person's view of the documents above."""

    def sheet(self, name: str) -> Sheet:
        return Sheet(name, SHEETS[name], datetime.now(UTC), older=False)

    @property
    def today(self) -> date:
        return TODAY


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.init(tmp_path_factory.mktemp("notices") / "ws")


def _person(name: str, role: Role = Role.SELLER) -> Person:
    return Person(1, f"{name}@example.com", name.title(), role, name)


NOTHING = Ground((), frozenset(), ())


def _keys(place: Workspace, person: Person) -> list[str]:
    return [each.key for each in found(_Seen(place, person), NOTHING)]


def test_a_seller_hears_of_himself_alone(place: Workspace) -> None:
    assert _keys(place, _person("ann")) == ["signal:seller:ann:touches:down:2026-02-02", "steps:2026-03-03"]
    assert _keys(place, _person("bob")) == []  # a step to come is no news, and neither is his team mate
    assert _keys(place, _person("eve")) == ["signal:seller:eve:win_rate:down:2026-02-02"]


def test_a_manager_hears_of_his_sellers_and_teams_alone(place: Workspace) -> None:
    assert _keys(place, _person("mia", Role.MANAGER)) == [
        "signal:seller:ann:touches:down:2026-02-02", "signal:team:North:first_meetings:down:2026-02-02",
    ]  # fmt: skip
    assert _keys(place, _person("max", Role.MANAGER)) == ["signal:seller:eve:win_rate:down:2026-02-02"]


def test_a_signal_that_somebody_snoozed_for_all_is_told_to_nobody(place: Workspace) -> None:
    known = Ground((), frozenset(), (), frozenset({"seller:eve:win_rate:down:2026-02-02"}))
    assert found(_Seen(place, _person("eve")), known) == []


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMIN])
def test_who_leads_nobody_hears_of_nobody(place: Workspace, role: Role) -> None:
    assert _keys(place, Person(1, "x@example.com", "X", role)) == []
    assert _keys(place, Person(1, "x@example.com", "X", Role.SELLER)) == []  # tied to no seller


def test_one_who_is_led_no_more_is_not_shown_any_more(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mia was told of Ann; then Ann moves to South. What was written is not shown to Mia any more."""
    mia = add_person(place, email="mia@example.com", name="Mia", role=Role.MANAGER, seller="mia")
    with opened(place):
        seen = _Seen(place, mia)
        tell(mia, found(seen, NOTHING), day=TODAY, week=TODAY, ways=ways_of(mia))
        assert len(notices_page(seen).unread) == 2
        moved = [each | {"manager": "max"} if each["seller"] == "ann" else each for each in SHEETS["staff"]["led"]]
        monkeypatch.setitem(SHEETS, "staff", SHEETS["staff"] | {"led": moved})
        assert [each.notice.scope for each in notices_page(_Seen(place, mia)).unread] == ["team"]
        assert len(notices(mia)) == 2


def _target(low: float, scope: str = "seller", subject: str | None = "ann") -> Target:
    return Target("t1", "touches", scope, subject, date(2026, 3, 1), date(2026, 3, 31), low, None, None)


def test_an_expectation_is_told_until_it_is_accepted_and_again_when_it_has_changed(place: Workspace) -> None:
    def told(target: Target, accepted: frozenset[tuple[str, str, str]] = frozenset()) -> list[Told]:
        every = found(_Seen(place, _person("ann")), Ground((target,), accepted, ()))
        return [each for each in every if each.kind is Kind.EXPECTATION]

    asked = _target(100)
    yes = frozenset({("ann", "t1", agreed.terms(asked))})
    assert [each.values["changed"] for each in told(asked)] == [False]
    assert told(asked, yes) == []
    [changed] = told(_target(120), yes)
    assert changed.values["changed"]
    assert changed.key != told(asked)[0].key
    assert told(_target(100, "team", "South")) == []
    assert len(told(_target(100, "team", "North"))) == 1


def _actions() -> Iterator[tuple[coaching.Action, list[str]]]:
    now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    plain = coaching.Action(1, "ann", "touches", TODAY, "Mia", "two hours", now)
    edits = (coaching.Edit("note", "a", "b", "Mia", now), coaching.Edit("ended_on", None, "2026-03-04", "Mia", now))
    yield plain, ["agreed"]
    yield coaching.Action(1, "ann", "touches", TODAY, "Mia", "two", now, edits=edits), ["agreed", "changed", "ended"]
    yield coaching.Action(1, "bob", "touches", TODAY, "Mia", "two", now), []
    yield coaching.Action(1, "ann", "touches", TODAY, "Ann", "mine", now), []
    yield coaching.Action(1, "ann", "touches", TODAY, "Mia", "old", now - timedelta(days=20)), []


def test_coaching_is_told_to_whom_it_was_agreed_with(place: Workspace) -> None:
    for action, what in _actions():
        every = found(_Seen(place, _person("ann")), Ground((), frozenset(), (action,)))
        assert [each.values["what"] for each in every if each.kind is Kind.COACHING] == what, action


def _notice(kind: Kind, **values: Any) -> Notice:
    return Notice(1, "key", kind, values, "", "", datetime.now(UTC), read=False, snoozed_until=None)


@pytest.mark.parametrize(
    ("n", "words"), [(1, "Просрочен 1 ваш шаг."), (3, "Просрочены 3 ваших шага."), (11, "Просрочено 11 ваших шагов.")]
)
def test_plural_forms_in_russian(n: int, words: str) -> None:
    set_language("ru")
    steps = _notice(Kind.STEP, n=n, since="2026-03-01", subject="Позвонить", account="")
    assert heading(steps, own=True) == words
    assert sentence(steps, {}) == "Дольше всего, с 1 мар. 2026\u202fг.: Позвонить"


def test_a_signal_is_said_in_the_reader_s_language_and_to_whom_it_is_about() -> None:
    fallen = Notice(1, "signal:k", Kind.WARNING, {"who": "Ann", "kpi": "touches", "sentence": "in English"},
                    "seller", "ann", datetime.now(UTC), read=False, snoozed_until=None)  # fmt: skip
    set_language("ru")
    assert heading(fallen, own=True) == "Стало хуже: Касания"
    assert heading(fallen, own=False) == "Ann, стоит обратить внимание: Касания"
    assert sentence(fallen, {"signal:k": "по-русски"}) == "по-русски"
    assert sentence(fallen, {}) == "in English"  # it does not hold any more: as it was said then
