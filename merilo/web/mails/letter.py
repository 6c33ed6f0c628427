"""A digest or gathered notices as an e-mail: HTML and plain text, charts inside it, a way out of it with one click."""

from __future__ import annotations

import email.policy
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage as Written
from email.policy import Policy
from typing import Any, cast

from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from merilo.core.text import _, language, ngettext
from merilo.people.roles import Person
from merilo.reports.notices.digest import Digest, Drawn
from merilo.reports.notices.due import DIGEST, GATHERED, Errand
from merilo.reports.notices.shown import Line
from merilo.reports.notices.words import day
from merilo.web.charts import control_chart
from merilo.web.ways import way_to

SALT = "merilo.unsubscribe"
Draw = Callable[[dict[str, Any], str], bytes]


def address() -> str:
    """Where people open the application, without a slash at its end (MERILO_URL)."""
    return os.environ.get("MERILO_URL", "http://127.0.0.1:8300").rstrip("/")


@dataclass(frozen=True)
class Image:
    """A chart inside a mail: the id by which the HTML names it, what it shows in words, the PNG."""

    cid: str
    says: str
    png: bytes


class Letter(EmailMessage):
    """A mail of plain text and HTML, with the images of the HTML inside it; `out`: the address that ends such mails."""

    def __init__(self, html: str, images: Sequence[Image], out: str, **given: Any) -> None:
        super().__init__(**given)
        self.html, self.images, self.out = html, tuple(images), out

    def message(self, *, policy: Policy[Any] | None = None) -> Written:
        """The mail as it is sent: the images belong to the HTML, and are no attachments."""
        written: Any = super().message(policy=policy or email.policy.default)
        written.add_alternative(self.html, subtype="html")
        page = list(written.iter_parts())[-1]
        for image in self.images:
            page.add_related(
                image.png, "image", "png", cid=f"<{image.cid}>", disposition="inline", filename=f"{image.cid}.png"
            )
        # Folding would break the address, which has no blanks, into encoded words that no mail program understands.
        written.policy = written.policy.clone(refold_source="none")
        written.set_raw("List-Unsubscribe", f"<{self.out}>")
        written["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return cast(Written, written)


def of_digest(person: Person, found: Digest, name: str, draw: Draw) -> Letter:
    """The digest as a letter in the language in force. `name`: of the workspace; `draw`: makes the pictures."""
    images = [_image(number, each, draw) for number, each in enumerate(found.drawn)]
    subject = _("Your week up to {day}").format(day=day(found.end))
    shown = {"digest": found, "images": images, "calm": found.ordinary}
    return _letter(Errand(person, DIGEST, found.end.isoformat()), subject, name, shown, images)


def of_notices(person: Person, lines: Sequence[Line], period: str, name: str) -> Letter:
    """Gathered notices as a letter in the language in force."""
    n = len(lines)
    subject = ngettext("{n} new notice", "{n} new notices", n).format(n=n)
    shown = {"lines": [(line, address() + way_to(line.notice)) for line in lines]}
    return _letter(Errand(person, GATHERED, period), subject, name, shown, [])


def _image(number: int, drawn: Drawn, draw: Draw) -> Image:
    says = _("{kpi} week by week with its natural limits").format(kpi=drawn.kpi["label"])
    says = f"{drawn.who}: {says}" if drawn.who else says
    picture = control_chart(f"chart-{number}", drawn.kpi, drawn.series, says)
    return Image(f"chart-{number}@merilo", says, draw(picture.spec, language()))


def _letter(errand: Errand, subject: str, name: str, shown: dict[str, Any], images: Sequence[Image]) -> Letter:
    person, kind = errand.person, errand.kind
    out = address() + reverse("unsubscribe", args=[token(person, kind)])
    every = shown | {
        "person": person, "address": address(), "name": name, "out": out, "spoken": language(), "subject": subject,
        "settings": address() + reverse("notice_choices"),
    }  # fmt: skip
    return Letter(
        render_to_string(f"merilo/mail/{kind}.html", every),
        images,
        out,
        subject=f"{name}: {subject}",
        body=render_to_string(f"merilo/mail/{kind}.txt", every),
        to=[person.email],
        headers={
            "Message-ID": f"<{kind}.{errand.period}.{person.id}@merilo>",  # of one mail the same, whoever sends it
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


def token(person: Person, kind: str) -> str:
    """What the link of a mail says: whom and of which kind of mail. Signed, so nobody else can say it."""
    return signing.dumps([person.id, kind], salt=SALT)


def read_token(text: str) -> tuple[int, str] | None:
    """Whom and what a link names; None for one that was not made here."""
    try:
        number, kind = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(number), str(kind)
