"""A spreadsheet brought into the journal: records with their references, what was there already, what was refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from merilo.core.errors import UsageError
from merilo.intake.prepare import prepare
from merilo.intake.run import run_import
from merilo.people.journal.kinds import Kind
from merilo.people.journal.records import listed, rows
from merilo.reports.access import NotAllowedError
from merilo.reports.journal import writing
from merilo.reports.journal.importing import JournalImport, bring_into_journal
from merilo.reports.journal.keeper import Keeper
from merilo.reports.journal.pipelines import pipeline_named
from merilo.reports.seen import Seen
from tests.reports.journal.office import Office

ACCOUNTS = """Account ID,Account Name,Website,Account Owner
a1,Alder LLC,https://alder.example,Ann
a2,ООО «Ёлки и Палки»,,Bob
a3,Cedar,,Somebody Else
a4,Dill,,Eve
"""
CONTACTS = """Contact ID,Account ID,Full Name,Email,Phone
c1,a1,Al Alder,al@alder.example,+44 20 7946 0018
c2,a2,Pine,pine@elki.example,
"""
DEALS = """Opportunity ID,Opportunity Name,Account ID,Owner,Stage,Amount,Currency,Created Date,Close Date
d1,Planks,a1,Ann,Negotiation,1200.50,EUR,2026-01-10,2026-12-20
d2,Boards,a2,Ann,Closed Won,300,EUR,2026-01-11,2026-02-20
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    for name, text in (("accounts", ACCOUNTS), ("contacts", CONTACTS), ("opportunities", DEALS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _bring(seen: Seen, files: Path, *, dry_run: bool = False) -> JournalImport:
    return bring_into_journal(seen, prepare(seen.place, [files], source="sheet"), dry_run=dry_run)


def _counts(found: JournalImport) -> dict[str, tuple[int, ...]]:
    return {each.kind: (each.read, each.new, each.known, each.matched, each.refused) for each in found.kinds}


def test_rows_become_records_that_refer_to_each_other(desk: Office, files: Path) -> None:
    found = _bring(desk.mia, files)
    assert _counts(found) == {"account": (4, 2, 0, 1, 1), "contact": (2, 2, 0, 0, 0), "deal": (2, 2, 0, 0, 0)}
    names = {each.fields["name"]: each for each in listed(Kind.ACCOUNT)}
    assert {name: each.owner for name, each in names.items()} == {"Alder LLC": "crm:ann", "Cedar": "crm:mia"}
    assert names["Alder LLC"].fields["domain"] == "alder.example"
    contacts = {each.title: each.fields["account"] for each in listed(Kind.CONTACT)}
    assert contacts == {"Al Alder": names["Alder LLC"].id, "Pine": "crm:1"}
    deals = {each.title: each.fields for each in listed(Kind.DEAL)}
    assert (deals["Planks"]["account"], deals["Planks"]["status"]) == (names["Alder LLC"].id, "open")
    assert (deals["Boards"]["account"], deals["Boards"]["status"]) == ("crm:1", "won")
    stages = [stage.name for stage in pipeline_named(desk.mia, deals["Boards"]["pipeline"]).stages]
    assert {deals["Boards"]["stage"], deals["Planks"]["stage"]} <= set(stages)
    refused = Path(found.refused_path).read_text(encoding="utf-8-sig")
    assert "a4" in refused
    assert "another seller's" in refused
    while Keeper(desk.place).bring_in():
        pass


def test_the_same_file_again_adds_nothing_and_keeps_what_was_changed_since(desk: Office, files: Path) -> None:
    first = _bring(desk.mia, files)
    cedar = next(each for each in listed(Kind.ACCOUNT) if each.title == "Cedar")
    writing.change(desk.mia, Kind.ACCOUNT, cedar.id, {"name": "Cedar & Sons"}, cedar.version)
    before = {kind: rows(kind).count() for kind in Kind}
    again = _bring(desk.mia, files)
    assert [each.new for each in again.kinds] == [0, 0, 0]
    assert {kind: rows(kind).count() for kind in Kind} == before
    assert "Cedar & Sons" in {each.title for each in listed(Kind.ACCOUNT)}
    writing.undo(desk.mia, first.deeds[0])
    assert rows(Kind.DEAL).count() == 0


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Office, files: Path) -> None:
    said = _bring(desk.mia, files, dry_run=True)
    assert (sum(rows(kind).count() for kind in Kind), said.deeds, said.refused_path) == (0, (), "")
    assert _counts(said) == _counts(_bring(desk.mia, files))


def test_an_analyst_brings_nothing_in_and_a_seller_his_own(desk: Office, files: Path) -> None:
    with pytest.raises(NotAllowedError):
        _bring(desk.ada, files)
    _bring(desk.ann, files)
    assert {each.owner for kind in (Kind.ACCOUNT, Kind.DEAL) for each in listed(kind)} == {"crm:ann"}


def test_no_file_takes_the_journal_s_name(desk: Office, files: Path) -> None:
    """The trap: a complete list of that source would delete all that people logged."""
    with pytest.raises(UsageError, match="own journal"):
        run_import(desk.place, prepare(desk.place, [files], source="journal"), complete=True)
