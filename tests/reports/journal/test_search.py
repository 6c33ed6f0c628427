"""Search as you type, likely duplicates, and two records made one."""

from __future__ import annotations

from pathlib import Path

import pytest

from merilo.core.errors import UsageError
from merilo.facts.store import FactStore
from merilo.people.database import opened
from merilo.people.journal.kinds import Kind
from merilo.people.journal.writing import ConflictError
from merilo.people.roles import Person, Role
from merilo.reports.journal import duplicates, reading, writing
from merilo.reports.journal.known import record
from merilo.reports.journal.search import search
from merilo.reports.seen import Seen
from tests.facts.importing import imported, relation, session
from tests.reports.journal.office import FACTS, Office, office


def _titles(desk: Office, who: str, text: str) -> list[str]:
    return [hit.title for hit in search(desk.seen[who], text)]


@pytest.mark.parametrize(
    "text", ["ЁЛК", "елки", "палки ёлки", "elki.ex", "  Ёлки   и ", "ки и п"],
)  # fmt: skip
def test_an_account_of_another_system_is_found_by_name_and_domain_in_any_case(desk: Office, text: str) -> None:
    assert "Ёлки и Палки" in _titles(desk, "bob", text)


@pytest.mark.parametrize("text", ["9161234567", "+7 916 123", "8 (916) 123-45-67", "4567", "PETR@elki", "ёлкин петр"])
def test_a_person_is_found_by_number_address_and_name(desk: Office, text: str) -> None:
    assert "Пётр Ёлкин" in _titles(desk, "bob", text)


def test_what_was_just_logged_is_found_changed_and_not_when_deleted(desk: Office) -> None:
    made = writing.add(desk.ann, Kind.ACCOUNT, {"name": "Жук-Плавунец", "phone": "+44 20 7946 0018"})
    assert _titles(desk, "eve", "жук") == _titles(desk, "eve", "плавун") == _titles(desk, "eve", "79460018")
    assert _titles(desk, "eve", "жук") == ["Жук-Плавунец"]
    changed = writing.change(desk.ann, Kind.ACCOUNT, made.record.id, {"name": "Стрекоза"}, 1)
    assert (_titles(desk, "eve", "жук"), _titles(desk, "eve", "стрек")) == ([], ["Стрекоза"])
    gone = writing.remove(desk.ann, Kind.ACCOUNT, made.record.id, changed.record.version)
    assert _titles(desk, "eve", "стрек") == []
    writing.undo(desk.ann, gone.deed)
    assert _titles(desk, "eve", "стрек") == ["Стрекоза"]


def test_deals_are_found_by_who_sees_them(desk: Office) -> None:
    writing.add(desk.ann, Kind.DEAL, {"name": "Supply of nails"})
    found = {who: _titles(desk, who, "supply") for who in desk.seen}
    assert found["ann"] == found["mia"] == ["Supply of nails"]
    assert found["eve"] == found["max"] == ["Supply"]
    assert found["bob"] == found["nob"] == []
    assert found["ada"] == found["root"] == ["Supply", "Supply of nails"]


def test_a_title_that_begins_so_comes_first(desk: Office) -> None:
    for name in ("Old Iron", "The Ironworks", "Iron & Co", "Environ"):
        writing.add(desk.ann, Kind.ACCOUNT, {"name": name})
    assert _titles(desk, "ann", "iron") == ["Iron & Co", "Old Iron", "The Ironworks", "Environ"]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "'; DROP TABLE own; --", "\\", "\x00", "🦆", "(", "a" * 5000])
def test_any_text_is_only_sought(desk: Office, text: str) -> None:
    assert search(desk.ann, text) == ()


