"""What the company's exports look like: files, headers and the words that a person reads in them.

One declaration serves both the CSV files and the typed fact tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

TEXT, REF, TIME, DAY, MONEY, COUNT, NUMBER = "text", "ref", "time", "day", "money", "count", "number"

ARROW: dict[str, pa.DataType] = {
    TEXT: pa.string(),
    REF: pa.string(),
    TIME: pa.timestamp("us", tz="UTC"),
    DAY: pa.date32(),
    MONEY: pa.decimal128(18, 4),
    COUNT: pa.int64(),
    NUMBER: pa.float64(),
}


@dataclass(frozen=True)
class Cell:
    """One column: its name among the facts, its header in the file (empty: not exported), what it holds."""

    fact: str
    header: str
    kind: str = TEXT


@dataclass(frozen=True)
class Sheet:
    """One exported file, the fact table that it fills, and the header of its id column (empty: it has none)."""

    file: str
    fact: str
    id_header: str
    cells: tuple[Cell, ...]


WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("touches", "kind"): {"call": "Call", "email": "E-mail", "message": "Message"},
    ("touches", "direction"): {"outbound": "Outgoing", "inbound": "Incoming"},
    ("touches", "outcome"): {
        "connected": "Connected",
        "no_answer": "No answer",
        "replied": "Replied",
        "bounced": "Bounced",
        "unknown": "Not logged",
    },
    ("meetings", "status"): {"booked": "Planned", "held": "Held", "no_show": "No-show", "cancelled": "Cancelled"},
    ("meetings", "origin"): {
        "self": "Own search", "marketing": "Marketing", "partner": "Partner", "referral": "Referral",
    },
    ("leads", "origin"): {
        "self": "Own search", "marketing": "Marketing", "partner": "Partner", "referral": "Referral",
    },
    ("deals", "origin"): {
        "self": "Own search", "marketing": "Marketing", "partner": "Partner", "referral": "Referral",
    },
    ("deals", "status"): {"open": "Open", "won": "Won", "lost": "Lost"},
    ("deal_changes", "field"): {
        "stage": "Stage",
        "amount": "Amount",
        "expected_close_on": "Expected close",
        "seller": "Owner",
        "status": "Status",
    },
    ("stages", "kind"): {"open": "Open", "won": "Won", "lost": "Lost"},
    ("forecast_calls", "category"): {"commit": "Commit", "best_case": "Best case"},
    ("costs", "purpose"): {"acquisition": "Winning customers", "retention": "Keeping customers"},
    ("targets", "scope"): {"company": "Company", "team": "Team", "role": "Role", "seller": "Person"},
}  # fmt: skip
"""How files word what facts hold: (fact table, column) to {fact's word: file's word}."""

_REVENUE = ("account", "seller", "product", "document", "starts_on", "ends_on", "amount", "currency", "kind", "per")
_REVENUE_KINDS = (REF, REF, TEXT, TEXT, DAY, DAY, MONEY, TEXT, TEXT, TEXT)


def _revenue(*headers: str) -> tuple[Cell, ...]:
    return tuple(Cell(f, h, k) for f, h, k in zip(_REVENUE, headers, _REVENUE_KINDS, strict=True))


SHEETS = (
    Sheet(
        "sellers.csv",
        "sellers",
        "User ID",
        (
            Cell("name", "Name"),
            Cell("email", "E-mail"),
            Cell("role", "Position"),
            Cell("hired_on", "Hired", DAY),
            Cell("left_on", "Left", DAY),
            Cell("country", "Country"),
        ),
    ),
    Sheet(
        "teams.csv",
        "memberships",
        "",
        (
            Cell("seller", "User ID", REF),
            Cell("team", "Team"),
            Cell("manager", "Manager ID", REF),
            Cell("role", "Role in team"),
            Cell("valid_from", "From", DAY),
            Cell("valid_to", "To", DAY),
        ),
    ),
    Sheet(
        "accounts.csv",
        "accounts",
        "Company ID",
        (
            Cell("name", "Company name"),
            Cell("domain", "Website"),
            Cell("owner", "Owner ID", REF),
            Cell("industry", "Industry"),
            Cell("region", "City"),
            Cell("created_at", "Created", TIME),
        ),
    ),
    Sheet(
        "contacts.csv",
        "contacts",
        "Contact ID",
        (
            Cell("account", "Company ID", REF),
            Cell("name", "Full name"),
            Cell("email", "E-mail"),
            Cell("phone", "Phone"),
            Cell("title", "Job title"),
        ),
    ),
    Sheet(
        "leads.csv",
        "leads",
        "Lead ID",
        (
            Cell("owner", "Owner ID", REF),
            Cell("account", "Company ID", REF),
            Cell("contact", "Contact ID", REF),
            Cell("origin", "Lead source"),
            Cell("source_detail", "Source detail"),
            Cell("created_at", "Created", TIME),
            Cell("qualified_at", "Qualified", TIME),
            Cell("disqualified_at", "Disqualified", TIME),
            Cell("reason", "Disqualification reason"),
            Cell("deal", "Deal ID", REF),
        ),
    ),
    Sheet(
        "touches.csv",
        "touches",
        "Activity ID",
        (
            Cell("seller", "User ID", REF),
            Cell("kind", "Activity type"),
            Cell("direction", "Direction"),
            Cell("at", "Date", TIME),
            Cell("duration_s", "Duration, s", COUNT),
            Cell("outcome", "Result"),
            Cell("account", "Company ID", REF),
            Cell("contact", "Contact ID", REF),
            Cell("lead", "Lead ID", REF),
            Cell("deal", "Deal ID", REF),
            Cell("cadence", "Sequence"),
            Cell("cadence_step", "Sequence step", COUNT),
        ),
    ),
    Sheet(
        "meetings.csv",
        "meetings",
        "Meeting ID",
        (
            Cell("seller", "User ID", REF),
            Cell("account", "Company ID", REF),
            Cell("contact", "Contact ID", REF),
            Cell("lead", "Lead ID", REF),
            Cell("deal", "Deal ID", REF),
            Cell("booked_at", "Booked", TIME),
            Cell("starts_at", "Start", TIME),
            Cell("ends_at", "End", TIME),
            Cell("status", "Meeting status"),
            Cell("origin", "Lead source"),
            Cell("source_detail", "Source detail"),
        ),
    ),
    Sheet(
        "next_steps.csv",
        "next_steps",
        "Task ID",
        (
            Cell("seller", "User ID", REF),
            Cell("account", "Company ID", REF),
            Cell("contact", "Contact ID", REF),
            Cell("lead", "Lead ID", REF),
            Cell("deal", "Deal ID", REF),
            Cell("created_at", "Created", TIME),
            Cell("due_on", "Due date", DAY),
            Cell("done_at", "Completed", TIME),
            Cell("subject", "Task"),
        ),
    ),
    Sheet(
        "deals.csv",
        "deals",
        "Deal ID",
        (
            Cell("name", "Deal name"),
            Cell("account", "Company ID", REF),
            Cell("seller", "Owner ID", REF),
            Cell("pipeline", "Pipeline"),
            Cell("stage", "Stage"),
            Cell("status", "Status"),
            Cell("amount", "Amount", MONEY),
            Cell("currency", "Currency"),
            Cell("product", "Product"),
            Cell("origin", "Lead source"),
            Cell("source_detail", "Source detail"),
            Cell("created_at", "Created", TIME),
            Cell("expected_close_on", "Expected close", DAY),
            Cell("closed_at", "Closed", TIME),
            Cell("lost_reason", "Lost reason"),
        ),
    ),
    Sheet(
        "deal_history.csv",
        "deal_changes",
        "Change ID",
        (
            Cell("deal", "Deal ID", REF),
            Cell("field", "Field"),
            Cell("old", "Old value"),
            Cell("new", "New value"),
            Cell("at", "Changed", TIME),
            Cell("evidence", ""),
        ),
    ),
    Sheet(
        "stages.csv",
        "stages",
        "",
        (
            Cell("pipeline", "Pipeline"),
            Cell("name", "Stage"),
            Cell("position", "Order", COUNT),
            Cell("kind", "Stage type"),
            Cell("crm_probability", "Probability", NUMBER),
        ),
    ),
    Sheet(
        "subscriptions.csv",
        "revenue",
        "Line ID",
        _revenue(
            "Company ID", "Account manager ID", "Product", "Subscription", "Start", "End", "Monthly amount",
            "Currency", "", "",
        ),
    ),
    Sheet(
        "invoices.csv",
        "revenue",
        "Invoice ID",
        _revenue("Company ID", "Owner ID", "Service", "Invoice no.", "Invoice date", "", "Total", "Currency", "", ""),
    ),
    Sheet(
        "costs.csv",
        "costs",
        "Cost ID",
        (
            Cell("purpose", "Purpose"),
            Cell("starts_on", "From", DAY),
            Cell("ends_on", "To", DAY),
            Cell("amount", "Amount", MONEY),
            Cell("currency", "Currency"),
            Cell("seller", "User ID", REF),
            Cell("team", "Team"),
            Cell("source_detail", "Spent on"),
        ),
    ),
    Sheet(
        "targets.csv",
        "targets",
        "",
        (
            Cell("kpi", "KPI"),
            Cell("scope", "Scope"),
            Cell("subject", "Whose"),
            Cell("starts_on", "From", DAY),
            Cell("ends_on", "To", DAY),
            Cell("low", "Plan from", NUMBER),
            Cell("high", "Plan to", NUMBER),
            Cell("currency", "Currency"),
        ),
    ),
    Sheet(
        "forecasts.csv",
        "forecast_calls",
        "Forecast ID",
        (
            Cell("seller", "User ID", REF),
            Cell("team", "Team"),
            Cell("given_by", "Submitted by", REF),
            Cell("starts_on", "From", DAY),
            Cell("ends_on", "To", DAY),
            Cell("category", "Forecast category"),
            Cell("amount", "Amount", MONEY),
            Cell("currency", "Currency"),
            Cell("submitted_at", "Submitted", TIME),
        ),
    ),
    Sheet(
        "rates.csv",
        "rates",
        "",
        (
            Cell("currency", "Currency"),
            Cell("day", "Date", DAY),
            Cell("rate", "Rate", NUMBER),
            Cell("base", "Base currency"),
        ),
    ),
    Sheet(
        "absences.csv",
        "absences",
        "",
        (
            Cell("seller", "User ID", REF),
            Cell("starts_on", "First day", DAY),
            Cell("ends_on", "Last day", DAY),
            Cell("reason", "Reason"),
        ),
    ),
)  # fmt: skip
