"""What is logged becomes facts: once, whole, and whatever dies on the way."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from merilo.core.errors import BusyError
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from merilo.people.database import opened
from merilo.people.journal.kinds import KINDS, Kind
from merilo.reports.journal import duplicates, reading, writing
from merilo.reports.journal.keeper import Keeper
from merilo.reports.pages.data_page import data_page
from merilo.reports.prepared import MAKERS, Prepared
from merilo.sources.journal import SHAPES
from tests.facts.importing import imported, rows
from tests.reports.journal.office import Office, office


def _facts(desk: Office, table: str, number: str, *columns: str) -> list[tuple[Any, ...]]:
    found = rows(FactStore.open(desk.place.facts), table, "id", *columns)
    return [row[1:] for row in found if row[0] == number]


def test_every_kind_fills_columns_of_its_table() -> None:
    """A field that facts have too must reach them, whatever is added later."""
    assert set(SHAPES) == {kind.value for kind in KINDS}
    for kind, declared in KINDS.items():
        shape, table = SHAPES[kind.value], TABLES[declared.table]
        own = {column.name for column in table.own_columns}
        assert (shape.table, set(shape.columns) <= own) == (declared.table, True)
        assert {field.name for field in declared.fields if field.fact} == set(shape.columns)
        required = {column.name for column in table.own_columns if column.required}
        filled = {field.name for field in declared.fields if field.required} | dict(shape.constant).keys()
        assert required <= filled


def test_what_was_logged_is_a_fact_changed_and_taken_back(desk: Office) -> None:
    keeper = Keeper(desk.place)
    account = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record
    touch = writing.log_touch(desk.ann, {"kind": "call", "account": account.id, "at": "2026-07-01T09:30"})
    assert reading.waiting() == 2
    assert keeper.bring_in() == 2
    assert (reading.waiting(), reading.waiting_since(), keeper.bring_in()) == (0, None, 0)
    at = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    told = _facts(desk, "touches", touch.record.id, "source", "seller", "kind", "direction", "at", "account")
    assert told == [("journal", "crm:ann", "call", "outbound", at, account.id)]
    writing.change(desk.ann, Kind.TOUCH, touch.record.id, {"outcome": "connected"}, 1)
    keeper.bring_in()
    assert _facts(desk, "touches", touch.record.id, "outcome") == [("connected",)]
    deed = writing.remove(desk.ann, Kind.TOUCH, touch.record.id, 2).deed
    keeper.bring_in()
    assert _facts(desk, "touches", touch.record.id) == []
    writing.undo(desk.ann, deed)
    keeper.bring_in()
    assert _facts(desk, "touches", touch.record.id, "outcome") == [("connected",)]


def test_a_deal_tells_its_own_history_even_between_two_states(desk: Office) -> None:
    """Two moves within a second: comparing states would show one. Nothing is told by comparison besides."""
    keeper = Keeper(desk.place)
    deal = writing.add(desk.ann, Kind.DEAL, {"name": "D"}).record
    keeper.bring_in()
    moved = writing.move_deal(desk.ann, deal.id, "Proposal", 1).record
    writing.move_deal(desk.ann, deal.id, "Won", moved.version)
    keeper.bring_in()
    changes = rows(FactStore.open(desk.place.facts), "deal_changes", "deal", "field", "old", "new", "evidence", "at")
    told = sorted((row for row in changes if row[0] == deal.id), key=lambda row: (row[-1], row[1]))
    assert [row[1:5] for row in told] == [
        ("stage", "New", "Proposal", "history"), ("stage", "Proposal", "Won", "history"),
        ("status", "open", "won", "history"),
    ]  # fmt: skip
    assert _facts(desk, "deals", deal.id, "stage", "status") == [("Won", "won")]


def test_a_merge_reaches_the_facts_whole(desk: Office) -> None:
    keeper = Keeper(desk.place)
    keep, lose = (writing.add(desk.ann, Kind.ACCOUNT, {"name": name}).record for name in ("A", "B"))
    touch = writing.log_touch(desk.ann, {"kind": "call", "account": lose.id}).record
    keeper.bring_in()
    duplicates.merge(desk.ann, Kind.ACCOUNT, (keep.id, 1), (lose.id, 1))
    keeper.bring_in()
    assert _facts(desk, "touches", touch.id, "account") == [(keep.id,)]
    assert (len(_facts(desk, "accounts", keep.id)), len(_facts(desk, "accounts", lose.id))) == (1, 0)


def test_whoever_dies_before_marking_it_done_brings_it_in_once(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    touch = writing.log_touch(desk.ann, {"kind": "call"}).record

    def dies(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("merilo.reports.journal.keeper.outbox.done", dies)
        with pytest.raises(KeyboardInterrupt):
            Keeper(desk.place).bring_in()
    state = FactStore.open(desk.place.facts).latest().number
    assert (reading.waiting(), len(_facts(desk, "touches", touch.id))) == (1, 1)
    assert Keeper(desk.place).bring_in() == 1
    assert (reading.waiting(), len(_facts(desk, "touches", touch.id))) == (0, 1)
    assert FactStore.open(desk.place.facts).latest().number == state


def test_while_another_writes_entries_wait_and_nothing_is_lost(desk: Office) -> None:
    store = FactStore.open(desk.place.facts)
    with store.writing("a long import"):
        touch = writing.log_touch(desk.ann, {"kind": "call"}).record
        with pytest.raises(BusyError):
            Keeper(desk.place).bring_in(patience=0.05)
        assert reading.waiting() == 1
    assert Keeper(desk.place).bring_in() == 1
    assert len(_facts(desk, "touches", touch.id)) == 1


def test_facts_of_an_older_backup_get_all_of_the_journal_again(desk: Office) -> None:
    from merilo.people.journal.models import Kept

    touch = writing.log_touch(desk.ann, {"kind": "call"}).record
    Keeper(desk.place).bring_in()
    store = FactStore.open(desk.place.facts)
    Kept.objects.update(state=store.latest().number + 5)
    assert Keeper(desk.place).bring_in() == 1
    assert len(_facts(desk, "touches", touch.id)) == 1


def test_documents_are_not_made_anew_for_each_entry(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that people's entries made lets the documents be for some minutes; one of an import does not."""
    monkeypatch.setattr("merilo.reports.prepared.MAKERS", {"staff": MAKERS["staff"]})
    prepared, keeper = Prepared(desk.place, "en"), Keeper(desk.place)
    prepared.make()
    writing.log_touch(desk.ann, {"kind": "call"})
    keeper.bring_in()
    assert (prepared.missing, prepared.due, prepared.make()) == ((), (), 0)
    monkeypatch.setattr("merilo.reports.prepared._RENEWED", -1.0)
    assert (prepared.missing, prepared.due, prepared.make()) == ((), ("staff",), 1)
    assert prepared.due == ()
    imported(FactStore.open(desk.place.facts), "accounts", [{"source_id": f"new-{time.time_ns()}", "name": "N"}])
    assert (prepared.missing, prepared.make()) == (("staff",), 1)