def test_likely_duplicates_say_why(desk: Office) -> None:
    def why(**given: str) -> list[tuple[str, str]]:
        return [(each.hit.title, each.why) for each in duplicates.likely(desk.bob, Kind.ACCOUNT, given)]

    assert why(name="New", domain="https://www.elki.example/about") == [("Ёлки и Палки", "domain")]
    assert why(name="ООО «Палки и ёлки»") == [("Ёлки и Палки", "name")]
    assert why(name="Birch and Co.", email="x@gmail.com") == []
    assert why(name="Палкы и ёлки Ltd") == [("Ёлки и Палки", "name")]
    [person] = duplicates.likely(desk.bob, Kind.CONTACT, {"name": "P.", "phone": "+7 916 123 45 67"})
    assert (person.hit.title, person.why) == ("Пётр Ёлкин", "phone")


def test_a_merge_moves_what_refers_to_the_other_and_can_be_undone(desk: Office) -> None:
    keep = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record
    lose = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A Ltd", "domain": "a.example", "note": "n"}).record
    contact = writing.add(desk.ann, Kind.CONTACT, {"name": "C", "account": lose.id}).record
    touch = writing.log_touch(desk.ann, {"kind": "call", "contact": contact.id}).record
    merged = duplicates.merge(desk.ann, Kind.ACCOUNT, (keep.id, 1), (lose.id, 1))
    assert [merged.record.fields[name] for name in ("name", "domain", "note")] == ["A", "a.example", "n"]
    assert record(desk.ann, Kind.TOUCH, touch.id).fields["account"] == keep.id
    assert len(reading.of_account(desk.ann, Kind.CONTACT, keep.id)) == 1
    assert _titles(desk, "ann", "a ltd") == []
    writing.undo(desk.ann, merged.deed)
    assert record(desk.ann, Kind.TOUCH, touch.id).fields["account"] == lose.id
    assert record(desk.ann, Kind.ACCOUNT, keep.id).fields["domain"] is None


def test_what_changed_since_or_belongs_to_another_system_is_not_merged(desk: Office) -> None:
    keep = writing.add(desk.ann, Kind.ACCOUNT, {"name": "A"}).record
    lose = writing.add(desk.ann, Kind.ACCOUNT, {"name": "B"}).record
    writing.change(desk.mia, Kind.ACCOUNT, lose.id, {"name": "B2"}, 1)
    with pytest.raises(ConflictError):
        duplicates.merge(desk.ann, Kind.ACCOUNT, (keep.id, 1), (lose.id, 1))
    with pytest.raises(UsageError, match="kept in crm"):
        duplicates.merge(desk.ann, Kind.ACCOUNT, (keep.id, 1), ("crm:2", 0))
    with pytest.raises(UsageError, match="cannot be merged"):
        duplicates.merge(desk.ann, Kind.ACCOUNT, (keep.id, 1), (keep.id, 1))


def test_what_an_import_changes_and_takes_away_is_found_so(tmp_path: Path) -> None:
    """What is looked through is brought up by what changed: a new name, whom it names, and what is gone."""
    place = office(tmp_path / "ws").place
    store = FactStore.open(place.facts)

    def titles(text: str) -> list[tuple[str, str]]:
        with opened(place):
            seen = Seen(place, Person(1, "", "Root", Role.ADMIN))
            return [(hit.title, hit.under) for hit in search(seen, text)]

    assert titles("ёлки") == [("Ёлки и Палки", "elki.example"), ("Пётр Ёлкин", "Ёлки и Палки")]
    path = next((place.root / "cache" / "search").glob("*.sqlite"))
    made = path.stat().st_ino
    accounts = [FACTS["accounts"][0] | {"name": "Сосны"}, {"source_id": "3", "name": "Ёлочка"}]
    imported(store, "accounts", accounts)
    assert titles("елки") == [("Пётр Ёлкин", "Сосны")]
    assert titles("ёлоч") == [("Ёлочка", "")]
    assert titles("сосн") == [("Сосны", "elki.example")]
    with store.writing("test") as writer, session() as con:
        relation(con, "contacts", [])
        writer.delete_missing("contacts", "crm", con, "incoming")
        writer.commit()
    assert titles("елки") == []
    assert path.stat().st_ino == made  # brought up, not made anew
