"""Columns that other people wrote."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from merilo.facts.schema import Kind
from merilo.intake.formats import ColumnProfile, expression
from tests.intake.formats.table import Table


def _load(path: Path, separator: str = ",") -> Table:
    con = duckdb.connect()
    con.execute(
        f"CREATE TABLE raw AS SELECT row_number() OVER () - 1 AS _row, * "
        f"FROM read_csv('{path}', delim = '{separator}', header = true, all_varchar = true)"
    )
    columns = [row[0] for row in con.execute("DESCRIBE raw").fetchall()]
    return Table(con, tuple(columns[1:]))


def _dates(found: ColumnProfile) -> tuple[tuple[str, ...], str]:
    assert found.dates is not None
    assert not found.dates.ambiguous
    assert found.misfit_count == 0
    return found.dates.formats, found.dates.basis


def test_three_copies_of_the_same_deals_give_equal_instants_to_the_minute(shared_data):
    folder = shared_data / "olist_funnel"
    copies = (
        (folder / "original/olist_closed_deals_dataset.csv", ","),
        (folder / "variant_ddmmyyyy/olist_closed_deals_dataset.csv", ","),
        (folder / "variant_semicolon_bom/olist_marketing_closed_deals_dataset.csv", ";"),
    )
    won = [_minutes(_load(path, separator)) for path, separator in copies]
    assert len(won[0]) == 842
    assert won[0] == won[1] == won[2]


def _minutes(table: Table) -> dict[str, int]:
    sql = expression(Kind.TIME, "won_date", table.profile()["won_date"], time_zone="America/Sao_Paulo").sql
    return dict(table.con.execute(f"SELECT mql_id, epoch_us({sql}) // 60000000 FROM raw").fetchall())


def test_salesforce_dates_are_day_first(shared_data):
    history = _load(shared_data / "salesforce_demo_history/Opportunity History.csv").profile()
    assert _dates(history["CreatedDate"]) == (("%d/%m/%Y",), "counted")
    deals = _load(shared_data / "salesforce_demo_history/Opportunity.csv").profile()
    assert _dates(deals["LastModifiedDate"])[0] == ("%d/%m/%Y %H:%M",)
    assert deals["IsWon"].kind is Kind.FLAG


def test_adventureworks_dates_have_slashes_and_the_year_first(shared_data):
    sales = _load(shared_data / "adventureworks/pbi/Sales.csv", "|").profile()
    assert _dates(sales["OrderDate"]) == (("%Y/%m/%d",), "form")
    assert (sales["Quantity"].kind, sales["Sales"].kind) == (Kind.COUNT, Kind.NUMBER)


def test_loan_events_keep_their_offsets_over_the_change_of_the_clock(shared_data):
    table = _load(shared_data / "bpi2012_loan/derived/events.csv.gz")
    found = table.profile()["timestamp"]
    assert found.dates is not None
    assert found.dates.has_offset
    parsed = expression(Kind.TIME, "timestamp", found, time_zone="Asia/Tokyo")
    sql = f"SELECT count({parsed.sql}), count(*) FILTER ({parsed.failed}), min(epoch_ms({parsed.sql})) FROM raw"
    assert table.con.execute(sql).fetchone() == (262200, 0, 1317422324546)


@pytest.fixture(scope="module")
def retail(shared_data) -> Table:
    return _load(shared_data / "online_retail_uci/by-day/*.csv")


def test_retail_sums_are_exact_and_customers_lose_their_dot_zero(retail):
    found = retail.profile()
    quantity = expression(Kind.COUNT, "Quantity", found["Quantity"], time_zone="UTC")
    price = expression(Kind.MONEY, "UnitPrice", found["UnitPrice"], time_zone="UTC")
    customer = expression(Kind.TEXT, "CustomerID", found["CustomerID"], time_zone="UTC")
    sql = (
        f"SELECT count(*), sum({quantity.sql} * {price.sql}), count(DISTINCT {customer.sql}), "
        f"count(*) FILTER ({customer.repaired}), min({customer.sql}) FROM raw"
    )
    rows, total, customers, repaired, least = retail.con.execute(sql).fetchone()
    assert (rows, customers, repaired, least) == (541909, 4372, 541909 - 135080, "12346")
    assert round(total, 2) == round(total.__class__("9747747.934"), 2)


def test_retail_invoice_times_are_read_whole(retail):
    parsed = expression(Kind.TIME, "InvoiceDate", retail.profile()["InvoiceDate"], time_zone="UTC")
    sql = (
        f"SELECT count({parsed.sql}), strftime(make_timestamp(epoch_us(max({parsed.sql}))), '%Y-%m-%d %H:%M') FROM raw"
    )
    assert retail.con.execute(sql).fetchone() == (541909, "2011-12-09 12:50")
