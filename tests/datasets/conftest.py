"""Every data set is imported once per test process; modules of one data set belong to one process (xdist_group)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from merilo.core.settings import Settings
from merilo.core.workspace import Workspace
from merilo.facts.store import FactStore
from merilo.intake.report import ImportReport
from merilo.intake.run import prepare, run_import
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples" / "mappings"


@dataclass(frozen=True)
class _DataSet:
    path: str
    mapping: str = ""
    currency: str = "USD"
    time_zone: str = "UTC"


# Those without a mapping are understood by Merilo itself.
DATA_SETS = {
    "maven_crm": _DataSet("maven_crm/original"),
    "maven_crm_by_example": _DataSet("maven_crm/original", "maven_crm"),
    "maven_crm_revenue": _DataSet("maven_crm/original", "maven_crm_revenue"),
    "olist_funnel": _DataSet("olist_funnel/original", "olist_funnel", "BRL", "America/Sao_Paulo"),
    "olist_ddmmyyyy": _DataSet("olist_funnel/variant_ddmmyyyy", "olist_funnel", "BRL", "America/Sao_Paulo"),
    "olist_semicolon": _DataSet("olist_funnel/variant_semicolon_bom", "olist_funnel", "BRL", "America/Sao_Paulo"),
    "online_retail": _DataSet("online_retail_uci/by-day", "online_retail", "GBP", "Europe/London"),
    "online_retail_gross": _DataSet("online_retail_uci/by-day", "online_retail_gross", "GBP", "Europe/London"),
    "mrr_playbook": _DataSet("mrr_playbook/subscription_periods.csv"),
    "salesforce_demo_history": _DataSet("salesforce_demo_history"),
    "salesforce_by_example": _DataSet("salesforce_demo_history", "salesforce_demo_history"),
    "adventureworks": _DataSet("adventureworks/pbi", "adventureworks"),
    "bpi2012": _DataSet("bpi2012_loan/derived/events.csv.gz", "bpi2012", "EUR", "Europe/Amsterdam"),
}

Imported = Callable[[str], tuple[Workspace, ImportReport]]


@pytest.fixture(scope="session")
def imported(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """`imported("maven_crm")` gives the workspace that holds the data set, and the import's report."""
    done: dict[str, tuple[Workspace, ImportReport]] = {}

    def get(name: str) -> tuple[Workspace, ImportReport]:
        if name not in done:
            done[name] = data_set_imported(DATA_SETS[name], shared_data, tmp_path_factory.mktemp(name))
        return done[name]

    return get


def data_set_imported(data: _DataSet, shared_data: Path, folder: Path) -> tuple[Workspace, ImportReport]:
    """A new workspace in the folder that holds the data set, and the import's report."""
    settings = Settings(currency=data.currency, time_zone=data.time_zone)
    workspace = Workspace.init(folder / "workspace", settings)
    mapping = EXAMPLES / f"{data.mapping}.toml" if data.mapping else None
    prepared = prepare(workspace, [shared_data / data.path], mapping=mapping)
    return workspace, run_import(workspace, prepared, aliases_confirmed=prepared.aliases)


Reference = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def reference(shared_data: Path) -> Reference:
    """`reference("maven_crm")` gives the figures of the data set's reference.json."""

    def get(folder: str) -> dict[str, Any]:
        figures: dict[str, Any] = json.loads((shared_data / folder / "reference.json").read_text("utf-8"))["figures"]
        return figures

    return get


Query = Callable[[Workspace, str], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def query() -> Query:
    """Plain SQL over the fact tables of a workspace, to count what was imported without any KPI."""

    def run(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
        con = duckdb.connect()
        con.execute("SET TimeZone = $1", [workspace.settings.time_zone])
        snapshot = FactStore.open(workspace.facts).snapshot()
        for name in snapshot.tables:
            files = [str(path) for path in snapshot.files(name)]
            if files:
                con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files})")
        # By way of Arrow, because the engine's own rows want pytz for instants.
        table = con.sql(sql).to_arrow_table()
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    return run
