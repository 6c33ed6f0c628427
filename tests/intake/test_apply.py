"""Typed rows that are read from the raw cells each time they are asked for: rejects and repeats as ever."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from merilo.core.workspace import Workspace
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from merilo.intake.run import prepare, run_import
from tests.intake.conftest import deals_csv, do_import, facts, mapping_file

TOUCHES = (
    'name = "crm"\nsource = "crm"\n[[entry]]\nfile = "touches*"\nto = "touches"\n[entry.fields]\n'
    'source_id = "id"\nseller = "who"\nat = "at"\nduration_s = "seconds"\n'
    'kind = { column = "kind", values = { Call = "call" } }\ndirection = { constant = "outbound" }\n'
)
SQL = "SELECT source_id, seller, kind, duration_s FROM touches ORDER BY source_id"
CLEAN = ["1,Ann,Call,2026-01-02 10:00,5", "2,Bob,Call,2026-01-02 11:00,"]


def _touches(path: Path, *rows: str) -> Path:
    return deals_csv(path, list(rows), "id,who,kind,at,seconds")


@pytest.mark.parametrize(
    ("more", "expected", "rejected", "repeated"),
    [
        ([], [], 0, 0),
        (["3,Cid,Smoke,2026-01-03 10:00,1"], [], 1, 0),
        (["3,Cid,Call,,1", "4, Cid,Call,2026-01-03 10:00,7"], [("4", "crm:Cid", "call", 7)], 1, 0),
        (["2,Bob,Call,2026-01-02 11:00,", "3,N/A,Call,2026-01-03 10:00,3"], [("3", None, "call", 3)], 0, 1),
        ([",Ann,Call,2026-01-02 10:00,5", "3,Ann,Call,2026-01-02 10:00,5 "], [("3", "crm:Ann", "call", 5)], 1, 0),
    ],
)
def test_touches_are_read_rejected_and_collapsed(
    workspace: Workspace,
    tmp_path: Path,
    more: list[str],
    expected: list[tuple[object, ...]],
    rejected: int,
    repeated: int,
) -> None:
    path = _touches(tmp_path / "touches.csv", *CLEAN, *more)
    report = do_import(workspace, path, mapping=mapping_file(tmp_path, TOUCHES))
    assert facts(workspace, SQL) == [("1", "crm:Ann", "call", 5), ("2", "crm:Bob", "call", None), *expected]
    assert (report.rejected, report.table("touches").repeated) == (rejected, repeated)


def test_several_files_of_touches_are_one_table(workspace: Workspace, tmp_path: Path) -> None:
    first = _touches(tmp_path / "touches_1.csv", CLEAN[0])
    second = deals_csv(tmp_path / "touches_2.csv", ["2,Bob,Call,2026-01-02 11:00,,x"], "id,who,kind,at,seconds,more")
    do_import(workspace, first, second, mapping=mapping_file(tmp_path, TOUCHES))
    assert facts(workspace, SQL) == [("1", "crm:Ann", "call", 5), ("2", "crm:Bob", "call", None)]


def test_files_once_read_can_be_imported_by_another_mapping(workspace: Workspace, tmp_path: Path) -> None:
    rows = ["1,Ann,Call,2026-01-02 10:00,5"]
    prepared = prepare(workspace, [_touches(tmp_path / "touches.csv", *rows)], mapping=mapping_file(tmp_path, TOUCHES))
    other = 'name = "crm"\nsource = "crm"\n[[entry]]\nfile = "touches*"\nto = "sellers"\n[entry.fields]\nname = "who"\n'
    as_sellers = prepare(workspace, [tmp_path / "touches.csv"], mapping=mapping_file(tmp_path, other, "other.toml"))
    run_import(workspace, prepared.with_mapping(as_sellers.mapping), dry_run=True)
    run_import(workspace, prepared, dry_run=True)
    run_import(workspace, prepared.with_mapping(as_sellers.mapping))
    run_import(workspace, prepared)
    assert facts(workspace, SQL) == [("1", "crm:Ann", "call", 5)]


def test_a_column_called_like_the_fact_but_for_its_case_is_stored_under_the_facts_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = TOUCHES.replace('"seconds"', '"Duration_S"') + 'cadence = "Cadence"\n'
    path = deals_csv(tmp_path / "touches.csv", [f"{CLEAN[0]},Spring"], "id,who,kind,at,Duration_S,Cadence")
    do_import(workspace, path, mapping=mapping_file(tmp_path, text))
    files = FactStore.open(workspace.facts).snapshot().files("touches")
    assert [pq.read_schema(file).names for file in files] == [[column.name for column in TABLES["touches"].columns]]
    assert facts(workspace, "SELECT cadence, duration_s FROM touches") == [("Spring", 5)]
