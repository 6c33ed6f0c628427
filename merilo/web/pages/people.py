"""People: who may log in, as what, and how somebody new comes in. Administrators only."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from merilo.core.errors import MeriloError, UsageError
from merilo.core.text import _
from merilo.people import accounts
from merilo.people.audit.log import Action, note
from merilo.people.roles import LABELS, Person, Role
from merilo.web.accounts import invitation, mails, send_invitation
from merilo.web.navigation import ADMINS, only_for
from merilo.web.request import PageRequest


@dataclass(frozen=True)
class Invited:
    """Somebody who was just given a link: shown once."""

    person: Person
    link: str
    mailed: bool


@require_safe
@only_for(ADMINS)
def every(request: PageRequest) -> HttpResponse:
    """All people, and the form that invites another."""
    return _page(request)


@never_cache
@require_POST
@only_for(ADMINS)
def invite(request: PageRequest) -> HttpResponse:
    """Keep a new person and show the link by which he sets his password."""
    sent = request.POST
    person = accounts.add_person(
        request.seen.place, email=sent.get("email", "").strip(), name=_name(sent.get("name", "")),
        role=_role(sent.get("role", "")), seller=_seller(request, sent.get("seller", "")),
    )  # fmt: skip
    note(request.user.person, Action.PERSON_INVITED, f"{person.email}: {person.role.value} {person.seller}")
    return _page(request, _invited(request, person))


@never_cache
@require_POST
@only_for(ADMINS)
def link(request: PageRequest, number: int) -> HttpResponse:
    """A new link for somebody whose own has run out, or who lost his password."""
    found = next((each.person for each in accounts.accounts() if each.person.id == number and each.open), None)
    if found is None:
        raise UsageError(_("There is no such person."))
    note(request.user.person, Action.PERSON_INVITED, found.email)
    return _page(request, _invited(request, found))


@require_POST
@only_for(ADMINS)
def change(request: PageRequest, number: int) -> HttpResponse:
    """Change somebody's name, role, seller or language."""
    sent = request.POST
    language = sent.get("language", "")
    if language not in ("", *dict(settings.LANGUAGES)):
        raise UsageError(_("There is no such language."), allowed=", ".join(dict(settings.LANGUAGES)))
    before = {each.person.id: each.person for each in accounts.accounts()}.get(number)
    kept = before.seller if before else ""
    changed = accounts.change_person(
        number, name=sent.get("name", ""), role=_role(sent.get("role", "")),
        seller=_seller(request, sent.get("seller", ""), kept), language=language,
    )  # fmt: skip
    note(request.user.person, Action.PERSON_CHANGED, f"{changed.email}: {changed.role.value} {changed.seller}")
    messages.success(request, _("Changed: {name}.").format(name=changed.name))
    return redirect("people")


@require_POST
@only_for(ADMINS)
def shut(request: PageRequest, number: int) -> HttpResponse:
    """End somebody's way in."""
    person = accounts.shut_out(number)
    note(request.user.person, Action.PERSON_SHUT_OUT, person.email)
    messages.success(request, _("{name} may not log in any more.").format(name=person.name))
    return redirect("people")


@require_POST
@only_for(ADMINS)
def reopen(request: PageRequest, number: int) -> HttpResponse:
    """Open it again."""
    person = accounts.let_in(number)
    note(request.user.person, Action.PERSON_LET_IN, person.email)
    messages.success(request, _("{name} may log in again.").format(name=person.name))
    return redirect("people")


def _page(request: PageRequest, invited: Invited | None = None) -> HttpResponse:
    shown = {
        "accounts": accounts.accounts(),
        "roles": [(role.value, _(LABELS[role])) for role in Role],
        "languages": settings.LANGUAGES,
        "sellers": sorted(_sellers(request).items(), key=lambda each: each[1]),
        "invited": invited,
    }
    return render(request, "merilo/pages/people.html", shown)


def _sellers(request: PageRequest) -> dict[str, str]:
    """The sellers of the facts by id; none as long as nothing was imported, and people can be invited all the same."""
    try:
        staff = request.seen.staff
    except MeriloError:
        return {}
    return {who: request.seen.name(who) for who in staff["sellers"]}


def _invited(request: PageRequest, person: Person) -> Invited:
    address = invitation(request, person.id)
    if mails():
        send_invitation(person, address)
    return Invited(person, address, mails())


def _name(word: str) -> str:
    if not word.strip():
        raise UsageError(_("A person needs a name."), way_out=_("Write what the person is called."))
    return word.strip()


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise UsageError(_("There is no such role."), allowed=", ".join(Role)) from None


def _seller(request: PageRequest, word: str, kept: str = "") -> str:
    if word and word != kept and word not in _sellers(request):
        raise UsageError(_("There is no such seller."), way_out=_("Choose one of the list."))
    return word
