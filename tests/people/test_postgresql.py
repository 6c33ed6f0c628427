"""PostgreSQL by one setting: what is allowed, which one holds, and what is said when it cannot be used."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from merilo.core.database_address import VARIABLE, address
from merilo.core.errors import AwayError, BusyError, WorkspaceError
from merilo.core.settings import load_settings
from merilo.core.workspace import Workspace
from merilo.people import settings
from merilo.people.coaching import actions, end
from merilo.people.database import opened, place
from tests.people.conftest import Agree
from tests.postgresql import Server


def _on(workspace: Workspace, url: str) -> Workspace:
    return replace(workspace, settings=replace(workspace.settings, database=url))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mysql://u:geheim@h/n", "begin with postgresql"),
        ("u:geheim@h", "begin with postgresql"),
        ("postgresql://u:geheim@h", "no database"),
        ("postgresql://u:geheim@h/a/b", "no database"),
        ("postgresql://u:geheim@h:port/n", "no address"),
        ("postgresql://u:ge#heim@h/n", "%23"),
        ("postgresql://u:geheim@h/n?sslmode=maybe", "verify-full"),
        ("postgresql://u:geheim@h/n?pool=3", "sslmode"),
        ("postgresql://u:geheim@h/n?schema=A;DROP", "small letters"),
        ("postgresql://u:geheim@h/n?schema=a&schema=b", "twice"),
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(WorkspaceError) as told:
        address(text, VARIABLE)
    assert why in str(told.value)
    assert "geheim" not in str(told.value)
    assert "in MERILO_DATABASE" in str(told.value)


def test_a_password_is_never_shown_and_never_in_the_settings(tmp_path: Path) -> None:
    at = address("postgresql://us%40er:ge%2Fheim@[::1]:5433/na%20me?sslmode=require", VARIABLE)
    assert (at.user, at.password, at.host, at.port, at.name) == ("us@er", "ge/heim", "::1", 5433, "na me")
    assert str(at) == "postgresql://us%40er@[::1]:5433/na%20me?sslmode=require"
    assert "heim" not in repr(at)
    file = tmp_path / "merilo.toml"
    file.write_text('database = "postgresql://u:geheim@h/n"')
    with pytest.raises(WorkspaceError, match="does not belong into the settings") as told:
        load_settings(file)
    assert "geheim" not in str(told.value)


def test_the_environment_comes_before_the_settings(on_file: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    written = _on(on_file, "postgresql://h/written")
    assert str(place(written)) == "postgresql://h/written"
    monkeypatch.setenv(VARIABLE, "postgresql://h/told")
    assert (str(place(written)), str(place(on_file))) == ("postgresql://h/told",) * 2
    monkeypatch.setenv(VARIABLE, settings.OWN_FILE)
    assert place(written) == place(on_file) == on_file.root.resolve() / settings.DATABASE_FILE


def test_without_the_driver_the_line_to_type_is_told(on_file: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(WorkspaceError) as told:
        actions(_on(on_file, "postgresql://h/n"))
    assert "pip install 'merilo[postgresql]'" in told.value.way_out


def test_rows_left_in_the_file_are_not_passed_over(on_file: Workspace, agreed_on_file: Agree) -> None:
    made = agreed_on_file()
    with pytest.raises(WorkspaceError, match="still lies in the workspace's own file") as told:
        actions(_on(on_file, "postgresql://h/n"))
    assert "merilo database move" in told.value.way_out
    assert actions(on_file) == (made,)


def test_a_server_that_is_away_can_be_tried_again(on_file: Workspace) -> None:
    with pytest.raises(AwayError, match="does not answer") as told:
        actions(_on(on_file, f"postgresql:///n?host={on_file.root}"))
    assert told.value.retryable


def test_a_database_that_is_not_there_is_said_with_how_to_make_it(on_file: Workspace, postgresql: Server) -> None:
    with pytest.raises(WorkspaceError, match="no database of the name nosuch") as told:
        actions(_on(on_file, f"postgresql://merilo@/nosuch?host={postgresql.folder}"))
    assert "createdb --owner=merilo nosuch" in told.value.way_out


def test_an_unknown_user_is_said(on_file: Workspace, postgresql: Server) -> None:
    with pytest.raises(WorkspaceError, match="does not"):
        actions(_on(on_file, f"postgresql://nobody:geheim@/postgres?host={postgresql.folder}".replace(":geheim", "")))


def test_a_user_who_may_make_no_tables_is_said(on_file: Workspace, postgresql: Server) -> None:
    postgresql.run("CREATE USER guest")
    url = postgresql.database().replace("merilo@", "guest@")
    with pytest.raises(WorkspaceError, match="may not do this"):
        actions(_on(on_file, url))


def test_a_schema_of_ones_own_is_made(on_file: Workspace, postgresql: Server) -> None:
    url = postgresql.database()
    name = url.split("?")[0].rsplit("/", 1)[1]
    one, two = _on(on_file, f"{url}&schema=one"), _on(on_file, f"{url}&schema=two")
    from tests.people.test_database import _agreed_by

    _agreed_by(one, "s")
    assert (len(actions(one)), len(actions(two))) == (1, 0)
    assert postgresql.run("SELECT count(*) FROM one.people_coachingaction", name) == "1"


def test_who_waits_too_long_for_a_row_is_told_to_try_again(
    on_file: Workspace, postgresql: Server, with_tables: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_PATIENCE", 0.05)
    import psycopg

    from tests.people.test_database import _agreed_by

    url = postgresql.database(with_tables)
    here = _on(on_file, url)
    made = _agreed_by(here, "s")
    with psycopg.connect(url) as holder:
        holder.execute("SELECT * FROM people_coachingaction FOR UPDATE")
        with pytest.raises(BusyError):
            end(here, made.id, on=made.starts_on)
    with opened(here):
        pass
    end(here, made.id, on=made.starts_on)
