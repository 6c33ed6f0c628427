"""The database of a workspace: made when first needed, never by asking, safe between processes and when they die."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from merilo.core.errors import BusyError, WorkspaceError
from merilo.core.workspace import Workspace
from merilo.people import database, settings
from merilo.people.coaching import Action, actions, agree, end
from merilo.people.snoozes import snooze, snoozed
from tests.people.conftest import Agree

_children = multiprocessing.get_context("forkserver")
_children.set_forkserver_preload([__name__])
_KILLS, _WRITERS, _EACH = 8, 3, 8


def _file(workspace: Workspace) -> Path:
    return workspace.root / settings.DATABASE_FILE


def test_asking_a_workspace_of_before_makes_no_file_and_writing_makes_it(
    on_file: Workspace, agreed_on_file: Agree
) -> None:
    assert (actions(on_file), snoozed(on_file, date(2026, 1, 1))) == ((), {})
    assert not _file(on_file).exists()
    made = agreed_on_file()
    assert _file(on_file).exists()
    assert actions(on_file) == (made,)


_OURS = (
    "people_",
    "users_",
    "auth_",
    "django_content_type",
    "audit_",
    "expected_",
    "imports_",
    "journal_",
    "notices_",
    "calls_",
    "tokens_",
)


def test_the_file_is_in_wal_mode_and_holds_what_people_own_only(on_file: Workspace, agreed_on_file: Agree) -> None:
    agreed_on_file()
    with sqlite3.connect(_file(on_file)) as con:
        assert con.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        named = {name for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    con.close()
    ours = {"people_coachingaction", "people_coachingedit", "people_snooze", "users_user"}
    assert ours <= named
    assert all(name.startswith(_OURS) for name in named - {"sqlite_sequence", "django_migrations"})


def test_every_change_of_the_models_has_its_migration(workspace: Workspace) -> None:
    with database.opened(workspace):
        from django.core.management import call_command

        call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_workspaces_do_not_see_each_other_s_rows(workspace: Workspace, agreed: Agree, tmp_path: Path) -> None:
    other = Workspace.init(tmp_path / "other")
    made = agreed()
    theirs = agree(other, seller="x", kpi="touches", starts_on=date(2026, 1, 5), agreed_by="Zoe")
    assert actions(workspace) == (made,)
    assert actions(other) == (theirs,)


def test_once_it_is_there_opening_it_runs_no_migration(
    workspace: Workspace, agreed: Agree, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed()
    monkeypatch.setattr(database, "_migrate", lambda: pytest.fail("migrated again"))
    agreed()
    assert len(actions(workspace)) == 2


def test_a_database_of_a_newer_merilo_is_refused(workspace: Workspace, agreed: Agree) -> None:
    agreed()
    with database.opened(workspace):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', '2030-01-01')"
            )
    with pytest.raises(WorkspaceError, match="newer Merilo"):
        actions(workspace)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(on_file: Workspace, agreed_on_file: Agree) -> None:
    on_file.root.chmod(0o555)
    try:
        with pytest.raises(WorkspaceError) as told:
            agreed_on_file()
    finally:
        on_file.root.chmod(0o755)
    assert str(on_file.root) in told.value.where


def test_a_file_that_cannot_be_opened_is_named_with_the_way_out(on_file: Workspace, agreed_on_file: Agree) -> None:
    _file(on_file).mkdir()
    with pytest.raises(WorkspaceError, match="cannot be used") as told:
        agreed_on_file()
    assert told.value.where == str(_file(on_file).resolve())
    assert "backup" in told.value.way_out


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(on_file: Workspace, agreed_on_file: Agree) -> None:
    _file(on_file).write_bytes(b"not a database, but somebody's letter " * 50)
    with pytest.raises(WorkspaceError, match="cannot be used"):
        agreed_on_file()
    assert _file(on_file).read_bytes().startswith(b"not a database")


def test_who_waits_too_long_for_another_process_is_told_to_try_again(
    on_file: Workspace, agreed_on_file: Agree, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed_on_file()
    patient = settings.database
    options = {"timeout": 0.05, "transaction_mode": "IMMEDIATE"}
    monkeypatch.setattr(settings, "database", lambda root, _at: patient(root) | {"OPTIONS": options})
    holder = sqlite3.connect(_file(on_file), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    other = Workspace(on_file.root, on_file.settings)
    try:
        with pytest.raises(BusyError) as told:
            end(other, 1, on=date(2026, 4, 1))
    finally:
        holder.close()
    assert told.value.retryable


def test_commands_that_need_no_people_do_not_load_django() -> None:
    asked = "import sys, merilo.cli.app as app; app.build_app(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def _agree_many(root: Path, who: str) -> None:
    workspace = Workspace.open(root)
    for _n in range(_EACH):
        made = _agreed_by(workspace, who)
        end(workspace, made.id, on=date(2026, 6, 1), by=who)


def _agreed_by(workspace: Workspace, who: str) -> Action:
    return agree(workspace, seller=who, kpi="touches", starts_on=date(2026, 3, 2), agreed_by=who)


@pytest.mark.slow
def test_processes_that_make_and_write_one_database_at_once_lose_nothing(bare: Workspace) -> None:
    """None of them finds the file: each would make the tables."""
    writers = [_children.Process(target=_agree_many, args=(bare.root, f"w{n}")) for n in range(_WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * _WRITERS
    found = actions(bare)
    assert len(found) == _WRITERS * _EACH
    assert all(one.ended_on and [edit.by for edit in one.edits] == [one.seller] for one in found)


def _write_for_ever(root: Path, pipe: Connection) -> None:
    """Each action is ended with its edit: two rows in one transaction that must agree."""
    workspace = Workspace.open(root)
    pipe.send("ready")
    while True:
        made = _agreed_by(workspace, "s")
        snooze(workspace, f"k{made.id}", date(2026, 12, 31))
        end(workspace, made.id, on=date(2026, 6, 1), by="s")
        pipe.send(made.id)


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_rows_and_everything_it_had_said(bare: Workspace) -> None:
    """The first ones die while the tables are made."""
    chance = random.Random(20261123)
    told: set[int] = set()
    for kill in range(_KILLS):
        ours, theirs = _children.Pipe()
        writer = _children.Process(target=_write_for_ever, args=(bare.root, theirs))
        writer.start()
        assert ours.recv() == "ready"
        # However slow the machine: later ones die somewhere after their first action.
        assert kill < 4 or ours.poll(60)
        time.sleep(chance.uniform(0, 0.15))
        writer.kill()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        while ours.poll():
            told.add(ours.recv())
        ours.close()
        theirs.close()
        found = {one.id: one for one in actions(bare)}
        assert told <= {number for number, one in found.items() if one.ended_on}
        assert all((one.ended_on is None) == (one.edits == ()) for one in found.values())
        assert {f"k{number}" for number in told} <= snoozed(bare, date(2026, 7, 1)).keys()
    assert told
    assert _agreed_by(bare, "after").id == max(one.id for one in actions(bare))
