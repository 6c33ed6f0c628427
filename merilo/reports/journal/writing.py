"""What people log: checked, completed with what is plain, and kept; a fact within seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from babel.numbers import list_currencies

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.facts.changes import FIELDS
from merilo.people.journal import undoing
from merilo.people.journal.fields import check_complete, plain_value, read
from merilo.people.journal.kinds import KINDS, LOGGED, Holds, Kind
from merilo.people.journal.records import Record
from merilo.people.journal.writing import AlreadyError, Doing, TakenError, What, doing
from merilo.reports.access import refused
from merilo.reports.journal.known import known, record
from merilo.reports.journal.pipelines import first_stage, make_sure_of, stage_named
from merilo.reports.journal.rights import check_change, check_writes, sees, writes_for
from merilo.reports.journal.search import bare_domain
from merilo.reports.seen import Seen

_SOON = timedelta(minutes=5)
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """What was written: the record as it is now, and the number of the deed, by which it can be undone."""

    record: Record
    deed: int


def add(seen: Seen, kind: Kind, given: Given, key: str = "") -> Written:
    """Enter a record. `given`: fields by name (see `KINDS[kind].fields`), as texts of a form or as values.

    Who writes is the seller where none is named. `key`: whoever sends the same one twice (a form that was sent again, a
    program that heard no answer) enters one record and gets that. Raises UsageError naming the field, and
    NotAllowedError where the person may not write for that seller or refers to what he may not see.
    """
    check_writes(seen)
    values = _completed(seen, kind, _read(seen, kind, given))
    check_complete(kind, values)
    _check(seen, kind, values, values)
    own = f"key:{seen.person.id}:{key}" if key else None
    try:
        return _entered(seen, kind, values, own)
    except TakenError:
        return _entered(seen, kind, values, own)


def _entered(seen: Seen, kind: Kind, values: dict[str, Any], own: str | None) -> Written:
    try:
        with doing(seen.person, What.ADD, _titled(kind, values), said=KINDS[kind].label) as doer:
            made = _added(seen, doer, kind, values, own)
    except AlreadyError as known:
        return Written(known.record, known.deed)
    return Written(made, doer.deed.pk)


def change(seen: Seen, kind: Kind, number: str, given: Given, version: int) -> Written:
    """Change fields of a record that was read at `version`.

    A deal's status follows from its stage; a deal that is lost needs a reason. Raises ConflictError, with the record
    as it is now, where somebody else changed it since; UsageError and NotAllowedError as `add` does.
    """
    before = _to_change(seen, kind, number, version)
    values = _read(seen, kind, given)
    if kind is Kind.DEAL:
        values = _staged(seen, before, values)
    after = dict(before.fields) | values
    check_complete(kind, after)
    _check(seen, kind, {name: value for name, value in values.items() if before.fields[name] != value}, after)
    with doing(seen.person, What.CHANGE, before.title) as doer:
        found = doer.change(before, values)
        if kind is Kind.DEAL:
            _keep_moves(doer, before, found)
    return Written(found, doer.deed.pk)


def remove(seen: Seen, kind: Kind, number: str, version: int) -> Written:
    """Delete a record; it can be brought back by `undo`. Raises as `change` does."""
    before = _to_change(seen, kind, number, version)
    with doing(seen.person, What.REMOVE, before.title) as doer:
        found = doer.remove(before)
    return Written(found, doer.deed.pk)


def log_touch(seen: Seen, given: Given) -> Written:
    """Log a call, an e-mail …: `kind` and whom it was with are enough; it was outbound, just now, of the person."""
    return add(seen, Kind.TOUCH, given)


def log_meeting(seen: Seen, given: Given) -> Written:
    """Log a meeting: `starts_at` is enough; one to come is booked, a past one held."""
    return add(seen, Kind.MEETING, given)


def plan_step(seen: Seen, given: Given) -> Written:
    """Plan a next step: `subject` and `due_on`."""
    return add(seen, Kind.STEP, given)


def do_step(seen: Seen, number: str, version: int, *, done: bool = True) -> Written:
    """Say that a next step is done now (or, after all, is not)."""
    return change(seen, Kind.STEP, number, {"done_at": datetime.now(UTC) if done else None}, version)


def move_deal(seen: Seen, number: str, stage: str, version: int, lost_reason: str = "") -> Written:
    """Bring a deal into another stage of its pipeline; a stage that is won or lost closes it, an open one opens it.

    Raises UsageError for a stage that the pipeline has not, and where a lost deal has no reason.
    """
    return change(
        seen, Kind.DEAL, number, {"stage": stage} | ({"lost_reason": lost_reason} if lost_reason else {}), version
    )


def make_deal_of(seen: Seen, lead: str, version: int, given: Given) -> Written:
    """Make a deal of a lead, which is qualified by it; account, origin and name are the lead's where not given."""
    before = _to_change(seen, Kind.LEAD, lead, version)
    own = {name: before.fields[name] for name in ("name", "account", "origin", "source_detail")}
    read_given = _read(seen, Kind.DEAL, given)
    values = _completed(seen, Kind.DEAL, own | {name: value for name, value in read_given.items() if value is not None})
    check_complete(Kind.DEAL, values)
    _check(seen, Kind.DEAL, values, values)
    with doing(seen.person, What.ADD, _titled(Kind.DEAL, values), said=KINDS[Kind.DEAL].label) as doer:
        made = _added(seen, doer, Kind.DEAL, values)
        qualified_at = before.fields["qualified_at"] or doer.deed.at
        doer.change(before, {"deal": made.id, "qualified_at": qualified_at, "disqualified_at": None, "reason": None})
    return Written(made, doer.deed.pk)


