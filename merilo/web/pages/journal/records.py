"""Records of the journal: looked at, entered, changed, deleted; what two people changed at once is told, not lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.core.errors import MeriloError, UsageError
from merilo.core.text import N_, _
from merilo.people.journal.kinds import KINDS, Holds, Kind
from merilo.people.journal.merging import MERGED
from merilo.people.journal.records import Record
from merilo.people.journal.writing import ConflictError
from merilo.reports.journal import duplicates, reading, writing
from merilo.reports.journal.around import about as what_is_about
from merilo.reports.journal.around import hits, refs_of, timeline, titles
from merilo.reports.journal.known import record
from merilo.reports.journal.rights import check_change, check_writes, may_change
from merilo.reports.journal.words import HISTORY
from merilo.reports.pages.account_page import LABELS as STANDINGS
from merilo.reports.pages.account_page import account_page
from merilo.reports.pages.foreseen_page import deal_chance
from merilo.web.pages.journal import forms
from merilo.web.pages.journal.addresses import href
from merilo.web.pages.journal.today import around
from merilo.web.pages.journal.told import back, done, status_of
from merilo.web.request import PageRequest

_NEW = {
    Kind.ACCOUNT: N_("New account"), Kind.CONTACT: N_("New contact"), Kind.LEAD: N_("New lead"),
    Kind.DEAL: N_("New deal"), Kind.TOUCH: N_("New touch"), Kind.MEETING: N_("New meeting"),
    Kind.STEP: N_("New next step"),
}  # fmt: skip


@require_safe
def one(request: PageRequest, kind: Kind, number: str) -> HttpResponse:
    """A record with what stands around it and its history; an account with all there is about it."""
    if kind is Kind.ACCOUNT:
        return _account(request, number)
    found = record(request.seen, kind, number)
    near = what_is_about(request.seen, found)
    shown = _shown(request, found) | {"timeline": timeline(near), "steps": _open_steps(near)}
    shown["titles"] |= titles(request.seen, [each for part in near.values() for each in part])
    if kind is Kind.DEAL:
        shown["chance"] = deal_chance(request.seen, found.id)
    return render(request, "merilo/journal/record.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, kind: Kind) -> HttpResponse:
    """The form of a new record, and what it sends."""
    check_writes(request.seen)
    if request.method != "POST":
        return _form(request, kind, request.GET.dict())
    try:
        written = writing.add(request.seen, kind, forms.given(request.seen, kind, request.POST))
    except UsageError as error:
        return _form(request, kind, request.POST.dict(), error=error)
    said = _("Entered: {name}.").format(name=written.record.title)
    return done(request, said, [written.deed], href(written.record))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, kind: Kind, number: str) -> HttpResponse:
    """The form of a record; where somebody else changed it meanwhile, both versions, and what was typed kept."""
    found = record(request.seen, kind, number)
    if found.ours:  # what another system keeps is answered by the words of `change`
        check_change(request.seen, found)
    if request.method != "POST":
        return _form(request, kind, {}, found) if found.ours else redirect(href(found))
    typed = request.POST.dict()
    try:
        given = forms.given(request.seen, kind, request.POST)
        version = _version(request)
        written = writing.change(request.seen, kind, number, given, version)
    except ConflictError as error:
        return _conflict(request, error, kind, given)
    except UsageError as error:
        return _form(request, kind, typed, found, error=error)
    said = _("Saved: {name}.").format(name=written.record.title)
    return done(request, said, [written.deed] if given else [], href(written.record))


@require_POST
def delete(request: PageRequest, kind: Kind, number: str) -> HttpResponse:
    """Delete a record; it can be brought back."""
    before = record(request.seen, kind, number)
    written = writing.remove(request.seen, kind, number, _version(request))
    said = _("Deleted: {name}.").format(name=before.title)
    return done(request, said, [written.deed], _after(before))


@require_http_methods(["GET", "HEAD", "POST"])
def deal_of_lead(request: PageRequest, number: str) -> HttpResponse:
    """A deal made of a lead, which is qualified by it."""
    lead = record(request.seen, Kind.LEAD, number)
    check_change(request.seen, lead)
    own = {name: lead.fields[name] or "" for name in ("name", "account", "origin", "source_detail")}
    if request.method != "POST":
        return _form(request, Kind.DEAL, own, error=None, lead=lead)
    try:
        given = forms.given(request.seen, Kind.DEAL, request.POST)
        written = writing.make_deal_of(request.seen, number, _version(request), given)
    except (UsageError, ConflictError) as error:
        return _form(request, Kind.DEAL, request.POST.dict(), error=error, lead=lead)
    said = _("A deal was made of the lead {name}.").format(name=lead.title)
    return done(request, said, [written.deed], href(written.record))


@require_safe
def likely(request: PageRequest, kind: Kind) -> HttpResponse:
    """What is probably the same as what is being entered, as a part of its form."""
    check_writes(request.seen)
    found = duplicates.likely(request.seen, kind, request.GET.dict(), but=request.GET.get("but", ""))
    lines = [(each.hit, _(duplicates.SAME[each.why])) for each in found]
    return render(request, "merilo/journal/likely.html", {"lines": lines, "kind": kind})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: PageRequest, kind: Kind, number: str) -> HttpResponse:
    """Two records made one: which one, then what will be kept, then done."""
    seen, sent = request.seen, request.POST if request.method == "POST" else request.GET
    keep = record(seen, kind, number)
    check_change(seen, keep)
    other = record(seen, kind, sent["other"]) if sent.get("other") else None
    if request.method == "POST" and other:
        versions = [int(sent.get(name) or each.version) for name, each in (("keep", keep), ("lose", other))]
        written = duplicates.merge(seen, kind, (keep.id, versions[0]), (other.id, versions[1]))
        said = _("{other} and {name} are one record now.").format(other=other.title, name=written.record.title)
        return done(request, said, [written.deed], href(written.record))
    known = {name: keep.fields[name] for name in ("name", "domain", "phone", "email") if name in keep.fields}
    proposed = [each for each in duplicates.likely(seen, kind, known, but=keep.id) if each.hit.ours]
    shown = {"keep": keep, "other": other, "kind": kind, "label": KINDS[kind].label, "proposed": proposed,
             "fields": _side_by_side(seen, keep, other) if other else []}  # fmt: skip
    return render(request, "merilo/journal/merge.html", shown)


def _account(request: PageRequest, number: str) -> HttpResponse:
    page = account_page(request.seen, number)
    near = {Kind.TOUCH: page.touches, Kind.MEETING: page.meetings, Kind.STEP: page.steps}
    parts = (page.contacts, page.deals, page.leads, page.touches, page.meetings, page.steps)
    shown = _shown(request, page.account) | {
        "page": page, "standing": STANDINGS[page.standing], "timeline": timeline(near, page.deals),
        "steps": _open_steps(near), "may_change": page.may_change,
    }  # fmt: skip
    named = titles(request.seen, [each for part in parts for each in part])
    shown["titles"] = {about: name for about, name in named.items() if about != number}  # it is the heading
    return render(request, "merilo/journal/account.html", shown)


def _open_steps(near: dict[Kind, tuple[Record, ...]]) -> list[Record]:
    return [step for step in near.get(Kind.STEP, ()) if not step.fields["done_at"]]


def _shown(request: PageRequest, found: Record) -> dict[str, Any]:
    seen = request.seen
    return around(request) | {
        "record": found, "kind": found.kind, "label": KINDS[found.kind].label,
        "table": KINDS[found.kind].table, "today": seen.today,
        "fields": _filled(request, found), "may_change": may_change(seen, found),
        "mergeable": found.kind in MERGED, "titles": titles(seen, [found]),
        "history": _told_history(request, reading.history(seen, found.kind, found.id), found.kind),
    }  # fmt: skip


def _filled(request: PageRequest, found: Record) -> list[dict[str, Any]]:
    """The fields of a record that say anything, each with what it refers to."""
    named = hits(request.seen, refs_of(found))
    lines = []
    for field in KINDS[found.kind].fields:
        value = found.fields.get(field.name)
        if value in (None, "") or field.name in KINDS[found.kind].titles[:1]:
            continue
        hit = named.get(value) if field.holds is Holds.REF else None
        lines.append({"field": field, "value": value, "hit": hit, "href": href(hit) if hit else ""})
    return lines


def _told_history(request: PageRequest, edits: tuple[Any, ...], kind: Kind) -> list[dict[str, Any]]:
    declared = KINDS[kind]
    refs = [(declared.field(name).refers, value) for edit in edits for name, pair in edit.fields.items()
            if name in declared.names for value in pair if value and declared.field(name).refers]  # fmt: skip
    named = hits(request.seen, [(ref, str(value)) for ref, value in refs if ref])
    told = []
    for each in edits:
        changes = [
            {"field": declared.field(name), "before": _of_log(named, pair[0]), "after": _of_log(named, pair[1])}
            for name, pair in each.fields.items() if name in declared.names
        ]  # fmt: skip
        deleted = each.fields.get("deleted", (None, None))[1]
        told.append({"edit": each, "what": HISTORY[each.what], "changes": changes, "deleted": deleted})
    return told


def _of_log(named: dict[str, Any], value: Any) -> Any:
    return named[value].title if isinstance(value, str) and value in named else value


def _form(
    request: PageRequest, kind: Kind, typed: dict[str, str], found: Record | None = None, *,
    error: MeriloError | None = None, lead: Record | None = None,
) -> HttpResponse:  # fmt: skip
    wrong = error.where if error else ""
    shown = {
        "kind": kind, "label": KINDS[kind].label, "title": found.title if found else _(_NEW[kind]), "record": found,
        "rows": forms.rows(request.seen, kind, typed, found, wrong), "error": error, "lead": lead,
        "version": typed.get("version") or (found.version if found else lead.version if lead else ""),
        "next": back(request, "") or request.GET.get("next", ""), "mergeable": kind in MERGED,
    }  # fmt: skip
    return render(request, "merilo/journal/form.html", shown, status=status_of(error) if error else 200)


def _conflict(request: PageRequest, error: ConflictError, kind: Kind, given: dict[str, str]) -> HttpResponse:
    """Their version and mine of each field that I changed, and the form with theirs under mine."""
    present = error.present
    if present is None or present.deleted:
        mine = [(KINDS[kind].field(name), value) for name, value in given.items()]
        return render(request, "merilo/journal/conflict_gone.html", {"error": error, "mine": mine}, status=409)
    theirs, named = forms.shown(kind, present), titles(request.seen, [present])
    typed = forms.merged(kind, given, request.POST)
    rows = forms.rows(request.seen, kind, typed, present)
    differing = [row for row in rows if row.name in given or (row.name == forms.STAGE and "stage" in given)]
    shown = {"error": error, "kind": kind, "label": KINDS[kind].label, "record": present, "rows": rows, "title": "",
             "differing": [(row, forms.words_of(row, theirs[row.name], named), forms.words_of(row, row.value, named))
                           for row in differing],
             "version": present.version, "mergeable": False}  # fmt: skip
    return render(request, "merilo/journal/conflict.html", shown, status=409)


def _side_by_side(seen: Any, keep: Record, other: Record) -> list[dict[str, Any]]:
    """Of each field what both say; what is kept is said by the service that merges."""
    after = duplicates.preview(keep, other)
    named = titles(seen, [keep, other])
    return [
        {"field": field, "keep": keep.fields[field.name], "lose": other.fields[field.name],
         "after": after[field.name], "titles": named}
        for field in KINDS[keep.kind].fields
        if keep.fields[field.name] or other.fields[field.name]
    ]  # fmt: skip


def _version(request: PageRequest) -> int:
    word = request.POST.get("version", "")
    if not word.isdigit():
        raise UsageError(_("The form does not say which version it was made of."), way_out=_("Open the page again."))
    return int(word)


def _after(gone: Record) -> str:
    account = gone.fields.get("account")
    return reverse("journal_record", args=[Kind.ACCOUNT, account]) if account else reverse("journal")
