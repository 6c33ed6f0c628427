"""The rows behind a KPI: to search, to order, to take along."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.kpis.question import Question
from merilo.kpis.registry import kpi_named
from merilo.people.audit.log import Action, note
from merilo.reports.behind import Wanted
from merilo.reports.exported import Form
from merilo.reports.pages import kpi_page, kpi_rows
from merilo.web.parts import inline, part
from merilo.web.request import PageRequest, reads_part

_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PARQUET: "application/vnd.apache.parquet",
}
_OWN = ("q", "column", "least", "most", "sort", "page")  # what the page asks beyond the question


@require_safe
def rows(request: PageRequest, name: str) -> HttpResponse:
    """The rows behind the answer, a page at a time; only their table, where a page asks (`few`: the first of them)."""
    if reads_part(request):
        return _found(request, name)
    kpi, (said, own) = kpi_named(name), _said(request)
    # What cannot be asked, and what is not to be seen, is refused before anything is worked out.
    request.seen.reach.narrowed(_asked(request, name)[0])
    shown = {"kpi": kpi, "question": _of(said, but=own), "rows": inline(request, _found, name)}
    return render(request, "merilo/pages/kpi_rows.html", shown)


@part
def _found(request: PageRequest, name: str) -> HttpResponse:
    """The table; with the form that asks for its rows, where it does not stand yet."""
    few = bool(request.GET.get("few"))
    found = kpi_rows.rows_page(request.seen, *_asked(request, name), kpi_rows.FEW if few else kpi_rows.A_PAGE)
    said, own = _said(request)
    shown = {
        "kpi": kpi_named(name),
        "found": found,
        "few": few,
        "said": said,
        "question": _of(said, but=own),
        "query": urlencode(said),
        "unsorted": urlencode(_of(said, but={"sort"})),
        "forms": [form.value for form in Form],
        "narrowed": bool(own - {"sort"}),
    }
    only_table = few or request.headers.get("HX-Target") == "rows"
    return render(request, f"merilo/pages/{'kpi_rows_table' if only_table else 'kpi_rows_found'}.html", shown)


def _asked(request: PageRequest, name: str) -> tuple[Question, Wanted, int]:
    """The question, which of its rows are wanted, and the page of them."""
    words = request.GET.dict()
    page = kpi_rows.page_number(words.get("page", ""))
    return kpi_page.asked(name, words), kpi_rows.wanted(words), page


def _said(request: PageRequest) -> tuple[dict[str, str], set[str]]:
    """What the address says, and which of it is asked of the rows alone."""
    said = {key: value for key, value in request.GET.dict().items() if value and key not in ("page", "few")}
    return said, {key for key in said if key in _OWN or key.startswith("is_")}


def _of(said: dict[str, str], but: set[str]) -> dict[str, str]:
    return {key: value for key, value in said.items() if key not in but}


@require_safe
def export(request: PageRequest, name: str, form: str) -> FileResponse:
    """All rows that the page shows, as a file."""
    words, kind, kpi = request.GET.dict(), Form(form), kpi_named(name)
    question, asked = kpi_page.asked(name, words), kpi_rows.wanted(words)
    with TemporaryDirectory(prefix="merilo-") as folder:
        path = Path(folder) / f"{kpi.name}.{kind}"
        kpi_rows.take_along(request.seen, question, asked, kind, path)
        note(request.user.person, Action.EXPORT, f"{kpi.name}.{kind} {request.GET.urlencode()}")
        # An open file can be read to its end after its name is gone.
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=_TYPES[kind])