def undo(seen: Seen, deed: int) -> list[Record]:
    """Take back what the person did himself: a deed's number. Undoing an undo does it again.

    Raises UsageError for what is not his or was taken back, ConflictError where somebody changed a record since.
    """
    check_writes(seen)
    return undoing.undo(seen.person, deed)


def lately(seen: Seen, limit: int = 20) -> tuple[undoing.Done, ...]:
    """The person's own last deeds, the latest first: what an undo may take back."""
    return undoing.lately(seen.person, limit)


def _read(seen: Seen, kind: Kind, given: Given) -> dict[str, Any]:
    values = read(kind, given, seen.place.settings.calendar.zone)
    if values.get("domain"):
        values["domain"] = bare_domain(values["domain"]) or values["domain"]
    return values


def _to_change(seen: Seen, kind: Kind, number: str, version: int) -> Record:
    found = record(seen, kind, number)
    if not found.ours:
        raise UsageError(
            _("This record is kept in {source}.").format(source=found.source),
            where=found.title,
            way_out=_("Change it there; it comes in with the next import."),
        )
    check_change(seen, found)
    return replace(found, version=version)


def _added(seen: Seen, doer: Doing, kind: Kind, values: dict[str, Any], imported_as: str | None = None) -> Record:
    if kind is Kind.DEAL:
        make_sure_of(seen, doer, values["pipeline"])
    return doer.add(kind, values, imported_as)


