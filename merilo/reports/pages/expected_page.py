"""Expectations: what is asked of whom, who has accepted it, and what may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.working_days import working_days
from merilo.kpis.declaration import Anchor
from merilo.kpis.registry import ALL, KPIS, kpi_named
from merilo.people import expectations as kept
from merilo.people.expectations import About, Version
from merilo.people.noticed import mark_settled
from merilo.people.roles import Role
from merilo.reports import agreed
from merilo.reports.access import refused
from merilo.reports.seen import Seen
from merilo.reports.staff import A_WEEK
from merilo.reports.target_values import Target, is_amount, period_of, unit_of

Record = Mapping[str, Any]
_SPANS = (Period.MONTH, Period.QUARTER, Period.YEAR)
_SCOPES = ("company", "team", "role", "seller")


@dataclass(frozen=True)
class Applied:
    """A seller to whom an expectation applies, and when (UTC) he accepted its present terms; None: not yet."""

    seller: str
    name: str
    accepted_at: datetime | None


@dataclass(frozen=True)
class AskedLine:
    """One expectation. `number`: ours, None for an imported one; `versions`: as it was set here, the latest last.

    `applied`: those to whom it applies among the sellers whom the person sees; `standing`: what was reached so far.
    """

    target: Target
    label: str
    unit: str
    period: str
    whose: str
    number: int | None
    versions: tuple[Version, ...]
    applied: tuple[Applied, ...]
    standing: Record | None
    may_change: bool

    @property
    def terms(self) -> str:
        """What is accepted with it."""
        return agreed.terms(self.target)

    @property
    def accepted(self) -> int:
        """How many have accepted it."""
        return sum(each.accepted_at is not None for each in self.applied)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of those who have not."""
        return tuple(each.name for each in self.applied if each.accepted_at is None)


@dataclass(frozen=True)
class Mine:
    """An expectation that applies to the person who looks."""

    line: AskedLine
    accepted_at: datetime | None


@dataclass(frozen=True)
class Choices:
    """What the form offers: pairs of value and words."""

    whom: tuple[tuple[str, str], ...]
    kpis: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]


@dataclass(frozen=True)
class ExpectedPage:
    """`mine`: what applies to the person; `led`: what applies to those whom he leads, empty for a seller."""

    mine: tuple[Mine, ...]
    led: tuple[AskedLine, ...]
    choices: Choices | None

    @property
    def unread(self) -> tuple[Mine, ...]:
        """What the person has yet to accept."""
        return tuple(each for each in self.mine if each.accepted_at is None)

    @property
    def accepted(self) -> int:
        """Acceptances given, of all that the led are asked."""
        return sum(line.accepted for line in self.led)

    @property
    def asked(self) -> int:
        """Acceptances that there should be: one for every expectation and seller to whom it applies."""
        return sum(len(line.applied) for line in self.led)

    @property
    def share(self) -> float | None:
        """The KPI `acknowledged`: acceptances given of those that there should be."""
        return self.accepted / self.asked if self.asked else None


def leads(seen: Seen) -> bool:
    """Whether the person may ask anything of anybody."""
    return seen.person.role is not Role.SELLER


def expected_page(seen: Seen) -> ExpectedPage:
    """All expectations of periods that are not over, as far as the person may see them."""
    lines = _lines(seen)
    own = seen.person.seller
    mine = [Mine(line, each.accepted_at) for line in lines for each in line.applied if each.seller == own]
    if not leads(seen):
        return ExpectedPage(tuple(mine), (), None)
    return ExpectedPage(tuple(mine), tuple(lines), _choices(seen))


def targets(seen: Seen) -> list[Target]:
    """The targets of periods that are not over, read anew: what was set is asked at once."""
    with seen.narrow_desk() as desk:
        facts = desk.engine.facts.targets
        rows = desk.records(facts.filter(facts.ends_on >= seen.today).select(*Target.__dataclass_fields__))
    return [Target(**row) for row in rows if row["kpi"] in KPIS]


