"""The exports, imported by the demo's mapping, become exactly the facts that were generated."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from merilo.core.workspace import Workspace
from merilo.demo import company
from merilo.facts.store import FactStore
from merilo.intake.report import ImportReport
from merilo.intake.run import prepare, run_import


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[duckdb.DuckDBPyConnection, ImportReport]:
    """A connection with each table as imported (`deals`) and as generated (`true_deals`)."""
    folder = tmp_path_factory.mktemp("demo")
    made = company(sellers=12, teams=3, years=0.5, seed=5, until=date(2026, 6, 30))
    made.write(folder / "csv")
    workspace = Workspace.init(folder / "workspace", made.settings)
    prepared = prepare(workspace, [folder / "csv"], mapping=made.mapping())
    assert not prepared.questions
    report = run_import(workspace, prepared)
    snapshot = FactStore.open(workspace.facts).snapshot()
    con = duckdb.connect()
    con.execute("SET TimeZone = 'Europe/Moscow'")
    for name, table in made.tables().items():
        con.register(f"true_{name}", table)
        con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({list(snapshot.files(name))!r})")
    return con, report


# Set when Merilo first saw the row; the files know nothing of it.
_NOT_IN_FILES = ("observed_at", "modified_at")


def _differing(con: duckdb.DuckDBPyConnection, table: str, where: str = "true") -> list[tuple[object, ...]]:
    listed = f"SELECT * EXCLUDE ({', '.join(_NOT_IN_FILES)}) FROM"
    columns = [row[0] for row in con.execute(f"DESCRIBE {listed} true_{table}").fetchall()]
    names = ", ".join(f'"{name}"' for name in columns)
    mine, true = (f"SELECT {names} FROM {source} WHERE {where}" for source in (table, f"true_{table}"))
    return con.execute(f"({mine} EXCEPT ALL {true}) UNION ALL ({true} EXCEPT ALL {mine})").fetchall()


@pytest.mark.parametrize(
    "table",
    [
        "sellers", "memberships", "accounts", "contacts", "leads", "touches", "meetings", "deals", "stages", "revenue",
        "targets", "rates", "absences", "next_steps", "costs",
    ],
)  # fmt: skip
def test_imported_facts_are_the_generated_ones(
    imported: tuple[duckdb.DuckDBPyConnection, ImportReport], table: str
) -> None:
    assert _differing(imported[0], table) == []


def test_imported_history_is_the_generated_one(imported: tuple[duckdb.DuckDBPyConnection, ImportReport]) -> None:
    assert _differing(imported[0], "deal_changes", "field <> 'seller'") == []


def test_a_changed_seller_is_a_seller(imported: tuple[duckdb.DuckDBPyConnection, ImportReport]) -> None:
    con = imported[0]
    assert con.execute("SELECT count(*) FROM true_deal_changes WHERE field = 'seller'").fetchall()[0][0] > 0
    assert _differing(con, "deal_changes", "field = 'seller'") == []


def test_nothing_is_rejected(imported: tuple[duckdb.DuckDBPyConnection, ImportReport]) -> None:
    assert all(table.rejected == 0 for table in imported[1].tables)
