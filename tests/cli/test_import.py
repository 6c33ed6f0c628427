"""`merilo import`: what it shows, asks, writes, refuses, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import DEALS, Run


def test_import_shows_the_mapping_and_accounts_for_every_row(merilo: Run, deals: Path) -> None:
    ended = merilo("import", deals, "--yes")
    assert ended.code == 0
    assert "deals.source_id" in ended.out
    assert "D1" in ended.out  # sample values
    assert "state 1" in ended.out
    assert "A new workspace was made" in ended.err


def test_importing_the_same_file_twice_changes_nothing(merilo: Run, deals: Path) -> None:
    merilo("import", deals, "--yes")
    ended = merilo("import", deals, "--yes")
    assert ended.code == 0
    assert "accepted before" in ended.out
    assert "Nothing new" in ended.out


def test_json_is_one_document_and_nothing_else(merilo: Run, deals: Path) -> None:
    ended = merilo("import", deals, "--yes", "--json")
    document = json.loads(ended.out)
    assert {table["table"]: table["new"] for table in document["tables"]}["deals"] == 4


def test_without_yes_and_without_a_person_nothing_is_imported(merilo: Run, deals: Path) -> None:
    ended = merilo("import", deals)
    assert ended.code == 2
    assert "--yes" in ended.err
    assert merilo("history", "--json").code == 1  # there are no facts yet


def test_a_dry_run_says_what_would_happen_and_writes_nothing(merilo: Run, deals: Path, tmp_path: Path) -> None:
    ended = merilo("import", deals, "--dry-run")
    assert ended.code == 0
    assert "nothing was written" in ended.out
    assert not list((tmp_path / "facts").iterdir())
    assert not list((tmp_path / "mappings").iterdir())


def test_rejected_rows_are_explained_mended_and_imported_again(merilo: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(DEALS + "D5,Boris,Bolt,Won,Won,12a4,2026-02-01,2026-03-21\n", encoding="utf-8")
    ended = merilo("import", file, "--yes")
    assert ended.code == 3
    assert "12a4" in ended.out
    rejects = json.loads(merilo("rejects", "--json").out)
    assert rejects[0]["rows"] == 1

    merilo("rejects", rejects[0]["import_id"], "--to", tmp_path / "mended.csv")
    mended = tmp_path / "mended.csv"
    assert ",6," in mended.read_text(encoding="utf-8-sig")  # the line in the file
    mended.write_text(mended.read_text(encoding="utf-8-sig").replace("12a4", "124"), encoding="utf-8")
    ended = merilo("import", mended, "--yes")
    assert ended.code == 0
    answer = json.loads(merilo("kpi", "won_amount", "--json").out)
    assert answer["total"]["value"] == "274.5"


def test_a_mapping_is_written_read_back_and_used(merilo: Run, deals: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    assert merilo("import", deals, "--write-mapping", mapping).code == 0
    mapping.write_text(mapping.read_text().replace('"Amount"', '"Nothing"'), encoding="utf-8")
    ended = merilo("import", deals, "--mapping", mapping, "--yes")
    assert ended.code == 1
    assert "Nothing" in ended.err
    mapping.write_text(mapping.read_text().replace('"Nothing"', '"Amount"'), encoding="utf-8")
    assert merilo("import", deals, "--mapping", mapping, "--yes").code == 0


def test_a_file_that_is_not_there_is_named(merilo: Run) -> None:
    ended = merilo("import", "no-such.csv", "--yes")
    assert ended.code == 1
    assert "no-such.csv" in ended.err


def test_errors_are_json_too_when_json_was_asked(merilo: Run) -> None:
    ended = merilo("import", "no-such.csv", "--yes", "--json")
    assert ended.code == 1
    assert "no-such.csv" in json.dumps(json.loads(ended.out))
