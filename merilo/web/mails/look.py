"""A digest written for a look: nobody is told, nothing is claimed, nothing is sent."""

from __future__ import annotations

from base64 import b64encode

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.roles import Person
from merilo.reports.notices.digest import digest
from merilo.reports.prepared import Prepared
from merilo.reports.seen import Seen
from merilo.web.mails.letter import Letter, of_digest
from merilo.web.mails.pictures import pencil
from merilo.web.mails.post import spoken_by

FORMS = (".eml", ".html", ".txt")


def preview(place: Workspace, person: Person, form: str) -> bytes:
    """The digest of the last whole week in one of `FORMS`; in HTML the images are written into the page.

    Raises UsageError for another form, and for somebody who neither sells nor leads.
    """
    if form not in FORMS:
        raise UsageError(_("{value} is no form of a mail.").format(value=form), allowed=", ".join(FORMS))
    with spoken_by(place, person) as spoken, pencil() as drawing:
        Prepared(place, spoken).make()
        found = digest(Seen(place, person))
        if found is None:
            raise UsageError(
                _("There is no digest for {name}.").format(name=person.name),
                allowed=_("people who sell or lead, tied to their id among the sellers"),
            )
        return _formed(of_digest(person, found, place.settings.name, drawing.png), form)


def _formed(letter: Letter, form: str) -> bytes:
    if form == ".eml":
        return letter.message().as_bytes()
    if form == ".txt":
        return letter.body.encode()
    html = letter.html
    for image in letter.images:
        html = html.replace(f"cid:{image.cid}", f"data:image/png;base64,{b64encode(image.png).decode()}")
    return html.encode()
