"""What the choices of the journal's fields are called."""

from __future__ import annotations

from merilo.core.text import N_, _
from merilo.people.journal.kinds import Kind
from merilo.people.journal.writing import What

_STATUS = {"open": N_("open"), "won": N_("won"), "lost": N_("lost")}
_ORIGIN = {
    "self": N_("found by the seller"), "marketing": N_("marketing"), "partner": N_("partner"),
    "referral": N_("recommended"), "customer": N_("present customer"), "unknown": N_("not known"),
}  # fmt: skip
CHOICES: dict[tuple[Kind, str], dict[str, str]] = {
    (Kind.LEAD, "origin"): _ORIGIN,
    (Kind.DEAL, "origin"): _ORIGIN,
    (Kind.DEAL, "status"): _STATUS,
    (Kind.MEETING, "origin"): _ORIGIN,
    (Kind.MEETING, "status"): {
        "booked": N_("booked"), "held": N_("took place"), "no_show": N_("nobody came"), "cancelled": N_("called off"),
    },
    (Kind.TOUCH, "kind"): {
        "call": N_("Call"), "email": N_("Mail"), "message": N_("Message"), "social": N_("Social network"),
        "visit": N_("Visit"), "other": N_("Other"),
    },
    (Kind.TOUCH, "direction"): {"outbound": N_("from us"), "inbound": N_("to us")},
    (Kind.TOUCH, "outcome"): {
        "connected": N_("We spoke"), "no_answer": N_("No answer"), "replied": N_("They replied"),
        "bounced": N_("Not delivered"), "unknown": N_("Not known yet"),
    },
    (Kind.STAGE, "kind"): _STATUS,
    (Kind.MOVE, "field"): {
        "stage": N_("Stage"), "amount": N_("Amount"), "expected_close_on": N_("Expected to close on"),
        "seller": N_("Seller"), "status": N_("Status"),
    },
}  # fmt: skip
"""Kind and field → value → its name for people."""

HISTORY: dict[What, str] = {
    What.ADD: N_("was entered"), What.CHANGE: N_("was changed"), What.REMOVE: N_("was deleted"),
    What.MERGE: N_("was merged"), What.IMPORT: N_("was imported"), What.UNDO: N_("was taken back"),
}  # fmt: skip
"""What was done to a record, in its history."""


def choice(kind: Kind, field: str, value: str | None) -> str:
    """A choice as people call it; a value that is not among the choices as it is."""
    return _(CHOICES.get((kind, field), {}).get(value or "", value or "")) if value else ""
