"""How far can I rely on this number? Told from the rows that it used: what they lack, and how fresh they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from merilo.core.text import N_, _, counted, dated, percent
from merilo.facts.snapshot import Snapshot
from merilo.kpis.calendar_cut import over_after
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor
from merilo.reports.asking import Desk, Inquiry

# What a row should name if the KPI can be cut by it.
_NAMED = ("seller", "account", "origin", "stage", "product")
_NOT_ROWS_OF_DATA = ("working_days",)
_FAIR, _POOR = 0.1, 0.4
_STALE, _OLD = 7, 31


class Level(StrEnum):
    """How far a number can be relied on; each is reached by the worst of its grounds (see `Trust`)."""

    GOOD = N_("good")
    FAIR = N_("with care")
    POOR = N_("little")


_ORDER = (Level.GOOD, Level.FAIR, Level.POOR)


@dataclass(frozen=True)
class Lack:
    """`n` of `of` rows lack something: a cut's name, `day`, or `first_meeting` (of the closed deals)."""

    what: str
    n: int
    of: int

    @property
    def share(self) -> float:
        """The share of the rows that lack it."""
        return self.n / self.of if self.of else 0.0

    @property
    def level(self) -> Level:
        """Up to a tenth is good, up to four tenths is to be taken with care."""
        return Level.GOOD if self.share <= _FAIR else Level.FAIR if self.share <= _POOR else Level.POOR


@dataclass(frozen=True)
class Trust:
    """Of `rows` rows, what they lack; per source the day when something new last came, and how many days ago it is.

    `empty`: fact tables that the KPI reads and of which nothing is known.

    The level is that of the worst ground: a lack (see `Lack.level`), or a source from which nothing new has come for
    more than a week (with care) or a month (little). Without rows there is nothing to rely on.
    """

    rows: int
    lacks: tuple[Lack, ...]
    sources: Mapping[str, tuple[date, int]]
    empty: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """How far the number can be relied on."""
        if not self.rows:
            return Level.POOR
        grounds = [lack.level for lack in self.lacks] + [_of_age(days) for _day, days in self.sources.values()]
        return max(grounds, key=_ORDER.index, default=Level.GOOD)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The grounds in words, the worst first; what is whole is said in one sentence."""
        said = [_lack_in_words(lack) for lack in sorted(self.lacks, key=lambda lack: -lack.share) if lack.n]
        whole = ", ".join(_label(lack.what) for lack in self.lacks if not lack.n)
        if whole and self.rows:
            said.append(_("All {rows} rows have: {what}.").format(rows=counted(self.rows), what=whole))
        if self.empty:
            said.append(_("Nothing is known of: {tables}.").format(tables=", ".join(self.empty)))
        return (*said, *(_age_in_words(name, *seen) for name, seen in self.sources.items()))

    def to_json(self) -> dict[str, Any]:
        """All grounds as plain values."""
        return {
            "level": self.level.name.lower(),
            "rows": self.rows,
            "lacks": [{"what": lack.what, "n": lack.n, "of": lack.of, "share": lack.share} for lack in self.lacks],
            "sources": {name: {"latest": day, "days_ago": days} for name, (day, days) in self.sources.items()},
            "empty": list(self.empty),
            "sentences": list(self.sentences),
        }


def trust_of(desk: Desk, inquiry: Inquiry, snapshot: Snapshot) -> Trust:
    """How far the answer to this inquiry, asked of this snapshot, can be relied on."""
    calendar, latest = desk.settings.calendar, snapshot.state.latest
    found = desk.records(_counted(inquiry))[0]
    rows = int(found.pop("rows") or 0)
    lacks = [Lack(what, int(n or 0), rows) for what, n in found.items()]
    lacks += _without_meeting(desk, inquiry)
    days = {name: seen.astimezone(calendar.zone).date() for name, seen in sorted(latest.items())}
    empty = [table for table in inquiry.kpi.reads(inquiry.context.policies) if not snapshot.rows(table)]
    ages = {name: (day, max(0, (desk.today - day).days)) for name, day in days.items()}
    return Trust(rows, tuple(lacks), ages, tuple(empty))


def _counted(inquiry: Inquiry) -> Any:
    rows = inquiry.rows.filter(~inquiry.rows.fact.isin(_NOT_ROWS_OF_DATA))
    named = [cut for cut in _NAMED if cut in inquiry.kpi.cuts and cut in rows.columns]
    lacking = {cut: rows[cut].isnull().sum() for cut in named}
    if inquiry.kpi.anchor is Anchor.DAY:
        lacking["day"] = rows.day.isnull().sum()
    return rows.agg(rows=rows.count(), **lacking)


def _without_meeting(desk: Desk, inquiry: Inquiry) -> list[Lack]:
    """Deals closed by the day looked at of whose company no held meeting is known, for KPIs from meetings to deals."""
    if not {"deals", "meetings"} <= set(inquiry.kpi.needs):
        return []
    facts = desk.engine.facts
    over = over_after(inquiry.context.as_of, inquiry.context.calendar)
    closed = facts.deals.filter(facts.deals.status != "open", (facts.deals.closed_at < over).fill_null(True))
    held = facts.meetings.filter(facts.meetings.status == "held", (facts.meetings.starts_at < over).fill_null(True))
    own, theirs = held.select(met_deal="deal").distinct(), held.select(met_account="account").distinct()
    joined = closed.left_join(own, closed.id == own.met_deal)
    joined = joined.left_join(theirs, joined.account == theirs.met_account)
    unmet = joined.met_deal.isnull() & joined.met_account.isnull()
    found = desk.records(joined.agg(n=unmet.sum(), of=joined.count()))[0]
    return [Lack("first_meeting", int(found["n"] or 0), int(found["of"]))] if found["of"] else []


def _of_age(days: int) -> Level:
    return Level.GOOD if days <= _STALE else Level.FAIR if days <= _OLD else Level.POOR


def _label(what: str) -> str:
    if what in CUTS:
        return _(CUTS[what].label).lower()
    return _("day") if what == "day" else _("first meeting")


def _lack_in_words(lack: Lack) -> str:
    if lack.what == "first_meeting":
        message = _("{share} of all closed deals ({n}) have no first meeting.")
    else:
        message = _("{share} of the rows ({n}) have no {what}.")
    return message.format(share=percent(lack.share), n=counted(lack.n), what=_label(lack.what))


def _age_in_words(name: str, day: date, days: int) -> str:
    said = _("{source}: something new last came on {day} ({days} days ago).") if days else _("{source}: new today.")
    return said.format(source=name, day=dated(day), days=days)
