"""Moving what people own into PostgreSQL: all of it or nothing, at whatever moment it is broken off.

The command itself, with the tables of the pages, is tried in tests/web/test_postgresql.py.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from merilo.core.database_address import address
from merilo.core.errors import UsageError, WorkspaceError
from merilo.core.workspace import Workspace
from merilo.people import moving
from merilo.people.coaching import Action, actions, agree
from merilo.people.database import holds_rows, opened, own_file
from merilo.people.expectations import About, expected, set_range
from tests.people.conftest import Agree
from tests.postgresql import Server

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def filled(on_file: Workspace, agreed_on_file: Agree) -> Workspace:
    agreed_on_file(note="Zwölf Anrufe «до обеда» — 'quoted' 😀")
    set_range(on_file, About("touches", "company", "", FIRST, LAST), low=0.1, high=1e21, by="Anna")
    return on_file


def _move(place: Workspace, to: str) -> moving.Moved:
    with opened(place):
        return moving.move(place, address(to, "the test"))


def _agreed(place: Workspace) -> Action:
    return agree(place, seller="x", kpi="touches", starts_on=FIRST, agreed_by="Zoe")


def _everything(place: Workspace) -> tuple[object, object]:
    return actions(place), expected(place)


def test_moved_with_every_value_and_counting_goes_on(filled: Workspace, postgresql: Server, with_tables: str) -> None:
    before, to = _everything(filled), postgresql.database(with_tables)
    moved = _move(filled, to)
    place = Workspace.open(filled.root)
    assert place.settings.database == to
    assert moved.rows["people_coachingaction"] == moved.rows["expected_expected"] == 1
    assert _everything(place) == before
    assert not own_file(place).exists()
    assert holds_rows(moved.kept)
    assert _agreed(place).id == 2


@pytest.mark.parametrize("step", ["_weighed", "_kept", "change_setting", "_put_out_of_use", "_remove"])
def test_broken_off_anywhere_nothing_is_lost_and_it_can_be_begun_again(
    filled: Workspace, postgresql: Server, with_tables: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, to = _everything(filled), postgresql.database(with_tables)

    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, step, stop)
        with pytest.raises(KeyboardInterrupt):
            _move(filled, to)
    if step == "_remove":  # all that is left is a file that nobody reads
        with pytest.raises(UsageError, match="nothing to move"):
            moving.check_something(filled)
    else:
        assert _everything(filled) == before  # it lives in its file still
        _move(filled, to)
    assert _everything(Workspace.open(filled.root)) == before


def test_a_value_that_arrives_otherwise_stops_the_move(
    filled: Workspace, postgresql: Server, with_tables: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, to = _everything(filled), postgresql.database(with_tables)
    copy = moving._copy

    def wrong(model: type) -> None:
        copy(model)  # type: ignore[arg-type]
        if model.__name__ == "CoachingAction":
            model.objects.using("elsewhere").update(note="other")  # type: ignore[attr-defined]

    monkeypatch.setattr(moving, "_copy", wrong)
    with pytest.raises(WorkspaceError, match="people_coachingaction"):
        _move(filled, to)
    assert _everything(filled) == before
    assert postgresql.run("SELECT count(*) FROM people_coachingaction", urlsplit(to).path[1:]) == "0"


def test_a_database_with_other_rows_is_refused_and_both_stay(
    filled: Workspace, postgresql: Server, with_tables: str, tmp_path: Path
) -> None:
    other, to = Workspace.init(tmp_path / "other"), postgresql.database(with_tables)
    _agreed(other)
    _move(other, to)
    before = _everything(filled)
    with pytest.raises(WorkspaceError, match="holds other rows"):
        _move(filled, to)
    assert _everything(filled) == before
    assert [each.seller for each in actions(Workspace.open(other.root))] == ["x"]
