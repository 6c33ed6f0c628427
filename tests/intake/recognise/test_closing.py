"""A date that won and lost deals have and open ones lack is when they closed, whatever it is called."""

from __future__ import annotations

import pytest

from merilo.intake.mapping import Field
from merilo.intake.recognise import Proposal
from tests.intake.recognise.conftest import MakeTable, ProposeTables

DAYS = [f"2026-01-{day:02d}" for day in range(1, 29)]
STATUSES = ["Open", "Won", "Lost", "Open"]


def proposed(
    make_table: MakeTable,
    propose_tables: ProposeTables,
    dates: dict[str, set[str]],
    where: str = "Status",
    statuses: list[str] = STATUSES,
) -> Proposal:
    """The proposal for deals whose columns of dates are filled where the deal has one of the words."""
    rows = []
    for i, day in enumerate(DAYS):
        status = statuses[i % len(statuses)]
        rows.append(
            [f"D{i}", f"Rep {i % 3}", status, "7", *(day if status in words else None for words in dates.values())]
        )
    return propose_tables(make_table("deals", ["Deal id", "Owner", where, "Amount", *dates], rows))


def closed_at(proposal: Proposal) -> Field | None:
    return next(entry for entry in proposal.mapping.entries if entry.to == "deals").fields.get("closed_at")


@pytest.mark.parametrize("where", ["Status", "Stage"])
def test_an_unknown_date_that_follows_the_status_is_the_closing(
    make_table: MakeTable, propose_tables: ProposeTables, where: str
) -> None:
    found = closed_at(proposed(make_table, propose_tables, {"Zapp": {"Won", "Lost"}}, where))
    assert found
    assert found.columns == ("Zapp",)
    assert found.confidence == 0.75
    assert "won or lost" in found.why


def test_a_closing_known_by_its_header_is_surer_when_the_rows_agree(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    agreeing = closed_at(proposed(make_table, propose_tables, {"Finished": {"Won", "Lost"}}))
    everywhere = closed_at(proposed(make_table, propose_tables, {"Finished": set(STATUSES)}))
    assert agreeing
    assert everywhere
    assert agreeing.confidence > everywhere.confidence
    assert "won or lost" in agreeing.why
    assert "won or lost" not in everywhere.why


@pytest.mark.parametrize("filled", [{"Open"}, {"Open", "Won", "Lost"}, {"Won"}, {"Lost"}, {"Lost", "Open"}])
def test_a_date_of_other_rows_is_no_closing(
    make_table: MakeTable, propose_tables: ProposeTables, filled: set[str]
) -> None:
    assert closed_at(proposed(make_table, propose_tables, {"Zapp": filled})) is None


def test_two_such_dates_are_asked_not_used(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    closed = {"Won", "Lost"}
    proposal = proposed(make_table, propose_tables, {"Zapp": closed, "Quux": closed})
    assert closed_at(proposal) is None
    asked = [q.options for q in proposal.questions if q.kind == "column_uncertain"]
    assert asked == [("deals.closed_at",)]


def test_without_lost_deals_it_may_be_a_step_of_the_sale_and_is_asked(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    proposal = proposed(make_table, propose_tables, {"Zapp": {"Won"}}, statuses=["Open", "Won"])
    assert closed_at(proposal) is None
    assert [q.column for q in proposal.questions if q.kind == "column_uncertain"] == ["Zapp"]