def _completed(seen: Seen, kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """The values with what goes without saying."""
    filled = {name: value for name, value in values.items() if value is not None}
    now = datetime.now(UTC)
    plain: dict[Kind, dict[str, Any]] = {
        Kind.ACCOUNT: {"created_at": now},
        Kind.LEAD: {"created_at": now},
        Kind.DEAL: {"created_at": now, "currency": seen.place.settings.currency},
        Kind.TOUCH: {"at": now, "direction": "outbound"},
        Kind.MEETING: {"booked_at": min(now, filled.get("starts_at", now)), "status": _met(filled, now)},
        Kind.STEP: {"created_at": now},
    }
    owner = KINDS[kind].owner
    own = {owner: seen.person.seller} if owner and owner not in values and seen.person.seller else {}
    found = own | plain.get(kind, {}) | _of_what_it_is_about(seen, kind, filled) | filled
    return found | (_begun(seen, found) if kind is Kind.DEAL else {})


def _met(filled: Mapping[str, Any], now: datetime) -> str:
    return "held" if filled.get("starts_at", now) <= now else "booked"


def _begun(seen: Seen, values: Mapping[str, Any]) -> dict[str, Any]:
    """The first stage of a new deal, and what a stage means."""
    stage = (
        stage_named(seen, values.get("pipeline"), values["stage"])
        if values.get("stage")
        else first_stage(seen, values.get("pipeline"))
    )
    return {"pipeline": stage.pipeline, "stage": stage.name} | _of_stage(stage.kind, values)


def _of_stage(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "open":
        return {"status": "open", "closed_at": None, "lost_reason": None}
    closed = {"status": kind, "closed_at": values.get("closed_at") or datetime.now(UTC)}
    return closed | ({"lost_reason": None} if kind == "won" else {})


def _staged(seen: Seen, before: Record, values: dict[str, Any]) -> dict[str, Any]:
    """The changes of a deal with what its stage makes of its status."""
    if values.get("status") not in (None, before.fields["status"]) and "stage" not in values:
        raise UsageError(
            _("A deal's status follows from its stage."), where="status", way_out=_("Move it into that stage.")
        )
    after = dict(before.fields) | values
    stage = (after["pipeline"], after["stage"])
    if stage == (before.fields["pipeline"], before.fields["stage"]):
        closed = before.fields["status"] != "open"
        kept = {name: value for name, value in values.items() if name not in ("status", "closed_at")}
        return kept | ({"closed_at": values["closed_at"]} if closed and values.get("closed_at") else {})
    found = stage_named(seen, *stage)
    return values | {"stage": found.name} | _of_stage(found.kind, values)


def _of_what_it_is_about(seen: Seen, kind: Kind, filled: Mapping[str, Any]) -> dict[str, Any]:
    """The account of the deal, lead or contact that is named, where no account is."""
    if "account" not in KINDS[kind].names or "account" in filled:
        return {}
    for about in (Kind.DEAL, Kind.LEAD, Kind.CONTACT):
        if about.value in filled and about is not kind:
            found = known(seen.place, about, filled[about.value])
            if found and found.fields["account"]:
                return {"account": found.fields["account"]}
    return {}


def _check(seen: Seen, kind: Kind, changed: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise UsageError or NotAllowedError for what may not be so."""
    if kind not in LOGGED:
        raise UsageError(_("This is not entered by hand."), allowed=", ".join(LOGGED))
    for field in KINDS[kind].fields:
        value = changed.get(field.name)
        if value is None:
            continue
        if field.holds is Holds.SELLER and not writes_for(seen, value):
            raise refused()
        if field.holds is Holds.REF and field.refers:
            found = known(seen.place, field.refers, value)
            if found is None or not sees(seen, found):
                raise UsageError(_("There is no such record."), where=field.name)
    _check_sense(kind, changed, values)


def _check_sense(kind: Kind, changed: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    soon = datetime.now(UTC) + _SOON
    for name in ("at", "done_at", "closed_at", "created_at", "booked_at", "qualified_at", "disqualified_at"):
        if changed.get(name) and changed[name] > soon:
            raise UsageError(_("This is still to come."), where=name, way_out=_("Plan it as a meeting or next step."))
    if kind is Kind.MEETING:
        _check_meeting(values, soon)
    if kind is Kind.DEAL:
        if values["status"] == "lost" and not values.get("lost_reason"):
            raise UsageError(_("Why was it lost?"), where="lost_reason", way_out=_("A word or two are enough."))
        if values.get("currency") and values["currency"] not in list_currencies():
            raise UsageError(
                _("{value} is no currency.").format(value=values["currency"]),
                where="currency",
                allowed=_("an ISO 4217 code such as EUR or RUB"),
            )


def _check_meeting(values: Mapping[str, Any], soon: datetime) -> None:
    if values.get("ends_at") and values["ends_at"] < values["starts_at"]:
        raise UsageError(_("It ends before it begins."), where="ends_at")
    if values["status"] in ("held", "no_show") and values["starts_at"] > soon:
        raise UsageError(_("A meeting to come was not held yet."), where="status", allowed="booked, cancelled")


def _keep_moves(doer: Doing, before: Record, after: Record) -> None:
    """Keep what changed in a deal as its history, which becomes `deal_changes`."""
    changed = [name for name in FIELDS if before.fields[name] != after.fields[name]]
    moves = [
        {"deal": after.id, "field": name, "old": _text(before.fields[name]), "new": _text(after.fields[name]),
         "at": doer.deed.at}
        for name in changed
    ]  # fmt: skip
    if moves:
        doer.add_all(Kind.MOVE, [(move, None) for move in moves])


def _text(value: Any) -> str | None:
    return None if value is None else str(plain_value(value))


def _titled(kind: Kind, values: Mapping[str, Any]) -> str:
    return next((str(values[name]) for name in KINDS[kind].titles if values.get(name)), "")
