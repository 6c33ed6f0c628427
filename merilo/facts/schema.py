"""The fact schema: one typed declaration from which Arrow schemas, checks, empty tables and docs are made.

Every table also carries the columns of `COMMON`. A reference column holds the `id` of a row of another table. Adding
a column here is a schema change: raise `SCHEMA_VERSION` and add a migration (see `merilo/facts/migrations.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from merilo.core.text import N_

SCHEMA_VERSION = 3


class Kind(StrEnum):
    """What a column holds, and so how it is parsed, stored and shown."""

    TEXT = "text"
    REF = "ref"  # the id of a row of another table
    CHOICE = "choice"  # one of a few words
    TIME = "time"  # an instant, stored in UTC
    DAY = "day"  # a calendar day, no clock
    MONEY = "money"  # exact to four decimals, in the row's currency
    CURRENCY = "currency"  # ISO 4217
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"


ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.REF: pa.string(),
    Kind.CHOICE: pa.string(),
    Kind.TIME: pa.timestamp("us", tz="UTC"),
    Kind.DAY: pa.date32(),
    Kind.MONEY: pa.decimal128(18, 4),
    Kind.CURRENCY: pa.string(),
    Kind.NUMBER: pa.float64(),
    Kind.COUNT: pa.int64(),
    Kind.FLAG: pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """One column of a fact table. A required column is never empty in a committed row."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    refers_to: str = ""
    choices: tuple[str, ...] = ()

    @property
    def arrow(self) -> pa.Field:
        """The column as an Arrow field."""
        return pa.field(self.name, ARROW[self.kind], nullable=not self.required)


