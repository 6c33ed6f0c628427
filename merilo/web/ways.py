"""Where a notice leads: the page to which its matter belongs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from merilo.people.noticed import Kind, Notice

_PAGES = {
    Kind.EXPECTATION: "expectations",
    Kind.COACHING: "coaching",
    Kind.STEP: "week",
    Kind.DIGEST: "digest",
    Kind.MAIL: "mails",
}


def way_to(notice: Notice) -> str:
    """The address, without the host."""
    if notice.kind is Kind.IMPORT:
        return reverse("import", args=[notice.values["number"]])
    if notice.kind in _PAGES:
        return reverse(_PAGES[notice.kind])
    if notice.scope == "seller":
        return reverse("week_of", args=[notice.subject])
    if notice.scope == "team":
        return f"{reverse('team')}?{urlencode({'team': notice.subject})}"
    return reverse("problems")