def _lines(seen: Seen) -> list[AskedLine]:
    ours = {f"{agreed.SOURCE}:{each.id}": each for each in kept.expected(seen.place)}
    given = kept.accepted(seen.place)
    standing = {each["id"]: each for each in seen.sheet("expectations").content["lines"] if each["scope"] != "role"}
    found = []
    for target in targets(seen):
        applied = tuple(
            Applied(who, seen.name(who), given.get((who, target.id, agreed.terms(target))))
            for who in members(seen.staff, target.scope, target.subject)
            if seen.reach.sees_seller(who)
        )
        if not applied and not seen.reach.sees(target.scope, target.subject):
            continue
        known = ours.get(target.id)
        shown = standing.get(target.id) if seen.reach.sees(target.scope, target.subject) else None
        found.append(_line(seen, target, known, applied, shown))
    return sorted(
        found, key=lambda line: (line.target.starts_on, line.label, _SCOPES.index(line.target.scope), line.whose)
    )


def _line(
    seen: Seen, target: Target, known: kept.Expected | None, applied: tuple[Applied, ...], standing: Record | None
) -> AskedLine:
    calendar = seen.place.settings.calendar
    every = period_of(calendar, target)
    return AskedLine(
        target=target,
        label=_(kpi_named(target.kpi).label),
        unit=unit_of(target.kpi).value,
        period=calendar.label(target.starts_on, every) if every else f"{target.starts_on} – {target.ends_on}",
        whose=_whose(seen, target.scope, target.subject),
        number=known.id if known else None,
        versions=known.versions if known else (),
        applied=applied,
        standing=standing,
        may_change=known is not None and may_ask(seen, target.scope, target.subject or ""),
    )


def _whose(seen: Seen, scope: str, subject: str | None) -> str:
    if scope == "company":
        return _("The whole company")
    return seen.name(subject or "") if scope == "seller" else subject or ""


def members(staff: Record, scope: str, subject: str | None) -> list[str]:
    """The sellers (ids) to whom what is asked of a company, team, role or seller applies now."""
    everybody: Sequence[str] = staff["sellers"]
    of: Mapping[str, Mapping[str, str]] = {"team": staff["teams"], "role": staff["roles"]}
    if scope == "company":
        return list(everybody)
    if scope == "seller":
        return [who for who in everybody if who == subject]
    return [who for who in everybody if of[scope].get(who) == subject]


def may_ask(seen: Seen, scope: str, subject: str) -> bool:
    """Whether the person may ask something of them: a manager of his teams and sellers, but not of himself alone."""
    own = scope == "seller" and subject == seen.person.seller
    return leads(seen) and not own and seen.reach.sees(scope, subject)


def _choices(seen: Seen) -> Choices:
    staff = seen.staff
    teams, roles = ({*staff[key].values()} for key in ("teams", "roles"))
    every = [
        ("company", ""), *(("team", name) for name in sorted(teams)), *(("role", name) for name in sorted(roles)),
        *(("seller", who) for who in sorted(staff["sellers"], key=seen.name)),
    ]  # fmt: skip
    whom = [(f"{scope}|{subject}", _named(seen, scope, subject)) for scope, subject in every
            if may_ask(seen, scope, subject)]  # fmt: skip
    kpis = [(kpi.name, _(kpi.label)) for kpi in ALL if is_amount(kpi.name) or _is_expected(kpi.name)]
    return Choices(tuple(whom), tuple(kpis), tuple(_periods(seen)))


def _named(seen: Seen, scope: str, subject: str) -> str:
    words = {"company": "{who}", "team": _("Team {who}"), "role": _("Role {who}"), "seller": "{who}"}
    return words[scope].format(who=_whose(seen, scope, subject))


def _is_expected(name: str) -> bool:
    """Of dated rows that can be cut by seller: what is asked of somebody must be his."""
    kpi = kpi_named(name)
    return kpi.anchor is Anchor.DAY and {"seller", "team"} <= set(kpi.cuts)


