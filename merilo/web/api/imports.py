"""Imports for programs: files sent, their mapping read and corrected, brought in; the steps of the page Data."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from merilo.people.imported import Imported, Phase
from merilo.people.roles import Role
from merilo.people.tokens.keys import Scope
from merilo.reports.access import refused
from merilo.reports.importing import received
from merilo.reports.importing.corrected import read_text
from merilo.reports.seen import Seen
from merilo.web import importing
from merilo.web.api.door import api, seen_by, told
from merilo.web.navigation import KEEPERS


class Corrected(Schema):
    """A mapping as TOML (docs/mapping.md). `complete`: the files list everything, so what is missing was deleted."""

    model_config = ConfigDict(extra="forbid")
    mapping: Annotated[str, Field(max_length=1_000_000)]
    complete: bool = False


def add_addresses() -> None:
    """Have the API answer at the addresses of imports."""
    api.post("/imports", summary="Send files to be imported", response={202: Any})(sent)
    api.get("/imports/{number}", summary="How far an import is, its mapping and what it brings")(read)
    api.put("/imports/{number}/mapping", summary="Correct the mapping and try it out", response={202: Any})(corrected)
    api.post("/imports/{number}/run", summary="Bring it in", response={202: Any})(run)
    api.delete("/imports/{number}", summary="Forget an import and its files")(dropped)


def sent(request: HttpRequest, file: File[list[UploadedFile]]) -> HttpResponse:
    """Keep the files and have them read; ask for the import until its phase is `shown` (or `failed`)."""
    made = importing.take(_keeper(request), file)
    return told(request, document(made), 202)


def read(request: HttpRequest, number: int) -> HttpResponse:
    """The import: `reading`, `trying`, `writing` (being worked on), `shown` (to be run), `done`, `failed`."""
    return told(request, document(importing.known(_keeper(request), number)))


def corrected(request: HttpRequest, number: int, body: Annotated[Corrected, Body()]) -> HttpResponse:
    """Take another mapping for the files and try it out; nothing is written before `run`."""
    seen = _keeper(request)
    found = importing.known(seen, number)
    mapping = read_text(body.mapping, received.mapping_file(seen.place, found.folder))
    importing.correct(seen, found, mapping, complete=body.complete)
    return told(request, document(importing.known(seen, number)), 202)


def run(request: HttpRequest, number: int) -> HttpResponse:
    """Bring in what was shown; also once more, when it was broken off or failed."""
    seen = _keeper(request)
    importing.run(seen, importing.known(seen, number))
    return told(request, document(importing.known(seen, number)), 202)


def dropped(request: HttpRequest, number: int) -> HttpResponse:
    """Forget it; what has been brought in stays."""
    seen = _keeper(request)
    importing.drop(seen, importing.known(seen, number))
    return told(request, {"id": number})


def document(found: Imported) -> dict[str, Any]:
    """An import for machines. `mapping`: as it would be used now; `report`: what it would bring, or has brought."""
    proposal = found.proposal or {}
    return {
        "id": found.id, "files": found.files, "by": found.by, "phase": found.phase.value, "complete": found.complete,
        "step": found.step, "done": found.done, "of": found.of, "mapping": proposal.get("text"),
        "questions": proposal.get("questions", []), "report": found.report, "error": found.error,
        "to_run": found.phase is Phase.SHOWN and found.report is not None,
    }  # fmt: skip


def _keeper(request: HttpRequest) -> Seen:
    seen = seen_by(request, Scope.IMPORTS)
    if Role(seen.person.role) not in KEEPERS:
        raise refused()
    return seen
