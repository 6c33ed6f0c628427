"""What is expected of whom, as people set it here: set, changed, withdrawn, accepted; every version is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.people.database import is_made, opened

if TYPE_CHECKING:
    from merilo.people.expected import models


@dataclass(frozen=True)
class About:
    """Of whom what is asked, for which days. `subject`: team, role or seller's id, empty for the company."""

    kpi: str
    scope: str
    subject: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Version:
    """A range (money in `currency`) as somebody set it; without `low` it was withdrawn."""

    low: float | None
    high: float | None
    currency: str
    by: str
    made_at: datetime


@dataclass(frozen=True)
class Expected:
    """An expectation with all its versions, the earliest first; the last one holds."""

    id: int
    about: About
    versions: tuple[Version, ...]

    @property
    def now(self) -> Version:
        """The version that holds."""
        return self.versions[-1]

    @property
    def withdrawn(self) -> bool:
        """Whether nothing is asked any more."""
        return self.now.low is None


def set_range(
    workspace: Workspace, about: About, *, low: float, high: float | None, currency: str = "", by: str
) -> Expected:
    """Ask for a range; what was asked before for the same people, KPI and days becomes an earlier version.

    Setting what holds already changes nothing. Whoever knows facts and KPIs has checked `about`. Raises UsageError for
    a range whose ends are the wrong way round or negative, or days that end before they begin.
    """
    _check(about, low, high)
    with opened(workspace):
        from django.db import transaction  # noqa: PLC0415 - Django is imported when it is needed

        from merilo.people.expected.models import Expected as Row  # noqa: PLC0415

        with transaction.atomic():
            row, _made = Row.objects.get_or_create(**vars(about))
            last = row.versions.last()
            if last is None or (last.low, last.high, last.currency, last.withdrawn) != (low, high, currency, False):
                row.versions.create(low=low, high=high, currency=currency, by=by, made_at=datetime.now(UTC))
        return _expected(row)


def _check(about: About, low: float, high: float | None) -> None:
    if about.ends_on < about.starts_on:
        raise UsageError(_("The last day is before the first."))
    if low < 0 or (high is not None and high < low):
        raise UsageError(
            _("{low}–{high} is no range.").format(low=low, high=high),
            allowed=_("a lower end of zero or more, and an upper end that is not below it, or none"),
        )


def withdraw(workspace: Workspace, number: int, *, by: str) -> Expected:
    """Ask for it no more; raises UsageError when there is no expectation of that number."""
    with opened(workspace):
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            row = _row(number)
            last = row.versions.last()
            if last is None or not last.withdrawn:
                row.versions.create(withdrawn=True, by=by, made_at=datetime.now(UTC))
        return _expected(row)


def expected(workspace: Workspace) -> tuple[Expected, ...]:
    """All expectations that were ever set here. A workspace where none was is not touched."""
    if not is_made(workspace):
        return ()
    with opened(workspace):
        from merilo.people.expected.models import Expected as Row  # noqa: PLC0415

        return tuple(_expected(row) for row in Row.objects.prefetch_related("versions"))


def accept(workspace: Workspace, *, seller: str, terms: Iterable[tuple[str, str]], by: str) -> int:
    """Keep that a seller accepted expectations: pairs of the id in the facts and the terms he read.

    Accepting twice is accepting once. Gives how many are new.
    """
    with opened(workspace):
        from django.db import transaction  # noqa: PLC0415

        from merilo.people.expected.models import Acceptance  # noqa: PLC0415

        with transaction.atomic():
            made = [
                Acceptance.objects.get_or_create(
                    seller=seller, target=target, terms=words, defaults={"by": by, "made_at": datetime.now(UTC)}
                )[1]
                for target, words in terms
            ]
        return sum(made)


def accepted(workspace: Workspace) -> dict[tuple[str, str, str], datetime]:
    """When (UTC) who accepted what: by seller, id of the expectation, and terms."""
    if not is_made(workspace):
        return {}
    with opened(workspace):
        from merilo.people.expected.models import Acceptance  # noqa: PLC0415

        known = Acceptance.objects.values_list("seller", "target", "terms", "made_at")
        return {(seller, target, terms): made_at for seller, target, terms, made_at in known}


def _row(number: int) -> models.Expected:
    from merilo.people.expected.models import Expected as Row  # noqa: PLC0415

    row = Row.objects.select_for_update().filter(id=number).first()
    if row is None:
        raise UsageError(_("There is no expectation {number}.").format(number=number))
    return row


def _expected(row: models.Expected) -> Expected:
    about = About(row.kpi, row.scope, row.subject, row.starts_on, row.ends_on)
    versions = tuple(
        Version(None if each.withdrawn else each.low, each.high, each.currency, each.by, each.made_at)
        for each in row.versions.all()
    )
    return Expected(row.id, about, versions)
