"""What the journal keeps: one declaration per kind of record, from which checking, reading and forms come.

Fields that facts have too bear the name that they have there (`merilo/facts/schema.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from merilo.core.text import N_

SOURCE = "journal"
"""The source of the journal's facts: a record's id is `journal:` and its source_id."""


class Kind(StrEnum):
    """A kind of record; the words are those of addresses and of the API."""

    ACCOUNT = "account"
    CONTACT = "contact"
    LEAD = "lead"
    DEAL = "deal"
    TOUCH = "touch"
    MEETING = "meeting"
    STEP = "step"
    STAGE = "stage"
    MOVE = "move"


class Holds(StrEnum):
    """What a field holds, and so how it is read and kept."""

    TEXT = "text"
    REF = "ref"
    SELLER = "seller"
    CHOICE = "choice"
    TIME = "time"
    DAY = "day"
    MONEY = "money"
    COUNT = "count"


@dataclass(frozen=True)
class Field:
    """One field. `refers`: the kind that a REF names. `fact`: whether facts have it too. `longest`: in letters."""

    name: str
    holds: Holds
    label: str
    required: bool = False
    refers: Kind | None = None
    choices: tuple[str, ...] = ()
    fact: bool = True
    longest: int = 1000


@dataclass(frozen=True)
class Declared:
    """A kind: its name for people, the table of its facts, whose it is (`owner`: a SELLER field), its fields.

    `titles`: the fields, the first filled of which is shown as its name.
    """

    kind: Kind
    label: str
    table: str
    fields: tuple[Field, ...]
    owner: str = ""
    titles: tuple[str, ...] = ("name",)

    def field(self, name: str) -> Field:
        """The field of that name; raises KeyError."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(f"{self.kind} has no field {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        return tuple(each.name for each in self.fields)


def _text(name: str, label: str, *, required: bool = False, fact: bool = True, longest: int = 1000) -> Field:
    return Field(name, Holds.TEXT, label, required, fact=fact, longest=longest)


def _ref(kind: Kind, label: str) -> Field:
    return Field(kind.value, Holds.REF, label, refers=kind)


def _time(name: str, label: str, *, required: bool = False) -> Field:
    return Field(name, Holds.TIME, label, required)


def _choice(name: str, label: str, *choices: str, required: bool = False) -> Field:
    return Field(name, Holds.CHOICE, label, required, choices=choices)


_OWNER = Field("owner", Holds.SELLER, N_("Owner"))
_SELLER = Field("seller", Holds.SELLER, N_("Seller"), required=True)
_ACCOUNT = _ref(Kind.ACCOUNT, N_("Account"))
_CONTACT = _ref(Kind.CONTACT, N_("Contact"))
_LEAD = _ref(Kind.LEAD, N_("Lead"))
_DEAL = _ref(Kind.DEAL, N_("Deal"))
_ABOUT = (_ACCOUNT, _CONTACT, _LEAD, _DEAL)
ORIGINS = ("self", "marketing", "partner", "referral", "customer", "unknown")
_ORIGIN = _choice("origin", N_("Origin"), *ORIGINS)
_SOURCE_DETAIL = _text("source_detail", N_("Origin in detail"))
_CREATED = _time("created_at", N_("Entered on"), required=True)
_NOTE = _text("note", N_("Note"), fact=False, longest=20_000)
STATUSES = ("open", "won", "lost")

_ALL = (
    Declared(
        Kind.ACCOUNT,
        N_("Account"),
        "accounts",
        (
            _text("name", N_("Name"), required=True),
            _text("domain", N_("Web site")),
            _text("phone", N_("Telephone"), fact=False),
            _text("email", N_("E-mail"), fact=False),
            _OWNER,
            _text("industry", N_("Industry")),
            _text("region", N_("Region")),
            _CREATED,
            _NOTE,
        ),
        owner="owner",
    ),
    Declared(
        Kind.CONTACT,
        N_("Contact"),
        "contacts",
        (
            _text("name", N_("Name"), required=True),
            _ACCOUNT,
            _text("title", N_("Position")),
            _text("email", N_("E-mail")),
            _text("phone", N_("Telephone")),
            _NOTE,
        ),
        titles=("name", "email", "phone"),
    ),
    Declared(
        Kind.LEAD,
        N_("Lead"),
        "leads",
        (
            Field("name", Holds.TEXT, N_("Name"), required=True, fact=False),
            _text("email", N_("E-mail"), fact=False),
            _text("phone", N_("Telephone"), fact=False),
            _OWNER,
            _ACCOUNT,
            _CONTACT,
            _ORIGIN,
            _SOURCE_DETAIL,
            _CREATED,
            _time("qualified_at", N_("Qualified on")),
            _time("disqualified_at", N_("Given up on")),
            _text("reason", N_("Why it was given up")),
            _DEAL,
            _NOTE,
        ),
        owner="owner",
    ),
    Declared(
        Kind.DEAL,
        N_("Deal"),
        "deals",
        (
            _text("name", N_("Name"), required=True),
            _ACCOUNT,
            _SELLER,
            _text("pipeline", N_("Pipeline"), required=True),
            _text("stage", N_("Stage"), required=True),
            _choice("status", N_("Status"), *STATUSES, required=True),
            Field("amount", Holds.MONEY, N_("Amount")),
            _text("currency", N_("Currency"), longest=3),
            _text("product", N_("Product")),
            _ORIGIN,
            _SOURCE_DETAIL,
            _CREATED,
            Field("expected_close_on", Holds.DAY, N_("Expected to close on")),
            _time("closed_at", N_("Closed on")),
            _text("lost_reason", N_("Why it was lost")),
            _NOTE,
        ),
        owner="seller",
    ),
    Declared(
        Kind.TOUCH,
        N_("Touch"),
        "touches",
        (
            _SELLER,
            _choice("kind", N_("Channel"), "call", "email", "message", "social", "visit", "other", required=True),
            _choice("direction", N_("Direction"), "outbound", "inbound", required=True),
            _time("at", N_("When"), required=True),
            Field("duration_s", Holds.COUNT, N_("Seconds spoken")),
            _choice("outcome", N_("Outcome"), "connected", "no_answer", "replied", "bounced", "unknown"),
            *_ABOUT,
            _NOTE,
        ),
        owner="seller",
        titles=("note", "kind"),
    ),
    Declared(
        Kind.MEETING,
        N_("Meeting"),
        "meetings",
        (
            _text("subject", N_("Subject"), fact=False),
            _SELLER,
            *_ABOUT,
            _time("booked_at", N_("Booked on"), required=True),
            _time("starts_at", N_("Begins"), required=True),
            _time("ends_at", N_("Ends")),
            _choice("status", N_("Status"), "booked", "held", "no_show", "cancelled", required=True),
            _ORIGIN,
            _SOURCE_DETAIL,
            _NOTE,
        ),
        owner="seller",
        titles=("subject", "status"),
    ),
    Declared(
        Kind.STEP,
        N_("Next step"),
        "next_steps",
        (
            _text("subject", N_("What is to be done"), required=True),
            _SELLER,
            *_ABOUT,
            _CREATED,
            Field("due_on", Holds.DAY, N_("Due on"), required=True),
            _time("done_at", N_("Done on")),
            _NOTE,
        ),
        owner="seller",
        titles=("subject",),
    ),
    Declared(
        Kind.STAGE,
        N_("Stage"),
        "stages",
        (
            _text("pipeline", N_("Pipeline"), required=True),
            _text("name", N_("Name"), required=True),
            Field("position", Holds.COUNT, N_("Place"), required=True),
            _choice("kind", N_("Kind of stage"), *STATUSES, required=True),
        ),
    ),
    Declared(
        Kind.MOVE,
        N_("Change of a deal"),
        "deal_changes",
        (
            Field("deal", Holds.REF, N_("Deal"), required=True, refers=Kind.DEAL),
            _choice("field", N_("Field"), "stage", "amount", "expected_close_on", "seller", "status", required=True),
            _text("old", N_("Before")),
            _text("new", N_("After")),
            _time("at", N_("When"), required=True),
        ),
        titles=("field",),
    ),
)

KINDS: dict[Kind, Declared] = {each.kind: each for each in _ALL}
LOGGED = (Kind.ACCOUNT, Kind.CONTACT, Kind.LEAD, Kind.DEAL, Kind.TOUCH, Kind.MEETING, Kind.STEP)
"""The kinds that people enter; stages are set by leaders, and moves follow from changes of deals."""


def public_id(source_id: str) -> str:
    """The id of a record of the journal, as facts and references have it."""
    return f"{SOURCE}:{source_id}"
