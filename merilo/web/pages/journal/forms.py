"""Forms of records, made from their declarations: what is asked, what was there, what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.utils import timezone

from merilo.core.text import N_, _
from merilo.people.journal.fields import plain_value
from merilo.people.journal.kinds import KINDS, Field, Holds, Kind
from merilo.people.journal.records import Record
from merilo.reports.journal.around import hits
from merilo.reports.journal.pipelines import Pipeline, pipelines
from merilo.reports.journal.quick import whom_by_words
from merilo.reports.journal.rights import sellers_to_write_for
from merilo.reports.journal.words import CHOICES
from merilo.reports.seen import Seen

STAGE = "stage"
_ABOUT = ("account", "contact", "deal", "lead")
ASKED: dict[Kind, tuple[str, ...]] = {
    Kind.ACCOUNT: ("name", "domain", "phone", "email", "owner", "industry", "region", "note"),
    Kind.CONTACT: ("name", "account", "title", "email", "phone", "note"),
    Kind.LEAD: ("name", "email", "phone", "owner", "account", "contact", "origin", "source_detail", "note",
                "disqualified_at", "reason"),
    Kind.DEAL: ("name", "account", "stage", "amount", "currency", "expected_close_on", "product", "seller", "origin",
                "source_detail", "lost_reason", "note"),
    Kind.TOUCH: ("kind", "direction", "outcome", "at", *_ABOUT, "seller", "note"),
    Kind.MEETING: ("subject", "starts_at", "ends_at", "status", *_ABOUT, "seller", "origin", "note"),
    Kind.STEP: ("subject", "due_on", *_ABOUT, "seller", "note"),
}  # fmt: skip
"""The fields of each kind that a form asks for, in its order. The rest follows from them or from the moment."""

RARE = frozenset({"industry", "region", "source_detail", "disqualified_at", "reason", "product", "lost_reason", "lead",
                  "ends_at", "origin", "currency"})  # fmt: skip
"""Fields that a form shows only when somebody asks for more, or when they are filled."""

_LABELS = {(Kind.ACCOUNT, "name"): N_("Name of the company"), (Kind.DEAL, "name"): N_("Name of the deal")}
_TYPES = {Holds.TIME: "datetime-local", Holds.DAY: "date", Holds.MONEY: "text", Holds.COUNT: "number"}
_KINDS_OF_INPUT = {"email": "email", "phone": "tel"}


@dataclass(frozen=True)
class Row:
    """One field of a form. `value` is what it sends; `was` what it held when the form was made; `text` what is
    shown of a reference, `named` what its record is called."""

    field: Field
    label: str
    value: str
    was: str
    text: str = ""
    named: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    wrong: bool = False

    @property
    def name(self) -> str:
        """The name under which it is sent."""
        return self.field.name

    @property
    def rare(self) -> bool:
        """Whether it waits under "more"."""
        return self.name in RARE and not self.value and not self.wrong

    @property
    def shape(self) -> str:
        """Which widget: select, stage, ref, area or input."""
        if self.name == STAGE:
            return STAGE
        if self.field.holds in (Holds.CHOICE, Holds.SELLER):
            return "select"
        if self.field.holds is Holds.REF:
            return "ref"
        return "area" if self.name == "note" else "input"

    @property
    def type(self) -> str:
        """The type of its input."""
        return _TYPES.get(self.field.holds) or _KINDS_OF_INPUT.get(self.name, "text")


def rows(
    seen: Seen, kind: Kind, typed: Mapping[str, str], record: Record | None = None, wrong: str = ""
) -> tuple[Row, ...]:
    """The form of a kind: what `record` holds, over it what somebody typed; `wrong`: the field that was refused."""
    held = shown(kind, record) if record else {}
    given = held | {name: value for name, value in typed.items() if name in ASKED[kind]}
    refs = [(field.refers, given[field.name]) for field in KINDS[kind].fields if field.refers and given.get(field.name)]
    names = {number: hit.title for number, hit in hits(seen, refs).items()}
    found = []
    for name in ASKED[kind]:
        field = KINDS[kind].field(name)
        value = given.get(name, "")
        named, was = names.get(value, value), typed.get(f"was-{name}", held.get(name, ""))
        text = typed.get(f"{name}-text", "") or named
        choices, groups = _choices(seen, kind, field, value)
        if field.holds is Holds.SELLER and len(choices) < 2 and not record:
            continue  # there is nothing to choose: it is whoever writes
        found.append(
            Row(field, _(_LABELS.get((kind, name), field.label)), value, was, text, named, choices, groups,
                wrong=wrong.partition(" ")[0] == name)
        )  # fmt: skip
    return tuple(found)


def given(seen: Seen, kind: Kind, posted: Mapping[str, str]) -> dict[str, str]:
    """What a form says that it did not say when it was made; names are looked up where no id was chosen.

    Raises WhoError for a name that nobody bears, or more than one.
    """
    found: dict[str, str] = {}
    for name in ASKED[kind]:
        if name not in posted and f"{name}-text" not in posted:
            continue
        field = KINDS[kind].field(name)
        value = _referred(seen, field, posted) if field.holds is Holds.REF else posted.get(name, "").strip()
        if value != posted.get(f"was-{name}", ""):
            found |= read_stage(value) if kind is Kind.DEAL and name == STAGE else {name: value}
    return found


def shown(kind: Kind, record: Record) -> dict[str, str]:
    """The fields of a record as a form holds them: times in the workspace's time zone."""
    found = {name: _as_text(record.fields.get(name)) for name in ASKED[kind]}
    if kind is Kind.DEAL:
        found[STAGE] = stage_value(record.fields["pipeline"] or "", record.fields["stage"] or "")
    return found


