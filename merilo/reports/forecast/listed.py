"""The people's calls as a list: per person or team and period what he says, and what his manager says of him."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Calendar
from merilo.people.calls.book import Category
from merilo.reports.asking import not_to_come
from merilo.reports.forecast.calls import About, PersonsCall, calls_until, currency_of, period_of, standing
from merilo.reports.listing import plain_json
from merilo.reports.staff import Staff

if TYPE_CHECKING:
    from merilo.reports.asking import Desk

_FIGURES = ("commit", "best_case", "override_commit", "override_best_case")
_SCOPES = ("seller", "team", "company")
COLUMNS = (
    "who", "scope", "subject", "team", "period", "start", "end", *_FIGURES, "currency", "since", "given_by",
    "override_since", "override_by",
)  # fmt: skip
HISTORY_COLUMNS = (
    "id", "who", "scope", "subject", "period", "start", "end", "category", "override", "given_by", "amount", "currency",
    "worth", "submitted_at",
)  # fmt: skip
Sees = Callable[[str, str], bool]


@dataclass(frozen=True)
class Narrowed:
    """Which calls: of one seller (name or id), one team and its people, one period by its label."""

    seller: str = ""
    team: str = ""
    period: str = ""


@dataclass(frozen=True)
class Who:
    """People on the day looked at: names and teams of sellers, by id."""

    names: Mapping[str, str]
    teams: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """What stands of one seller, team or company for one period; `own` and `override` by category.

    `who`: by name; `team`: the seller's on the day looked at.
    """

    who: str
    scope: str
    subject: str
    team: str
    period: str
    starts_on: date
    ends_on: date
    own: dict[Category, PersonsCall]
    override: dict[Category, PersonsCall]
    givers: Mapping[str, str]

    @property
    def record(self) -> dict[str, Any]:
        """Its values under the names of `COLUMNS`; amounts in the currency of the report."""
        figures = {each.value: _worth(self.own.get(each)) for each in Category}
        figures |= {f"override_{each.value}": _worth(self.override.get(each)) for each in Category}
        return {
            "who": self.who, "scope": self.scope, "subject": self.subject, "team": self.team, "period": self.period,
            "start": self.starts_on, "end": self.ends_on, **figures,
            "since": self.since, "given_by": self._giver(self.own.values()),
            "override_since": _since(self.override), "override_by": self._giver(self.override.values()),
        }  # fmt: skip

    @property
    def since(self) -> date | None:
        """The day on which the last of his own figures was given."""
        return _since(self.own)

    def _giver(self, calls: Iterable[PersonsCall]) -> str:
        last = max(calls, key=lambda call: call.submitted_at, default=None)
        return self.givers.get(last.whose, last.whose) if last else ""


def _worth(call: PersonsCall | None) -> float | None:
    return call.worth if call else None


def _since(calls: dict[Category, PersonsCall]) -> date | None:
    return max((call.given_on for call in calls.values()), default=None)


@dataclass(frozen=True)
class Listed:
    """What stood at the end of a day, in one currency; `calls`: every single one behind it, the earliest first."""

    day: date
    currency: str
    lines: tuple[Line, ...]
    calls: tuple[PersonsCall, ...]
    names: Mapping[str, str]
    calendar: Calendar

    def records(self) -> list[dict[str, Any]]:
        """One record per line."""
        return [line.record | {"currency": self.currency} for line in self.lines]

    def history(self) -> list[dict[str, Any]]:
        """One record per call, each amount as it was given and in the currency of the report."""
        return [_told(call, self) for call in self.calls]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        plain: dict[str, Any] = plain_json(
            {"day": self.day, "currency": self.currency, "lines": self.records(), "calls": self.history()}
        )
        return plain


def _told(call: PersonsCall, found: Listed) -> dict[str, Any]:
    at = call.place
    return {
        "id": call.id, "who": _named(found.names, call), "scope": at.scope, "subject": at.subject,
        "period": period_label(found.calendar, at.starts_on, at.ends_on), "start": at.starts_on, "end": at.ends_on,
        "category": at.category.value, "override": at.override, "given_by": found.names.get(call.whose, call.whose),
        "amount": call.amount, "currency": call.currency, "worth": call.worth, "submitted_at": call.submitted_at,
    }  # fmt: skip


def listed(
    desk: Desk,
    narrowed: Narrowed | None = None,
    *,
    day: date | None = None,
    sees: Sees | None = None,
    who: Who | None = None,
) -> Listed:
    """The calls as they stood at the end of a day (default: today), of periods that were not over then.

    A period that is named is shown whether it is over or not. `sees`: whose calls may be shown, by scope and subject.
    `who`: the people of that day, where they are known already and nobody is asked for by name. Raises UsageError for
    a name, period or day that there is not.
    """
    not_to_come(day, desk.today)
    narrowed, day, calendar = narrowed or Narrowed(), day or desk.today, desk.settings.calendar
    staff = None if who else Staff(desk, day)
    who = who or Who(desk.names("sellers"), staff.teams if staff else {})
    days = _days(narrowed.period, calendar) if narrowed.period else None
    fits = _fitting(narrowed, staff, who, days)
    calls = [
        call
        for call in calls_until(desk, day, About(days[1], days[1]) if days else About(day))
        if fits(call) and (sees is None or sees(call.place.scope, call.place.subject))
    ]
    groups: dict[tuple[Any, ...], list[PersonsCall]] = {}
    for call in standing(calls).values():
        at = call.place
        groups.setdefault((at.scope, at.subject, at.starts_on, at.ends_on), []).append(call)
    lines = [_line(key, own, who, calendar) for key, own in groups.items()]
    lines.sort(key=lambda each: (each.starts_on, each.ends_on, -_SCOPES.index(each.scope), each.who, each.subject))
    return Listed(day, currency_of(desk), tuple(lines), tuple(calls), who.names, calendar)


def _fitting(
    narrowed: Narrowed, staff: Staff | None, who: Who, days: tuple[date, date] | None
) -> Callable[[PersonsCall], bool]:
    seller = staff.seller_named(narrowed.seller) if staff and narrowed.seller else ""
    team = staff.team_named(narrowed.team) if staff and narrowed.team else ""

    def fits(call: PersonsCall) -> bool:
        at = call.place
        in_time = days in (None, (at.starts_on, at.ends_on))
        own_team = {"team": at.subject, "seller": who.teams.get(at.subject)}.get(at.scope)
        return in_time and (not seller or (at.scope, at.subject) == ("seller", seller)) and team in ("", own_team)

    return fits


def _days(label: str, calendar: Calendar) -> tuple[date, date]:
    named = calendar.named(label)
    if named is None:
        raise UsageError(
            _("{text} is not a period.").format(text=label), where="--period",
            allowed=_("a day, week, month, quarter or year: 2026-03-02, 2026-W10, 2026-03, 2026Q1, 2026"),
        )  # fmt: skip
    return named[0], calendar.next(*named) - timedelta(days=1)


def _line(key: tuple[Any, ...], calls: Sequence[PersonsCall], who: Who, calendar: Calendar) -> Line:
    scope, subject, starts_on, ends_on = key
    own, override = ({c.place.category: c for c in calls if c.place.override is side} for side in (False, True))
    team = subject if scope == "team" else who.teams.get(subject, "")
    label = period_label(calendar, starts_on, ends_on)
    return Line(_named(who.names, calls[0]), scope, subject, team, label, starts_on, ends_on, own, override, who.names)


def _named(names: Mapping[str, str], call: PersonsCall) -> str:
    at = call.place
    if at.scope == "seller":
        return names.get(at.subject, at.subject)
    return at.subject or _("The whole company")


def period_label(calendar: Calendar, starts_on: date, ends_on: date) -> str:
    """The period by its name, days that are none by both ends."""
    period = period_of(calendar, starts_on, ends_on)
    return calendar.label(starts_on, period) if period else f"{starts_on} – {ends_on}"
