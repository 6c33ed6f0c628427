"""The journal on PostgreSQL: the same deeds as on SQLite, and two people at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from merilo.facts.store import FactStore
from merilo.people.database import opened
from merilo.people.journal.kinds import Kind
from merilo.people.journal.writing import ConflictError
from merilo.reports.journal import duplicates, reading, writing
from merilo.reports.journal.keeper import Keeper
from merilo.reports.journal.known import record
from merilo.reports.journal.search import search
from tests.facts.importing import rows
from tests.postgresql import Server
from tests.reports.journal.office import Office, office


@pytest.fixture
def there(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = office(tmp_path_factory.mktemp("office") / "pg", database=postgresql.database())
    with opened(made.place):
        yield made


def test_deeds_are_done_found_merged_undone_and_become_facts(there: Office) -> None:
    keep, lose = (writing.add(there.ann, Kind.ACCOUNT, {"name": name}).record for name in ("Жук", "Жук ООО"))
    deal = writing.add(there.ann, Kind.DEAL, {"name": "D", "account": lose.id, "amount": "1.50"}).record
    writing.move_deal(there.ann, deal.id, "Won", 1)
    merged = duplicates.merge(there.ann, Kind.ACCOUNT, (keep.id, 1), (lose.id, 1))
    assert record(there.ann, Kind.DEAL, deal.id).fields["account"] == keep.id
    assert [hit.title for hit in search(there.eve, "жук")] == ["Жук"]
    writing.undo(there.ann, merged.deed)
    assert [hit.title for hit in search(there.eve, "ЖУК")] == ["Жук", "Жук ООО"]
    assert Keeper(there.place).bring_in() > 0
    assert reading.waiting() == 0
    found = rows(FactStore.open(there.place.facts), "deals", "id", "account", "status")
    assert (deal.id, lose.id, "won") in found


def test_of_many_who_change_one_record_at_once_one_is_first(there: Office) -> None:
    from django.db import connection

    made = writing.add(there.ann, Kind.ACCOUNT, {"name": "A"}).record

    def change(n: int) -> str:
        try:
            done = writing.change(there.root, Kind.ACCOUNT, made.id, {"name": f"A{n}"}, 1)
            return str(done.record.fields["name"])
        except ConflictError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(change, range(8)))
    [first] = [name for name in told if name]
    assert record(there.ann, Kind.ACCOUNT, made.id).fields["name"] == first


def test_one_key_at_once_is_one_entry(there: Office) -> None:
    from django.db import connection

    def enter(_n: int) -> str:
        try:
            return writing.add(there.ann, Kind.TOUCH, {"kind": "call"}, key="once").record.id
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(enter, range(6)))) == 1
    assert len(reading.latest(there.ann, Kind.TOUCH)) == 1