@dataclass(frozen=True)
class FactTable:
    """One fact table: what one row is, and its columns."""

    name: str
    one_row_is: str
    own_columns: tuple[Column, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The common columns, then the table's own."""
        return COMMON + self.own_columns

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def arrow(self) -> pa.Schema:
        """The table as an Arrow schema, columns in declared order."""
        return pa.schema([column.arrow for column in self.columns])


def _text(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, required)


def _ref(name: str, table: str, meaning: str = "", *, required: bool = False) -> Column:
    return Column(name, Kind.REF, meaning or f"the {name}'s id in {table}", required, refers_to=table)


def _choice(name: str, meaning: str, *choices: str, required: bool = False) -> Column:
    return Column(name, Kind.CHOICE, meaning, required, choices=choices)


def _time(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TIME, meaning, required)


def _day(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DAY, meaning, required)


def _money(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.MONEY, meaning, required)


_CURRENCY = Column("currency", Kind.CURRENCY, "ISO 4217 code of the row's money")
ORIGINS = ("self", "marketing", "partner", "referral", "customer", "unknown")
_ORIGIN = _choice("origin", "where it came from, in Merilo's words", *ORIGINS)
_SOURCE_DETAIL = _text("source_detail", "where it came from, in the source's own words")

COMMON: tuple[Column, ...] = (
    _text("id", "source:source_id, unique in the table", required=True),
    _text("source", "the connection that the row came from", required=True),
    _text("source_id", "the row's id at its source", required=True),
    _time("observed_at", "when Merilo first saw this version of the row", required=True),
    _time("modified_at", "when the source says that the row last changed"),
)

_TABLES = (
    FactTable(
        "sellers",
        "a person who sells",
        (
            _text("name", "the person's name"),
            _text("email", "work e-mail"),
            _text("role", "job title or role"),
            _day("hired_on", "first working day"),
            _day("left_on", "last working day"),
            _text("country", "ISO 3166 code, for public holidays"),
        ),
    ),
    FactTable(
        "memberships",
        "a seller in a team for a time",
        (
            _ref("seller", "sellers", N_("the seller's id in sellers"), required=True),
            _text("team", "the team's name"),
            _ref("manager", "sellers", "the manager's id in sellers"),
            _text("role", "the role in this team"),
            _day("valid_from", "first day; empty: since ever"),
            _day("valid_to", "last day, inclusive; empty: still"),
        ),
    ),
    FactTable(
        "accounts",
        "a company",
        (
            _text("name", "the company's name"),
            _text("domain", "internet domain"),
            _ref("owner", "sellers", "the seller who keeps the account"),
            _text("industry", "branch"),
            _text("region", "region or country"),
            _time("created_at", "when it was entered"),
        ),
    ),
    FactTable(
        "contacts",
        "a person at an account",
        (
            _ref("account", "accounts"),
            _text("name", "the person's name"),
            _text("email", "e-mail"),
            _text("phone", "telephone"),
            _text("title", "job title"),
        ),
    ),
    FactTable(
        "leads",
        "someone to prospect",
        (
            _ref("owner", "sellers", "the seller who works the lead"),
            _ref("account", "accounts"),
            _ref("contact", "contacts"),
            _ORIGIN,
            _SOURCE_DETAIL,
            _time("created_at", "when the lead came in"),
            _time("qualified_at", "when it became a real prospect"),
            _time("disqualified_at", "when it was given up"),
            _text("reason", "why it was given up"),
            _ref("deal", "deals", "the deal that it became"),
        ),
    ),
    FactTable(
        "touches",
        "one outreach to one person",
        (
            _ref("seller", "sellers"),
            _choice("kind", N_("the channel"), "call", "email", "message", "social", "visit", "other", required=True),
            _choice("direction", N_("who began"), "outbound", "inbound", required=True),
            _time("at", N_("when"), required=True),
            Column("duration_s", Kind.COUNT, "seconds spoken"),
            _choice("outcome", "what came of it", "connected", "no_answer", "replied", "bounced", "unknown"),
            _ref("account", "accounts"),
            _ref("contact", "contacts"),
            _ref("lead", "leads"),
            _ref("deal", "deals"),
            _text("cadence", "the named sequence of touches"),
            Column("cadence_step", Kind.COUNT, "the step within the cadence, from 1"),
        ),
    ),
    FactTable(
        "meetings",
        "one meeting",
        (
            _ref("seller", "sellers"),
            _ref("account", "accounts"),
            _ref("contact", "contacts"),
            _ref("lead", "leads"),
            _ref("deal", "deals"),
            _time("booked_at", "when it was booked"),
            _time("starts_at", N_("when it begins"), required=True),
            _time("ends_at", "when it ends"),
            _choice("status", N_("what became of it"), "booked", "held", "no_show", "cancelled", required=True),
            _ORIGIN,
            _SOURCE_DETAIL,
        ),
    ),
    FactTable(
        "deals",
        "an opportunity as it stands",
        (
            _text("name", "the deal's title"),
            _ref("account", "accounts"),
            _ref("seller", "sellers"),
            _text("pipeline", "the pipeline's name"),
            _text("stage", "the stage's name"),
            _choice("status", N_("open, won or lost"), "open", "won", "lost", required=True),
            _money("amount", "what it is worth"),
            _CURRENCY,
            _text("product", "what is sold"),
            _ORIGIN,
            _SOURCE_DETAIL,
            _time("created_at", "when it was opened"),
            _day("expected_close_on", "when it is expected to close"),
            _time("closed_at", "when it was won or lost"),
            _text("lost_reason", "why it was lost"),
        ),
    ),
    FactTable(
        "deal_changes",
        "one field of one deal changed",
        (
            _ref("deal", "deals", N_("the deal's id in deals"), required=True),
            _choice(
                "field", N_("what changed"), "stage", "amount", "expected_close_on", "seller", "status", required=True
            ),
            _text("old", "the value before, as text; empty when not known"),
            _text("new", "the value after, as text"),
            _time("at", N_("when it changed"), required=True),
            _choice(
                "evidence",
                N_(
                    "who says so: the source's history, a stage's date column, the closing date, "
                    "or two imports compared"
                ),
                "history",
                "stage_date",
                "closing",
                "compared",
                required=True,
            ),
        ),
    ),
    FactTable(
        "stages",
        "a stage of a pipeline",
        (
            _text("pipeline", "the pipeline's name"),
            _text("name", N_("the stage's name"), required=True),
            Column("position", Kind.COUNT, "its place in the pipeline, from 1"),
            _choice("kind", "open, won or lost", "open", "won", "lost"),
            Column("crm_probability", Kind.NUMBER, "the CRM's own chance to win, 0 to 1"),
        ),
    ),
    FactTable(
        "revenue",
        "what one customer pays for one period",
        (
            _ref("account", "accounts"),
            _ref("seller", "sellers"),
            _text("product", "what is paid for"),
            _text("document", "the invoice, order or subscription"),
            _day("starts_on", N_("first day that is paid for, or the day of the invoice"), required=True),
            _day("ends_on", "first day that is no longer paid for; empty: runs on, or a one-off"),
            _money("amount", N_("what is paid (see per)"), required=True),
            _CURRENCY,
            _choice("kind", N_("a subscription or a single sale"), "recurring", "one_off", required=True),
            _choice(
                "per",
                N_("what the amount is for: the row's whole time, or each month, quarter or year of it"),
                "row",
                "month",
                "quarter",
                "year",
                required=True,
            ),
        ),
    ),
    FactTable(
        "forecast_calls",
        "a person's forecast, frozen",
        (
            _ref("seller", "sellers", "the seller whom it is about; empty: a team, or with no team the company"),
            _text("team", "the team that it is about, where it is no seller's"),
            _ref("given_by", "sellers", "who gave it: of a seller's another than himself is his manager's own figure"),
            _day("starts_on", N_("first day of the period"), required=True),
            _day("ends_on", N_("last day of the period, inclusive"), required=True),
            _choice("category", N_("how sure"), "commit", "best_case", required=True),
            _money("amount", "what is called"),
            _CURRENCY,
            _time("submitted_at", N_("when it was given"), required=True),
        ),
    ),
    FactTable(
        "targets",
        "an expectation",
        (
            _text("kpi", N_("the KPI's name"), required=True),
            _choice("scope", N_("whose"), "company", "team", "role", "seller", required=True),
            _text("subject", "the team's or role's name, or the seller's id; empty for the company"),
            _day("starts_on", N_("first day of the period"), required=True),
            _day("ends_on", N_("last day of the period, inclusive"), required=True),
            Column("low", Kind.NUMBER, N_("the lower end of the expectation"), required=True),
            Column("high", Kind.NUMBER, "the upper end; empty: no upper end"),
            _CURRENCY,
        ),
    ),
    FactTable(
        "rates",
        "an exchange rate",
        (
            Column("currency", Kind.CURRENCY, N_("ISO 4217"), required=True),
            _day("day", N_("the day it holds from, until the next rate"), required=True),
            Column("rate", Kind.NUMBER, N_("units of `base` for one unit of `currency`"), required=True),
            Column("base", Kind.CURRENCY, N_("ISO 4217"), required=True),
        ),
    ),
    FactTable(
        "absences",
        "a time in which a seller did not work",
        (
            _ref("seller", "sellers", N_("the seller's id in sellers"), required=True),
            _day("starts_on", N_("first day away"), required=True),
            _day("ends_on", N_("last day away, inclusive"), required=True),
            _text("reason", "holiday, illness, training …"),
        ),
    ),
    FactTable(
        "next_steps",
        "something that a seller means to do next",
        (
            _ref("seller", "sellers"),
            _ref("account", "accounts"),
            _ref("contact", "contacts"),
            _ref("lead", "leads"),
            _ref("deal", "deals"),
            _time("created_at", "when it was planned"),
            _day("due_on", N_("the day by which it is to be done"), required=True),
            _time("done_at", "when it was done; empty: not yet"),
            _text("subject", "what is to be done"),
        ),
    ),
    FactTable(
        "costs",
        "what winning or keeping customers cost",
        (
            _choice(
                "purpose",
                N_("to win new customers or to keep those there are"),
                "acquisition",
                "retention",
                required=True,
            ),
            _day("starts_on", N_("first day that the cost is for"), required=True),
            _day("ends_on", N_("last day that the cost is for, inclusive"), required=True),
            _money("amount", N_("what it cost, for all these days together"), required=True),
            _CURRENCY,
            _ref("seller", "sellers", "the seller whom it was spent on; empty: not one seller's"),
            _text("team", "the team that it was spent on; empty: not one team's"),
            _text("source_detail", "what it was spent on, in the source's own words"),
        ),
    ),
)

TABLES: dict[str, FactTable] = {table.name: table for table in _TABLES}

_SUPERSEDED: tuple[Column, ...] = (
    _time("superseded_at", "when Merilo saw a newer version or a deletion", required=True),
    _choice("superseded_by", "what came after", "update", "delete", required=True),
)


def earlier_name(table: str) -> str:
    """The name of the Delta table that keeps a fact table's earlier row versions."""
    return f"{table}__earlier"


def earlier_table(table: FactTable) -> FactTable:
    """The table of a fact table's earlier row versions: the same columns, and how each version ended."""
    return FactTable(
        earlier_name(table.name), f"an earlier version of {table.one_row_is}", table.own_columns + _SUPERSEDED
    )


@dataclass(frozen=True)
class Schema:
    """All fact tables at one version."""

    version: int
    tables: Mapping[str, FactTable]

    @property
    def stored(self) -> dict[str, FactTable]:
        """Every table that is kept on disk: the fact tables and their earlier versions."""
        earlier = {earlier_name(name): earlier_table(table) for name, table in self.tables.items()}
        return {**self.tables, **earlier}


SCHEMA = Schema(SCHEMA_VERSION, TABLES)
