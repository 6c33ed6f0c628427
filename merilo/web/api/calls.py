"""People's calls for programs: read as the person sees them, given as he may give them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Schema
from pydantic import ConfigDict, Field

from merilo.core.asked import day_of
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.people.audit.log import Action, Place, note
from merilo.people.calls.book import Category, Written
from merilo.people.tokens.keys import Scope
from merilo.reports.forecast.listed import Narrowed
from merilo.reports.forecast.rights import Whose
from merilo.reports.pages import calls_page
from merilo.web.api.door import api, seen_by, told

Word = Annotated[str, Query(max_length=200)]
Amount = Annotated[Decimal | None, Field(ge=0, max_digits=18, decimal_places=4)]


class Given(Schema):
    """A call: of one `seller` (id), one `team` or the `company`; `override`: the manager's own for the seller."""

    model_config = ConfigDict(extra="forbid")
    period: Annotated[
        str, Field(max_length=20, description="A week, month, quarter or year: 2026-W10, 2026-03, 2026Q1.")
    ]
    seller: Annotated[str, Field(max_length=200)] = ""
    team: Annotated[str, Field(max_length=200)] = ""
    company: bool = False
    override: bool = False
    commit: Amount = None
    best_case: Amount = None
    currency: Annotated[str, Field(max_length=3, description="By default that of the report.")] = ""

    @property
    def whose(self) -> Whose:
        """Whose figure about whom; raises UsageError unless exactly one is named."""
        if sum(map(bool, (self.seller, self.team, self.company))) != 1 or (self.override and not self.seller):
            raise UsageError(_("It is not said whose call it is."), allowed="seller (override), team, company")
        scope = "seller" if self.seller else "team" if self.team else "company"
        return Whose(scope, self.seller or self.team, self.override)


def add_addresses() -> None:
    """Have the API answer at the addresses of calls."""
    api.get("/calls", summary="What people say they will win: what stands, and every call behind it")(calls)
    api.get("/calls/record", summary="How right people's calls have been")(record)
    api.post("/calls", summary="Give a call", response={201: Any})(give)


def calls(
    request: HttpRequest, seller: Word = "", team: Word = "", period: Word = "", as_of: Word = ""
) -> HttpResponse:
    """The document of `merilo call list --json`, of those whom the token's owner sees; `seller`: an id."""
    seen = seen_by(request)
    found = calls_page.calls(seen, Narrowed(seller, team, period), day_of("as_of", as_of))
    return told(request, found.to_json())


def record(request: HttpRequest) -> HttpResponse:
    """Bias and error by person, kind, length of period, category and moment; managers beside their sellers."""
    return told(request, calls_page.records(seen_by(request)))


def give(request: HttpRequest, body: Annotated[Given, Body()]) -> HttpResponse:
    """Keep a call in the name of the token's owner; it is never changed, a new one follows upon it."""
    seen = seen_by(request, Scope.CALLS)
    amounts = {Category.COMMIT: body.commit, Category.BEST_CASE: body.best_case}
    made = calls_page.call(seen, body.whose, body.period, amounts, body.currency)
    note(seen.person, Action.CALL_GIVEN, f"{body.whose.words} {body.period}", Place.API)
    return told(request, {"calls": [_document(each) for each in made]}, 201)


def _document(each: Written) -> dict[str, Any]:
    about = vars(each.about)
    return {"id": each.id, **about, "category": each.category.value, "amount": each.amount, "currency": each.currency,
            "submitted_at": each.made_at}  # fmt: skip