def stage_value(pipeline: str, stage: str) -> str:
    """A stage of a pipeline as one value of a form."""
    return urlencode({"pipeline": pipeline, "stage": stage})


def read_stage(value: str) -> dict[str, str]:
    """The pipeline and stage in that value."""
    return {name: words[0] for name, words in parse_qs(value).items() if name in ("pipeline", "stage")}


def merged(kind: Kind, changed: Mapping[str, str], posted: Mapping[str, str]) -> dict[str, str]:
    """What somebody changed in a form, to be laid over the record as it is now."""
    found = {name: value for name, value in changed.items() if name in ASKED[kind]}
    if kind is Kind.DEAL and STAGE in changed:
        found[STAGE] = posted.get(STAGE, "")
    return found | {f"{name}-text": posted[f"{name}-text"] for name in changed if f"{name}-text" in posted}


def words_of(row: Row, value: str, names: Mapping[str, str]) -> str:
    """A value of a form as people read it."""
    known = dict(row.choices) | {sent: word for _group, pairs in row.groups for sent, word in pairs}
    if row.field.holds is Holds.REF:
        return names.get(value) or (row.named if value == row.value else value)
    return known.get(value, value).replace("T", " ") if row.field.holds is Holds.TIME else known.get(value, value)


def _referred(seen: Seen, field: Field, posted: Mapping[str, str]) -> str:
    number, words = posted.get(field.name, ""), posted.get(f"{field.name}-text", "").strip()
    if not words or not field.refers:
        return ""
    if number and words == posted.get(f"was-{field.name}-text", words):  # the script keeps both alike
        return number
    return whom_by_words(seen, words, (field.refers,)).id


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    return str(plain_value(value)) if isinstance(value, date | Decimal) else str(value)


def _choices(
    seen: Seen, kind: Kind, field: Field, value: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]:
    if kind is Kind.DEAL and field.name == STAGE:
        return (), _stages(pipelines(seen))
    if field.holds is Holds.SELLER:
        allowed = [(seller, seen.name(seller)) for seller in sellers_to_write_for(seen)]
        missing = [(value, seen.name(value))] if value and value not in dict(allowed) else []
        return (*missing, *allowed), ()
    if field.holds is Holds.CHOICE:
        words = CHOICES[kind, field.name]
        empty = [] if field.required and value else [("", "—")]
        return (*empty, *((choice, _(words[choice])) for choice in field.choices)), ()
    return (), ()


def _stages(known: Iterable[Pipeline]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(
        (each.name, tuple((stage_value(each.name, stage.name), stage.name) for stage in each.stages)) for each in known
    )
