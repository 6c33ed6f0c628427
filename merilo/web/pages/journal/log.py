"""Logging in ten seconds: the dialog that every page carries, the same as a page, and what it finds as one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merilo.core.errors import UsageError
from merilo.core.text import N_, _, ngettext
from merilo.people.journal.kinds import Kind
from merilo.people.journal.writing import ConflictError
from merilo.reports.journal import quick
from merilo.reports.journal.rights import check_writes, sellers_to_write_for
from merilo.reports.journal.search import SEARCHED, Hit, search
from merilo.web.pages.journal.told import done, parted, refused_part, status_of
from merilo.web.request import PageRequest

_SAID = {
    "call": N_("Call logged: {name}."), "email": N_("E-mail logged: {name}."),
    "message": N_("Message logged: {name}."), "meeting": N_("Meeting logged: {name}."),
    "step": N_("Next step planned: {name}."),
}  # fmt: skip
_FIELDS = {
    "meeting": ("subject", "starts_at"),
    "step": ("subject",),
}


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: PageRequest) -> HttpResponse:
    """The form as a page; and what it, or the dialog, sends."""
    check_writes(request.seen)
    if request.method != "POST":
        return _page(request, request.GET)
    try:
        return _logged(request)
    except (UsageError, ConflictError) as error:
        if request.htmx:
            return refused_part(request, error)
        hits = error.hits if isinstance(error, quick.WhoError) else ()
        return _page(request, request.POST, error=error, hits=hits)


@require_safe
def find(request: PageRequest) -> HttpResponse:
    """Options that fit what is being typed; the ones used last where nothing is."""
    words = request.GET.get("q", "").strip()
    kinds = tuple(kind for kind in SEARCHED if kind in request.GET.getlist("kind")) or SEARCHED
    found = search(request.seen, words, kinds, 8) if words else quick.last_used(request.seen)
    shown = {
        "hits": [hit for hit in found if hit.kind in kinds],
        "words": words,
        "offer_new": request.GET.get("new") == "1" and len(words) > 1 and not _same(words, found),
        "lately": not words,
    }
    return render(request, "merilo/journal/options.html", shown)


@require_POST
def undo(request: PageRequest) -> HttpResponse:
    """Take back what was just done."""
    try:
        records = quick.undo_all(request.seen, parted(request.POST.get("deeds", "")))
    except (UsageError, ConflictError) as error:
        if request.htmx:
            return refused_part(request, error, "toast_mistake")
        raise
    n = len(records)
    said = ngettext("Undone: {n} record is as it was.", "Undone: {n} records are as they were.", n).format(n=n)
    return done(request, said, (), reverse("journal"))


def _logged(request: PageRequest) -> HttpResponse:
    sent = request.POST
    what = sent.get("what", "")
    due = quick.due_on(request.seen.today, sent.get("due", ""), sent.get("due_on", ""))
    given = {"note": sent.get("note", "")} | {name: sent.get(name, "") for name in _FIELDS.get(what, ())}
    given |= {"outcome": sent.get("outcome", "")} if what in quick.TOUCHES else {}
    given |= {"due_on": due} if what == "step" else {}
    given |= {"seller": sent["seller"]} if sent.get("seller") else {}
    then = sent.get("then", "").strip()
    step = {"subject": then, "due_on": due} if then else None
    made = quick.log(request.seen, what, _whom(request, sent), given, step)
    name = sent.get("who", "").strip() or made.records[0].title
    said = _(_SAID[what]).format(name=name)
    return done(request, said, made.deeds, reverse("journal"))


def _whom(request: PageRequest, sent: QueryDict) -> quick.Whom:
    """Whom the form means: the record that was chosen, a new account, or by the words alone."""
    about, words = sent.get("about", ""), sent.get("who", "").strip()
    kind, _blank, number = about.partition(" ")
    if about == "new":
        return quick.Whom(new=words)
    if number and kind in SEARCHED:
        return quick.Whom(Kind(kind), number)
    if not words:
        return quick.Whom()
    hit = quick.whom_by_words(request.seen, words, SEARCHED, new=True)
    return quick.Whom(hit.kind, hit.id)


def _page(request: PageRequest, sent: QueryDict, error: UsageError | ConflictError | None = None,
          hits: tuple[Hit, ...] = ()) -> HttpResponse:  # fmt: skip
    lately = hits or quick.last_used(request.seen)
    shown = {"sent": sent, "error": error, "hits": lately, "asked_who": bool(hits), "as_page": True}
    return render(request, "merilo/journal/log.html", shown, status=status_of(error) if error else 200)


def dialog(request: PageRequest) -> dict[str, Any]:
    """What the form needs to be shown, on every page."""
    allowed = sellers_to_write_for(request.seen)
    sellers = [(seller, request.seen.name(seller)) for seller in allowed]
    return {"sellers": sellers if len(sellers) > 1 else [], "own": request.seen.person.seller}


def _same(words: str, hits: tuple[Hit, ...]) -> bool:
    return any(hit.kind is Kind.ACCOUNT and hit.title.casefold() == words.casefold() for hit in hits)
