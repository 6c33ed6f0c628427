"""The rows behind a KPI: to search, to order, to take along."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merilo.kpis.registry import kpi_named
from merilo.people.audit.log import Action, note
from merilo.reports.exported import Form
from merilo.reports.pages import kpi_page, kpi_rows
from merilo.web.request import PageRequest

_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PARQUET: "application/vnd.apache.parquet",
}
_OWN = ("q", "column", "least", "most", "sort", "page")  # what the page asks beyond the question


@require_safe
def rows(request: PageRequest, name: str) -> HttpResponse:
    """The rows behind the answer, a page at a time; only their table, where a page asks (`few`: the first of them)."""
    words = request.GET.dict()
    few = bool(words.pop("few", ""))
    question, asked = kpi_page.asked(name, words), kpi_rows.wanted(words)
    page = kpi_rows.page_number(words.pop("page", ""))
    found = kpi_rows.rows_page(request.seen, question, asked, page, kpi_rows.FEW if few else kpi_rows.A_PAGE)
    said = {key: value for key, value in words.items() if value}
    own = {key for key in said if key in _OWN or key.startswith("is_")}
    shown = {
        "kpi": kpi_named(name),
        "found": found,
        "few": few,
        "said": said,
        "question": {key: value for key, value in said.items() if key not in own},
        "query": urlencode(said),
        "unsorted": urlencode({key: value for key, value in said.items() if key != "sort"}),
        "forms": [form.value for form in Form],
        "narrowed": bool(own - {"sort"}),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, f"merilo/pages/{'kpi_rows_table' if part else 'kpi_rows'}.html", shown)


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
