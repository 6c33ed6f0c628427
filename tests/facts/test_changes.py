"""History out of two imports compared, told once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from merilo.facts.store import FactStore
from merilo.facts.writer import Change
from tests.facts.importing import Row, at, deal, imported, put, relation, rows, session

TOLD = ("deal", "field", "old", "new", "at", "evidence")


def told(store: FactStore) -> list[tuple[Any, ...]]:
    return sorted(rows(store, "deal_changes", *TOLD), key=str)


def move(field: str, new: str | None, when: datetime, evidence: str = "history", source_id: str = "") -> Row:
    return {
        "source_id": source_id or f"{field}-{new}-{when}",
        "deal": "crm:a",
        "field": field,
        "old": None,
        "new": new,
        "at": when,
        "evidence": evidence,
    }


def test_every_compared_field_that_differs_leaves_a_row_dated_by_the_source(store: FactStore) -> None:
    before = deal("a", stage="Demo", amount=Decimal(5), expected_close_on=date(2026, 2, 1), seller="crm:x")
    after = deal("a", stage="Offer", amount=None, expected_close_on=date(2026, 3, 1), seller="crm:y")
    imported(store, "deals", [before | {"modified_at": at(1)}])
    imported(store, "deals", [after | {"modified_at": at(9), "status": "won"}])
    assert told(store) == sorted(
        [
            ("crm:a", "stage", "Demo", "Offer", at(9), "compared"),
            ("crm:a", "amount", "5.0000", None, at(9), "compared"),
            ("crm:a", "expected_close_on", "2026-02-01", "2026-03-01", at(9), "compared"),
            ("crm:a", "seller", "crm:x", "crm:y", at(9), "compared"),
            ("crm:a", "status", "open", "won", at(9), "compared"),
        ],
        key=str,
    )


def test_without_a_modified_time_a_move_is_dated_by_the_import(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo")])
    with store.writing(label="x") as writer:
        put(writer, "deals", [deal("a", stage="Offer")])
        writer.commit()
    assert told(store) == [("crm:a", "stage", "Demo", "Offer", writer.observed_at, "compared")]


def test_a_modified_time_that_did_not_advance_does_not_date_the_move(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo", modified_at=at(1))])
    with store.writing(label="x") as writer:
        put(writer, "deals", [deal("a", stage="Offer", modified_at=at(1))])
        writer.commit()
    assert told(store) == [("crm:a", "stage", "Demo", "Offer", writer.observed_at, "compared")]


def test_new_unchanged_stale_and_ungiven_tell_nothing(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo", modified_at=at(5))])
    imported(store, "deals", [deal("a", stage="Demo", modified_at=at(5)), deal("b", stage="Demo", modified_at=at(5))])
    imported(store, "deals", [deal("a", stage="Offer", modified_at=at(4))])
    imported(store, "deals", [deal("a", stage="Offer", name="N")], given={"name"})
    assert told(store) == []


def test_comparison_can_be_left_out(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo")])
    imported(store, "deals", [deal("a", stage="Offer")], compare=False)
    assert told(store) == []


def test_a_deal_that_this_import_brought_has_no_past(store: FactStore) -> None:
    imported(store, "deals", [deal("old", stage="Demo")])
    with store.writing(label="x") as writer:
        put(writer, "deals", [deal("a", stage="Demo")])
        put(writer, "deals", [deal("a", stage="Offer"), deal("old", stage="Offer")])
        writer.commit()
    assert [row[:2] for row in told(store)] == [("crm:old", "stage")]


def test_the_sources_own_history_replaces_comparison(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo", amount=Decimal(1))])
    imported(store, "deal_changes", [move("stage", "Demo", at(1))])
    imported(store, "deals", [deal("a", stage="Offer", amount=Decimal(2))])
    assert [row[1:4] for row in told(store)] == [("amount", "1.0000", "2.0000"), ("stage", None, "Demo")]


def test_history_that_arrives_later_takes_compared_rows_back_as_tombstones(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo", amount=Decimal(1))])
    imported(store, "deals", [deal("a", stage="Offer", amount=Decimal(2))])
    assert imported(store, "deal_changes", [move("stage", "Offer", at(3))]) == Change(new=1, deleted=1)
    assert [(row[1], row[5]) for row in told(store)] == [("amount", "compared"), ("stage", "history")]
    gone = duckdb.sql(
        f"SELECT field, superseded_by FROM read_parquet({list(store.snapshot().files('deal_changes__earlier'))})"
    )
    assert gone.fetchall() == [("stage", "delete")]


@pytest.mark.parametrize("deals_first", [True, False])
def test_deals_and_their_history_in_one_import_tell_a_move_once(store: FactStore, deals_first: bool) -> None:
    imported(store, "deals", [deal("a", stage="Demo")])
    calls = [("deals", [deal("a", stage="Offer")]), ("deal_changes", [move("stage", "Offer", at(3))])]
    with store.writing(label="x") as writer:
        for table, given in calls if deals_first else reversed(calls):
            put(writer, table, given)
        writer.commit()
    assert [(row[1], row[3], row[5]) for row in told(store)] == [("stage", "Offer", "history")]


def test_a_closing_date_accounts_for_the_win_but_not_for_the_reopening(store: FactStore) -> None:
    imported(store, "deals", [deal("a")])
    imported(store, "deal_changes", [move("status", "won", at(3), "closing")])
    imported(store, "deals", [deal("a") | {"status": "won"}])
    assert [row[5] for row in told(store)] == ["closing"]
    imported(store, "deals", [deal("a")])
    assert ("status", "won", "open", "compared") in [(row[1], row[2], row[3], row[5]) for row in told(store)]


def test_the_writer_counts_what_comparison_told(store: FactStore) -> None:
    imported(store, "deals", [deal("a", stage="Demo", amount=Decimal(1)), deal("b", stage="Demo")])
    imported(store, "deal_changes", [move("stage", "Won", at(3), "closing")])
    after = [deal("a", stage="Won", amount=Decimal(2)), deal("b", stage="Offer")]
    assert imported(store, "deals", after) == Change(changed=2, told=2)
    assert imported(store, "deals", after) == Change(unchanged=2)


def test_amounts_are_matched_as_numbers(store: FactStore) -> None:
    imported(store, "deals", [deal("a", amount=Decimal(1))])
    imported(store, "deals", [deal("a", amount=Decimal(22700))])
    imported(store, "deal_changes", [move("amount", "22700", at(3), "stage_date")])
    assert [row[5] for row in told(store)] == ["stage_date"]


def test_importing_the_same_change_again_tells_it_once(store: FactStore) -> None:
    for stage in ("Demo", "Offer", "Offer"):
        imported(store, "deals", [deal("a", stage=stage)])
    assert len(told(store)) == 1


def test_back_and_forth_is_told_in_full(store: FactStore) -> None:
    for day, stage in enumerate(("Demo", "Offer", "Demo", "Offer"), start=1):
        imported(store, "deals", [deal("a", stage=stage, modified_at=at(day))])
    assert [(row[2], row[3]) for row in sorted(told(store), key=lambda row: row[4])] == [
        ("Demo", "Offer"),
        ("Offer", "Demo"),
        ("Demo", "Offer"),
    ]


def test_history_under_way_needs_no_other_columns(store: FactStore) -> None:
    imported(store, "deal_changes", [move("stage", "Demo", at(1), source_id="one")])
    with store.writing(label="x") as writer, session() as con:
        relation(con, "deal_changes", [move("stage", "Demo", at(2), source_id="one")])
        con.execute("ALTER TABLE incoming DROP COLUMN evidence")
        assert writer.upsert("deal_changes", con, "incoming", frozenset({"at"})) == Change(changed=1)
