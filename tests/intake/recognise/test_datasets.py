"""Real and widely used data sets are mapped without help; what their headers cannot tell is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from merilo.intake.mapping import Lookup
from merilo.intake.recognise import Proposal
from tests.intake.recognise.conftest import targets

type ProposeFiles = Callable[..., Proposal]


def feeds(proposal: Proposal) -> dict[str, set[str]]:
    return {guess.table: set(guess.feeds) for guess in proposal.tables}


def asked(proposal: Proposal) -> set[tuple[str, str]]:
    return {(question.kind, question.table) for question in proposal.questions}


def test_maven_crm(shared_data: Path, propose_files: ProposeFiles) -> None:
    proposal = propose_files(shared_data / "maven_crm" / "original")
    assert feeds(proposal) == {
        "accounts": {"accounts"},
        "data_dictionary": set(),
        "products": set(),
        "sales_pipeline": {"deals", "stages"},
        "sales_teams": {"sellers", "memberships"},
    }
    assert targets(proposal, "deals") == {
        "source_id": "opportunity_id", "seller": "sales_agent", "product": "product", "account": "account",
        "stage": "deal_stage", "status": "deal_stage", "created_at": "engage_date", "closed_at": "close_date",
        "amount": "close_value",
    }  # fmt: skip
    assert targets(proposal, "accounts") == {
        "source_id": "account", "name": "account", "industry": "sector", "region": "office_location",
    }  # fmt: skip
    assert targets(proposal, "sellers") == {"source_id": "sales_agent", "name": "sales_agent"}
    assert targets(proposal, "memberships") == {
        "seller": "sales_agent", "manager": "manager", "team": "regional_office",
    }  # fmt: skip
    deals = next(entry for entry in proposal.mapping.entries if entry.to == "deals")
    assert deals.stage_dates == {"Engaging": "engage_date"}
    assert deals.fields["status"].values["Won"] == "won"
    assert deals.fields["status"].values["Lost"] == "lost"
    assert deals.fields["status"].otherwise == "open"
    managers = next(entry for entry in proposal.mapping.entries if entry.to == "sellers")
    assert managers.fields["name"].columns == ("manager",)
    assert asked(proposal) == {
        ("currency_unknown", "sales_pipeline"), ("table_left_out", "data_dictionary"), ("table_left_out", "products"),
    }  # fmt: skip


@pytest.mark.parametrize("variant", ["original", "variant_ddmmyyyy", "variant_semicolon_bom"])
def test_olist_as_far_as_headers_allow(shared_data: Path, propose_files: ProposeFiles, variant: str) -> None:
    proposal = propose_files(shared_data / "olist_funnel" / variant)
    assert targets(proposal, "leads") == {
        "source_id": "mql_id", "created_at": "first_contact_date", "origin": "origin", "source_detail": "origin",
        "deal": "mql_id",
    }  # fmt: skip
    # Every seller_id occurs once, so it names no one who sells; sr_id (sales representative) does.
    assert targets(proposal, "deals") == {
        "source_id": "mql_id", "seller": "sr_id", "closed_at": "won_date", "status": "=won",
    }  # fmt: skip
    deals = next(guess.table for guess in proposal.tables if "deals" in guess.feeds)
    leads = next(entry for entry in proposal.mapping.entries if entry.to == "leads")
    assert leads.fields["deal"].lookup == Lookup(deals, "mql_id", "mql_id")
    meaning = {word.lower().replace(" ", "_"): to for word, to in leads.fields["origin"].values.items()}
    assert meaning["organic_search"] == meaning["paid_search"] == meaning["email"] == "marketing"
    assert meaning["referral"] == "referral"
    assert ("column_missing", deals) in asked(proposal)
    assert not any(entry.file.startswith("olist_sellers") for entry in proposal.mapping.entries)


def test_adventureworks(shared_data: Path, propose_files: ProposeFiles) -> None:
    proposal = propose_files(shared_data / "adventureworks" / "pbi")
    assert feeds(proposal) == {
        "Product": set(), "Region": set(), "Reseller": {"accounts"}, "Sales": {"revenue"}, "Salesperson": {"sellers"},
        "SalespersonRegion": set(), "Targets": {"targets"},
    }  # fmt: skip
    assert targets(proposal, "revenue") == {
        "account": "ResellerKey", "seller": "EmployeeKey", "product": "ProductKey", "document": "SalesOrderNumber",
        "starts_on": "OrderDate", "amount": "Sales", "kind": "=one_off", "per": "=row",
    }  # fmt: skip
    assert targets(proposal, "accounts") == {
        "source_id": "ResellerKey", "name": "Reseller", "industry": "Business Type", "region": "Country-Region",
    }  # fmt: skip
    assert targets(proposal, "sellers") == {
        "source_id": "EmployeeKey", "name": "Salesperson", "email": "UPN", "role": "Title",
    }  # fmt: skip
    assert targets(proposal, "targets") == {
        "kpi": "=revenue", "scope": "=seller", "subject": "EmployeeID", "starts_on": "TargetMonth",
        "ends_on": "TargetMonth", "low": "TargetAmount",
    }  # fmt: skip
    revenue = next(entry for entry in proposal.mapping.entries if entry.to == "revenue")
    aims = next(entry for entry in proposal.mapping.entries if entry.to == "targets")
    assert revenue.fields["product"].lookup == Lookup("Product", "ProductKey", "Product")
    assert revenue.checks == {"cost": "Cost"}
    assert aims.fields["subject"].lookup == Lookup("Salesperson", "EmployeeID", "EmployeeKey")
    assert aims.fields["ends_on"].how == "month_end"
    # Sellers may sell in several regions at once: that is no membership of one team, so it is asked.
    assert ("column_uncertain", "SalespersonRegion") in asked(proposal)


def test_mrr_playbook(shared_data: Path, propose_files: ProposeFiles) -> None:
    proposal = propose_files(shared_data / "mrr_playbook" / "subscription_periods.csv")
    assert targets(proposal, "revenue") == {
        "source_id": "subscription_id", "document": "subscription_id", "account": "customer_id",
        "starts_on": "start_date", "ends_on": "end_date", "amount": "monthly_amount", "kind": "=recurring",
        "per": "=month",
    }  # fmt: skip
    # Customers of whom only the id is known need no entry: the import names them.
    assert {entry.to for entry in proposal.mapping.entries} == {"revenue"}


def test_salesforce_demo_history(shared_data: Path, propose_files: ProposeFiles) -> None:
    proposal = propose_files(shared_data / "salesforce_demo_history")
    assert proposal.system.name == "salesforce"
    assert targets(proposal, "deal_changes") == {
        "deal": "OppID", "field": "=stage", "new": "StageName", "at": "CreatedDate", "evidence": "=history",
    }  # fmt: skip
    history = next(entry for entry in proposal.mapping.entries if entry.to == "deal_changes")
    assert history.file == "Opportunity History"
    assert history.order_by == ("SortOrder",)
    stages = next(e for e in proposal.mapping.entries if e.to == "stages" and e.file == "Opportunity History")
    assert stages.fields["position"].columns == ("SortOrder",)
    assert targets(proposal, "deals")["deleted"] == "IsDeleted"
    # Somebody's result file tells the same deals' history again; it would count twice.
    assert feeds(proposal)["output-2022-23"] == set()
    assert ("table_left_out", "output-2022-23") in asked(proposal)


def test_online_retail_by_day(shared_data: Path, propose_files: ProposeFiles) -> None:
    days = sorted((shared_data / "online_retail_uci" / "by-day").glob("2010-12-0*.csv"))
    proposal = propose_files(*days)
    assert targets(proposal, "revenue") == {
        "account": "CustomerID", "product": "Description", "document": "InvoiceNo", "starts_on": "InvoiceDate",
        "amount": "Quantity+UnitPrice", "kind": "=one_off", "per": "=row",
    }  # fmt: skip
    revenue = next(entry for entry in proposal.mapping.entries if entry.to == "revenue")
    assert revenue.fields["amount"].how == "times"
    assert revenue.file == "*"
    assert targets(proposal, "accounts") == {
        "source_id": "CustomerID", "name": "CustomerID", "region": "Country",
    }  # fmt: skip


def test_a_process_log_is_left_out_and_asked(shared_data: Path, propose_files: ProposeFiles) -> None:
    proposal = propose_files(shared_data / "bpi2012_loan" / "derived" / "events.csv.gz")
    assert proposal.mapping.entries == ()
    assert "event log" in next(q.text for q in proposal.questions if q.kind == "table_left_out")