def test_states_of_entries_alone_go_after_a_while_and_rows_stay(desk: Office) -> None:
    """The trap: tables that entries never touch have one version in all of the states that are kept."""
    store, keeper = FactStore.open(desk.place.facts), Keeper(desk.place)
    imports = [state.number for state in store.states() if not state.is_light]
    for _n in range(3):
        writing.log_touch(desk.ann, {"kind": "call"})
        keeper.bring_in()
    first = store.latest().committed_at
    for _n in range(3):
        writing.log_touch(desk.ann, {"kind": "call"})
        keeper.bring_in()
    before = {table: rows(store, table) for table in TABLES}
    assert store.thin(timedelta(hours=1)) == 0
    assert store.thin(datetime.now(UTC) - first) >= 2
    kept = [state.number for state in store.states()]
    assert kept[: len(imports)] == imports
    assert len(kept) == len(imports) + 4
    assert {table: rows(store, table) for table in TABLES} == before
    for number in kept[len(imports) :]:
        assert rows(store, "accounts", state=number) == before["accounts"]
        assert len(rows(store, "touches", state=number)) == len(before["touches"]) - (kept[-1] - number)
    assert store.thin(timedelta(0), files=timedelta(0)) >= 3
    assert {table: rows(store, table) for table in TABLES} == before
    for table in TABLES:
        on_disk = {str(path) for path in (store.path / table).glob("*.parquet")}
        assert on_disk == set(store.snapshot().files(table))


_FEED = """
import sys, time
from pathlib import Path
from merilo.core.workspace import Workspace
from merilo.people.database import opened
from merilo.reports.journal.keeper import Keeper
place = Workspace.open(Path(sys.argv[1]))
with opened(place):
    keeper = Keeper(place)
    print("ready", flush=True)
    while True:
        keeper.bring_in()
"""


@pytest.mark.slow
def test_a_keeper_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    there = office(tmp_path / "ws")
    logged: list[str] = []
    with opened(there.place):
        for n in range(6):
            keeper = subprocess.Popen([sys.executable, "-c", _FEED, str(there.place.root)], stdout=subprocess.PIPE)
            assert keeper.stdout is not None
            keeper.stdout.readline()
            for _touch in range(15):
                logged.append(writing.log_touch(there.ann, {"kind": "call"}).record.id)
                time.sleep(0.013 * (n + 1) % 0.05)
            keeper.kill()
            keeper.wait()
            keeper.stdout.close()
        while Keeper(there.place).bring_in():
            pass
        assert reading.waiting() == 0
    found = [row[0] for row in rows(FactStore.open(there.place.facts), "touches", "id")]
    assert sorted(found) == sorted(logged)


def test_entries_are_no_imports_on_the_data_page(desk: Office) -> None:
    before = [each.number for each in data_page(desk.root).history]
    writing.log_touch(desk.ann, {"kind": "call"})
    Keeper(desk.place).bring_in()
    assert [each.number for each in data_page(desk.root).history] == before
