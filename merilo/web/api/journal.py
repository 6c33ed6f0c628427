"""The journal for programs: records entered, read, changed, deleted, undone and sought, by the rules of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Schema
from pydantic import ConfigDict, Field

from merilo.core.text import _
from merilo.people.journal.fields import plain_value
from merilo.people.journal.kinds import KINDS, LOGGED, Kind
from merilo.people.journal.records import Record
from merilo.people.tokens.keys import Scope
from merilo.reports.journal import reading, search, writing
from merilo.reports.journal.known import record
from merilo.web.api.door import api, seen_by, told

Given = dict[str, str | int | float | None]
Logged = StrEnum("Logged", {kind.name: kind.value for kind in LOGGED})  # type: ignore[misc]
Version = Annotated[int, Query(ge=0, le=2**31 - 1, description="The version that was read.")]
_MOST = 50
_LONGEST = 200


class Entered(Schema):
    """A record to be kept. `fields`: see `GET /journal`; texts, or numbers as JSON has them."""

    model_config = ConfigDict(extra="forbid")
    fields: Annotated[Given, Field(max_length=40)]
    key: Annotated[
        str, Field(max_length=_LONGEST, description="Your own name for this entry: sent twice, it is entered once.")
    ] = ""


class Changed(Schema):
    """Fields of a record that was read at `version`."""

    model_config = ConfigDict(extra="forbid")
    fields: Annotated[Given, Field(max_length=40)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


def add_addresses() -> None:
    """Have the API answer at the addresses of the journal."""
    api.get("/journal", summary="What the journal keeps: kinds and fields")(kinds)
    api.get("/journal/search", summary="Accounts, contacts, deals and leads of all sources")(sought)
    api.get("/journal/waiting", summary="How many entries are not in the KPIs yet")(waits)
    api.post("/journal/undo/{deed}", summary="Take back what the token's owner did")(undone)
    api.post("/journal/{kind}", summary="Enter a record", response={201: Any})(entered)
    api.get("/journal/{kind}/{number}", summary="One record, of whatever source")(read)
    api.patch("/journal/{kind}/{number}", summary="Change a record")(changed)
    api.delete("/journal/{kind}/{number}", summary="Delete a record")(deleted)


def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of records, and the fields of each: what they hold, whether they must be filled, what is allowed."""
    seen_by(request, Scope.JOURNAL)
    return told(request, {"kinds": [_declared(kind) for kind in LOGGED]})


def sought(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=_LONGEST)],
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 20,
) -> HttpResponse:
    """The records that fit all words, best first."""
    found = search.search(seen_by(request, Scope.JOURNAL), q, limit=limit)
    return told(request, {"found": [vars(hit) for hit in found]})


def waits(request: HttpRequest) -> HttpResponse:
    """How many changes the facts still lack, and since when."""
    seen_by(request, Scope.JOURNAL)
    return told(request, {"waiting": reading.waiting(), "since": plain_value(reading.waiting_since())})


def entered(request: HttpRequest, kind: Logged, body: Annotated[Entered, Body()]) -> HttpResponse:
    """Keep a record in the name of the token's owner; it is in the KPIs within seconds."""
    seen = seen_by(request, Scope.JOURNAL)
    return _written(request, writing.add(seen, Kind(kind), body.fields, key=body.key), 201)


def read(request: HttpRequest, kind: Logged, number: str) -> HttpResponse:
    """A record as it is now."""
    seen = seen_by(request, Scope.JOURNAL)
    return told(request, {"record": document(record(seen, Kind(kind), number))})


def changed(request: HttpRequest, kind: Logged, number: str, body: Annotated[Changed, Body()]) -> HttpResponse:
    """Change fields, unless somebody changed the record since it was read (409: the answer holds it as it is now)."""
    seen = seen_by(request, Scope.JOURNAL)
    return _written(request, writing.change(seen, Kind(kind), number, body.fields, body.version))


def deleted(request: HttpRequest, kind: Logged, number: str, version: Version) -> HttpResponse:
    """Delete a record; it can be brought back by undoing the deed."""
    return _written(request, writing.remove(seen_by(request, Scope.JOURNAL), Kind(kind), number, version))


def undone(request: HttpRequest, deed: int) -> HttpResponse:
    """Take a deed back, all of it."""
    seen = seen_by(request, Scope.JOURNAL)
    return told(request, {"records": [document(each) for each in writing.undo(seen, deed)]})


def document(found: Record) -> Mapping[str, Any]:
    """A record for machines: moments in UTC, amounts as exact texts."""
    return {
        "kind": found.kind.value, "id": found.id, "version": found.version, "title": found.title,
        "source": found.source, "changeable": found.ours, "deleted": found.deleted,
        "fields": {name: plain_value(value) for name, value in found.fields.items()},
        "made_at": plain_value(found.made_at), "made_by": found.made_by,
        "changed_at": plain_value(found.changed_at), "changed_by": found.changed_by,
    }  # fmt: skip


def _written(request: HttpRequest, done: writing.Written, status: int = 200) -> HttpResponse:
    return told(request, {"record": document(done.record), "deed": done.deed}, status)


def _declared(kind: Kind) -> Mapping[str, Any]:
    fields = [
        {"name": field.name, "label": _(field.label), "holds": field.holds.value, "required": field.required,
         "allowed": list(field.choices), "of": field.refers.value if field.refers else None}
        for field in KINDS[kind].fields
    ]  # fmt: skip
    return {"kind": kind.value, "label": _(KINDS[kind].label), "fields": fields}
