"""Settings of the journal's pipelines: their stages, in order, and what each means."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.journal.kinds import STATUSES, Kind
from merilo.reports.access import refused
from merilo.reports.journal.pipelines import Pipeline, pipelines, set_stages
from merilo.reports.journal.rights import leads_others
from merilo.reports.journal.words import CHOICES
from merilo.web.pages.journal.today import around
from merilo.web.pages.journal.told import done, status_of
from merilo.web.request import PageRequest

_FRESH = [("", kind) for kind in ("open", "open", "open", "won", "lost")]
_SPARE = 2
"""Empty lines under the stages, for new ones."""


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PageRequest) -> HttpResponse:
    """The pipelines and their stages; the form sets those of one."""
    if not leads_others(request.seen):
        raise refused()
    if request.method != "POST":
        return _page(request)
    name = request.POST.get("pipeline", "").strip()
    lines = _lines(request)
    try:
        found = set_stages(request.seen, name, lines)
    except UsageError as error:
        return _page(request, error, Pipeline(name, (), ours=True), lines)
    return done(request, _("The stages of {name} are kept.").format(name=found.name), (), reverse("journal_pipelines"))


def _lines(request: PageRequest) -> list[tuple[str, str]]:
    """Name and kind of each stage that was filled in, by the places that were typed."""
    sent = request.POST
    rows = zip(sent.getlist("place"), sent.getlist("name"), sent.getlist("kind"), strict=False)
    filled = [(_place(place), number, name.strip(), kind) for number, (place, name, kind) in enumerate(rows)
              if name.strip()]  # fmt: skip
    return [(name, kind) for _at, _number, name, kind in sorted(filled)]


def _place(word: str) -> float:
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return float("inf")


def _page(request: PageRequest, error: UsageError | None = None, typed: Pipeline | None = None,
          lines: list[tuple[str, str]] | None = None) -> HttpResponse:  # fmt: skip
    shown = []
    for each in pipelines(request.seen):
        stages = [(stage.name, stage.kind) for stage in each.stages]
        if typed and typed.name == each.name and lines is not None:
            stages = lines
        shown.append((each, [*stages, *[("", "open")] * (_SPARE if each.ours else 0)]))
    kinds = [(kind, _(CHOICES[Kind.STAGE, "kind"][kind])) for kind in STATUSES]
    fresh = lines if typed and typed.name not in [each.name for each, _l in shown] else None
    context = around(request) | {"pipelines": shown, "kinds": kinds, "error": error, "typed": typed,
                                 "fresh": fresh or _FRESH}  # fmt: skip
    return render(request, "merilo/journal/pipelines.html", context, status=status_of(error) if error else 200)
