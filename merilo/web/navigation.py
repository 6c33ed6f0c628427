"""The way through the application: which pages there are, for whom, under which letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from merilo.core.errors import MeriloError
from merilo.core.text import N_, _
from merilo.people.roles import Role
from merilo.reports.access import refused
from merilo.reports.seen import Seen
from merilo.web.request import PageRequest

EVERYONE = frozenset(Role)
LEADERS = frozenset({Role.MANAGER, Role.ANALYST, Role.ADMIN})
SELLERS = frozenset({Role.SELLER, Role.MANAGER})
KEEPERS = frozenset({Role.ANALYST, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True)
class Page:
    """A page in the menu: the name of its URL, its label, who has it, the key that opens it after `g`, its icon."""

    url: str
    label: str
    roles: frozenset[Role]
    key: str
    icon: str


PAGES: tuple[Page, ...] = (
    Page("week", N_("My week"), SELLERS, "w", "sun"),
    Page("team", N_("Team"), LEADERS, "t", "people"),
    Page("journal", N_("Journal"), EVERYONE, "j", "pen"),
    Page("problems", N_("Problems"), EVERYONE, "p", "alert"),
    Page("pipeline", N_("Pipeline"), EVERYONE, "i", "columns"),
    Page("time_to_close", N_("Time to close"), EVERYONE, "o", "clock"),
    Page("retention", N_("Retention"), EVERYONE, "r", "heart"),
    Page("plan", N_("Ratios and plan"), EVERYONE, "l", "route"),
    Page("forecast", N_("Forecast"), EVERYONE, "f", "forecast"),
    Page("expectations", N_("Expectations"), EVERYONE, "e", "target"),
    Page("coaching", N_("Coaching"), EVERYONE, "c", "talk"),
    Page("kpis", N_("KPIs"), EVERYONE, "k", "chart"),
    Page("people", N_("People"), ADMINS, "u", "key"),
    Page("audit", N_("Log"), ADMINS, "a", "book"),
    Page("data", N_("Data"), KEEPERS, "d", "inbox"),
)
"""In the order of the menu. A page is added here and in `urls`."""


@dataclass(frozen=True)
class Way:
    """A page as the menu shows it to somebody."""

    url: str
    label: str
    key: str
    icon: str
    here: bool


def ways(request: HttpRequest) -> list[Way]:
    """The menu of the person who looks."""
    if not request.user.is_authenticated:
        return []
    role, path = Role(request.user.role), request.path
    shown = [(page, reverse(page.url)) for page in PAGES
             if role in page.roles and (page.url != "week" or _has_week(request, role))]  # fmt: skip
    return [Way(url, _(page.label), page.key, page.icon, path.startswith(url)) for page, url in shown]


def _has_week(request: HttpRequest, role: Role) -> bool:
    """Whether the person sells: a manager who only leads has no week of his own."""
    if role is Role.SELLER:
        return True
    seen: Seen | None = getattr(request, "seen", None)
    try:
        return seen is not None and seen.person.seller in seen.staff["sellers"]
    except MeriloError:  # nothing is known of anybody yet
        return False


def home(role: Role) -> str:
    """The URL that somebody in this role begins with."""
    return reverse(next(page.url for page in PAGES if role in page.roles))


def only_for(roles: frozenset[Role]) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view that is refused to everybody in another role."""

    def kept(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: PageRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if Role(request.user.role) not in roles:
                raise refused()
            return view(request, *args, **kwargs)

        return guarded

    return kept
