"""Files that other people's programs wrote: every data set is read whole, with the rows that its owner counts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from merilo.sources.raw import RawTable
from merilo.sources.spreadsheet import line_of, read


def tables(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, RawTable]:
    found = read([folder], con)
    assert not [t.name for t in found if t.rejects]
    return {t.name: t for t in found}


MAVEN = {"accounts": 85, "data_dictionary": 21, "products": 7, "sales_pipeline": 8800, "sales_teams": 35}
OLIST = {"olist_marketing_qualified_leads_dataset": 8000}
SELLERS = {"olist_sellers_dataset": 3095}
CLOSED = {"olist_closed_deals_dataset": 842}
ADVENTURE = {"Product": 397, "Region": 10, "Reseller": 701, "Sales": 57_851, "Salesperson": 18}


@pytest.mark.parametrize(
    ("folder", "rows"),
    [
        ("maven_crm/original", MAVEN),
        ("olist_funnel/original", OLIST | SELLERS | CLOSED),
        ("olist_funnel/variant_ddmmyyyy", OLIST | CLOSED),
        ("olist_funnel/variant_semicolon_bom", OLIST | SELLERS | {"olist_marketing_closed_deals_dataset": 842}),
        ("online_retail_uci/by-day", {"by-day": 541_909}),
        ("adventureworks/pbi", ADVENTURE | {"SalespersonRegion": 39, "Targets": 809}),
        ("salesforce_demo_history", {"Opportunity": 219, "Opportunity History": 584, "output-2022-23": 876}),
        ("mrr_playbook", {"subscription_periods": 121}),
        ("bpi2012_loan/derived", {"events": 262_200}),
    ],
)
def test_every_row_of_the_data_sets_is_read(
    con: duckdb.DuckDBPyConnection, shared_data: Path, folder: str, rows: dict[str, int]
) -> None:
    assert {name: t.rows for name, t in tables(con, shared_data / folder).items()} == rows


def test_the_305_days_are_one_table_with_exact_lines(con: duckdb.DuckDBPyConnection, shared_data: Path) -> None:
    table = tables(con, shared_data / "online_retail_uci" / "by-day")["by-day"]
    assert len(table.files) == 305
    assert [f.path.name for f in table.files] == sorted(f.path.name for f in table.files)
    last = table.files[-1]
    found = con.execute(f"SELECT InvoiceNo, StockCode FROM {table.relation} WHERE _row = {table.rows - 1}").fetchall()[
        0
    ]
    line = line_of(table, con, [table.rows - 1])[table.rows - 1][2]
    assert last.path.read_text().splitlines()[line - 1].startswith(",".join(found))


def test_combined_values_of_olist_stay_whole(con: duckdb.DuckDBPyConnection, shared_data: Path) -> None:
    table = tables(con, shared_data / "olist_funnel" / "original")["olist_closed_deals_dataset"]
    query = f"SELECT count(*) FROM {table.relation} WHERE lead_behaviour_profile LIKE '%, %'"
    with (shared_data / "olist_funnel/original/olist_closed_deals_dataset.csv").open(newline="") as file:
        expected = sum(", " in row["lead_behaviour_profile"] for row in csv.DictReader(file))
    assert con.execute(query).fetchall() == [(expected,)]
    assert expected > 0


@pytest.mark.parametrize("name", ["Opportunity.csv", "Opportunity History.csv"])
def test_salesforce_files_read_as_python_reads_them(
    con: duckdb.DuckDBPyConnection, shared_data: Path, name: str
) -> None:
    path = shared_data / "salesforce_demo_history" / name
    [table] = read([path], con)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    found = con.execute(f"SELECT * EXCLUDE (_row, _file) FROM {table.relation} ORDER BY _row").fetchall()
    assert table.columns == tuple(header)
    assert found == [tuple(c if c.strip() else None for c in row) for row in rows]
    assert table.files[0].encoding == ("utf-8-sig" if "History" in name else "utf-8")


def test_header_files_of_the_crms_are_empty_tables_with_their_columns(
    con: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    found = tables(con, shared_data / "crm_headers")
    assert {t.rows for t in found.values()} == {0}
    assert {name.split(".")[0]: len(t.columns) for name, t in found.items()} == {
        "amocrm_deals_export_new": 22,
        "amocrm_deals_export_old": 76,
        "bitrix24_deals_export": 20,
        "bitrix24_leads_export": 6,
        "hubspot_deals_export": 13,
        "pipedrive_deals_export": 44,
    }
    assert {"Товар", "Товар (2)"} <= set(found["amocrm_deals_export_old.header"].columns)
    assert all("no_rows" in {f.kind for f in t.findings} for t in found.values())
    assert json.loads((shared_data / "crm_headers" / "headers.json").read_text())
