"""The book of calls: people's forecasts written into it, and read from it. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import N_, _
from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened

if TYPE_CHECKING:
    from merilo.people.calls.models import Call

MOST = Decimal(10) ** 13
"""A call is below it: what a row of facts can hold."""


class Category(StrEnum):
    """How sure a call is."""

    COMMIT = "commit"
    BEST_CASE = "best_case"


LABELS: dict[Category, str] = {Category.COMMIT: N_("Commit"), Category.BEST_CASE: N_("Best case")}


@dataclass(frozen=True)
class About:
    """What a call is about: a seller (id) or a team or, with neither, the company, over the days of a period.

    `given_by`: the id of who gives it; of a seller's call another than himself is his manager's own figure.
    """

    seller: str
    team: str
    given_by: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Written:
    """One call in the book, money in `currency`, moment in UTC; `by`: who typed it in."""

    id: int
    about: About
    category: Category
    amount: Decimal
    currency: str
    by: str
    made_at: datetime


def write(
    workspace: Workspace, about: About, amounts: Mapping[Category, Decimal], *, currency: str, by: str
) -> tuple[Written, ...]:
    """Add calls, all of one moment. Whoever knows facts has checked `about`.

    Raises UsageError for days that end before they begin, and for amounts below zero or beyond all measure.
    """
    _check(about, amounts)
    with opened(workspace):
        from django.db import transaction  # noqa: PLC0415 - Django is imported when it is needed

        from merilo.people.calls.models import Call  # noqa: PLC0415

        now = datetime.now(UTC)
        with transaction.atomic():
            made = [
                Call.objects.create(
                    **vars(about), category=each.value, amount=amount, currency=currency, by=by, made_at=now
                )
                for each, amount in sorted(amounts.items(), reverse=True)
            ]
        return tuple(_written(row) for row in made)


def _check(about: About, amounts: Mapping[Category, Decimal]) -> None:
    if about.ends_on < about.starts_on:
        raise UsageError(_("The last day is before the first."))
    for category, amount in amounts.items():
        if not (amount.is_finite() and 0 <= amount < MOST):
            raise UsageError(
                _("{amount} is no amount to call.").format(amount=amount), where=category.value,
                allowed=_("zero or more"),
            )  # fmt: skip


def last(workspace: Workspace) -> int:
    """The number of the last call in the book; 0: there is none."""
    if not is_made(workspace):
        return 0
    with opened(workspace):
        from merilo.people.calls.models import Call  # noqa: PLC0415

        return Call.objects.order_by("-id").values_list("id", flat=True).first() or 0


def written(workspace: Workspace) -> tuple[Written, ...]:
    """All calls that were ever given here, the earliest first. A workspace where none was is not touched."""
    if not is_made(workspace):
        return ()
    with opened(workspace):
        from merilo.people.calls.models import Call  # noqa: PLC0415

        return tuple(_written(row) for row in Call.objects.all())


def _written(row: Call) -> Written:
    about = About(row.seller, row.team, row.given_by, row.starts_on, row.ends_on)
    return Written(
        row.id, about, Category(row.category), Decimal(row.amount), row.currency, row.by, row.made_at
    )  # fmt: skip