def _periods(seen: Seen) -> list[str]:
    """This and the next month, quarter and year."""
    calendar, today = seen.place.settings.calendar, seen.today
    starts = [(calendar.start(today, span), span) for span in _SPANS]
    return [calendar.label(day, span) for start, span in starts for day in (start, calendar.next(start, span))]


def about(seen: Seen, kpi: str, whom: str, period: str) -> About:
    """What a form asks of whom; raises NotAllowedError for those of whom the person may ask nothing."""
    scope, _bar, subject = whom.partition("|")
    if scope not in _SCOPES or not may_ask(seen, scope, subject):
        raise refused()
    if scope != "company" and not members(seen.staff, scope, subject):
        raise refused()
    if not (is_amount(kpi_named(kpi).name) or _is_expected(kpi)):
        raise UsageError(_("Nothing can be expected of {kpi}.").format(kpi=kpi), where="kpi")
    return About(kpi, scope, subject, *agreed.days_of(seen.place, period))


@dataclass(frozen=True)
class Hint:
    """What his own history and his target suggest for a seller's range, and what this makes of a whole period.

    `weeks`: working weeks of the period, for what is asked per week but counted over the period; None else.
    """

    record: Record
    weeks: float | None

    def _whole(self, key: str) -> float | None:
        value = self.record[key]
        return None if value is None or self.weeks is None else float(value) * self.weeks

    @property
    def low(self) -> float | None:
        """The lower end for the whole period."""
        return self._whole("low")

    @property
    def high(self) -> float | None:
        """The upper end for the whole period."""
        return self._whole("high")


def hint(seen: Seen, kpi: str, whom: str, period: str) -> Hint | None:
    """The suggestion for what a form has in it; None where there is none: it is made for sellers only."""
    asked = about(seen, kpi, whom, period)
    lines = seen.sheet("suggestions").content["lines"]
    own = [each for each in lines if (each["seller"], each["kpi"]) == (asked.subject, kpi)]
    if asked.scope != "seller" or not own:
        return None
    country = seen.place.settings.country
    return Hint(own[0], _weeks(country, asked.starts_on, asked.ends_on) if is_amount(kpi) else None)


def _weeks(country: str, first: date, last: date) -> float:
    days = [day for year in range(first.year, last.year + 1) for day in working_days(country, year)]
    return sum(first <= day <= last for day in days) / A_WEEK


def accept(seen: Seen, chosen: Sequence[str], read: Mapping[str, str]) -> int:
    """Accept expectations (ids) for oneself; `read`: the terms that the person had before his eyes.

    Raises UsageError where one has changed since he opened the page: nobody accepts what he has not read. Gives how
    many were accepted.
    """
    mine = {each.line.target.id: each.line for each in expected_page(seen).mine}
    if any(target not in mine for target in chosen):
        raise refused()
    if any(mine[target].terms != read.get(target) for target in chosen):
        raise UsageError(
            _("An expectation has changed since you opened the page."), way_out=_("Read it again, then accept it.")
        )
    terms = [(target, mine[target].terms) for target in chosen]
    accepted = kept.accept(seen.place, seller=seen.person.seller, terms=terms, by=seen.person.name)
    mark_settled(seen.person, [agreed.notice_key(*each) for each in terms])
    return accepted


def ask(seen: Seen, asked: About, low: float, high: float | None) -> None:
    """Ask for a range."""
    others = [each for each in targets(seen) if not each.id.startswith(f"{agreed.SOURCE}:")]
    agreed.ask_for(seen.place, asked, low=low, high=high, by=seen.person.name, imported=others)


def withdraw(seen: Seen, number: int) -> None:
    """Ask for it no more; raises NotAllowedError where the person might not ask for it."""
    known = next((each for each in kept.expected(seen.place) if each.id == number), None)
    if known is None or not may_ask(seen, known.about.scope, known.about.subject):
        raise refused()
    agreed.withdraw(seen.place, number, by=seen.person.name)
