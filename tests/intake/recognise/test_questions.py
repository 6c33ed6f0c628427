from __future__ import annotations

from merilo.intake.recognise import Proposal
from tests.intake.recognise.conftest import MakeTable, ProposeTables, targets

HEADER = ["Deal id", "Owner", "Stage", "Amount", "Created date"]


def kinds(proposal: Proposal) -> set[str]:
    return {question.kind for question in proposal.questions}


def test_day_or_month_first_is_asked_when_no_value_decides(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    ambiguous = [[f"D{i}", "Ann Lee", "New", "7", f"0{1 + i % 9}/0{1 + i % 7}/2026"] for i in range(20)]
    decided = [[*row[:4], f"{13 + i % 9}/0{1 + i % 7}/2026"] for i, row in enumerate(ambiguous)]
    assert "day_or_month_first" in kinds(propose_tables(make_table("deals", HEADER, ambiguous)))
    assert "day_or_month_first" not in kinds(propose_tables(make_table("deals", HEADER, decided)))


def test_the_currency_is_asked_unless_values_header_or_a_column_say_it(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    bare = [[f"D{i}", "Ann Lee", "New", "7", "2026-01-13"] for i in range(20)]
    marked = [[*row[:3], "$22,700.00", row[4]] for row in bare]
    assert "currency_unknown" in kinds(propose_tables(make_table("deals", HEADER, bare)))
    by_values = propose_tables(make_table("deals", HEADER, marked))
    assert "currency_unknown" not in kinds(by_values)
    assert by_values.mapping.currency == "USD"
    by_header = propose_tables(make_table("deals", [*HEADER[:3], "Amount (EUR)", HEADER[4]], bare), currency="RUB")
    assert by_header.mapping.currency == "EUR"


def test_a_repeated_id_is_asked_not_used(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    rows = [[f"D{i % 3}", "Ann Lee", "New", "7", "2026-01-13"] for i in range(20)]
    proposal = propose_tables(make_table("deals", [*HEADER], rows))
    assert not any("source_id" in e.fields for e in proposal.mapping.entries if e.to == "deals")


def test_a_needed_column_that_is_missing_leaves_the_table_out_and_asks(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    # A forecast is a commit or a best case; nothing here says which.
    rows = [["Ann Lee", "2026-01-01", "5000", f"2026-01-{i + 1:02d}"] for i in range(20)]
    proposal = propose_tables(
        make_table("forecast", ["Rep", "Forecast month", "Forecast amount", "Submitted on"], rows)
    )
    assert not any(entry.to == "forecast_calls" for entry in proposal.mapping.entries)
    assert "needed_column_missing" in kinds(proposal)


def test_targets_without_a_kpi_are_for_won_deals_where_only_deals_are_known(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    deals = make_table("deals", HEADER, [[f"D{i}", "Ann Lee", "New", "7", "2026-01-13"] for i in range(20)])
    plan = make_table("targets", ["Rep", "Target month", "Target"], [["Ann Lee", "2026-01-01", "5000"]] * 3)
    proposal = propose_tables(deals, plan)
    assert targets(proposal, "targets")["kpi"] == "=won_amount"
    assert "target_kpi_assumed" in kinds(proposal)
    assert targets(propose_tables(plan), "targets")["kpi"] == "=revenue"


def test_every_column_is_explained(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    rows = [[f"D{i}", "Ann Lee", "New", "7", "2026-01-13"] for i in range(20)]
    proposal = propose_tables(make_table("deals", HEADER, rows))
    for row, column in zip(proposal.summary_rows(), HEADER, strict=True):
        assert row.column == column
        assert row.why
        assert row.samples


def test_a_name_that_no_two_deals_share_is_their_id_and_that_is_said(
    make_table: MakeTable, propose_tables: ProposeTables
) -> None:
    """The week after, `Deal 7` stands in another stage: it must be the same deal, not a new one."""
    header = ["Deal name", *HEADER[1:]]
    rows = [[f"Deal {i}", "Ann Lee", "New", "7", "2026-01-13"] for i in range(20)]
    proposal = propose_tables(make_table("deals", header, rows))
    assert targets(proposal, "deals")["source_id"] == "Deal name"
    assert "name_taken_as_id" in kinds(proposal)


def test_deals_without_any_id_are_warned_about(make_table: MakeTable, propose_tables: ProposeTables) -> None:
    header = ["Deal name", *HEADER[1:]]
    rows = [[f"Deal {i % 9}", "Ann Lee", "New", str(i), "2026-01-13"] for i in range(20)]
    proposal = propose_tables(make_table("deals", header, rows))
    assert "source_id" not in targets(proposal, "deals")
    assert "id_missing" in kinds(proposal)
