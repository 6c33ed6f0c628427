"""A seller's week at a glance: what is expected and where he stands, the few KPIs, what went well, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from merilo.core.errors import MeriloError
from merilo.people.journal.kinds import SOURCE
from merilo.reports.seen import NotReadyError, Seen

Record = Mapping[str, Any]
LATELY = 26
"""Weeks that a sparkline shows."""
MOST_DEALS = 8
"""Deals that need somebody, the largest first."""


@dataclass(frozen=True)
class Tile:
    """One KPI of a seller: its last point, what was to be expected of it, and the series behind."""

    name: str
    kpi: Record
    series: Record
    value: float | None
    low: float | None
    high: float | None

    @property
    def unit(self) -> str:
        """The unit of the points: a week's count, a share, an amount of four weeks."""
        return {"shares": "share", "amounts": "money"}.get(self.kpi["kind"], "count")

    @property
    def outside(self) -> int:
        """−1 below what chance explains, 1 above, 0 within or unknown."""
        if self.value is None:
            return 0
        if self.low is not None and self.value < self.low:
            return -1
        return 1 if self.high is not None and self.value > self.high else 0

    @property
    def good(self) -> bool:
        """Whether being outside is to the better."""
        return (self.outside > 0) == bool(self.kpi["better"] == "higher")


@dataclass(frozen=True)
class NextUp:
    """What a seller has to do next: steps due, deals that need him (and how many `more`), steps long `forgotten`."""

    day: str
    currency: str
    steps: tuple[Record, ...]
    deals: tuple[Record, ...]
    more: int
    forgotten: int
    notes: tuple[str, ...]

    @property
    def elsewhere(self) -> tuple[Record, ...]:
        """The steps that other systems keep; the journal's own are read from it as they are at this moment."""
        return tuple(each for each in self.steps if not each["id"].startswith(f"{SOURCE}:"))


@dataclass(frozen=True)
class MyWeek:
    """What a seller needs on opening the page. Empty parts are empty, not missing."""

    seller: str
    name: str
    team: str
    end: str | None
    expected: tuple[Record, ...]
    tiles: tuple[Tile, ...]
    warnings: tuple[Record, ...]
    praise: tuple[Record, ...]
    plan: Record | None
    next: NextUp

    @property
    def behind(self) -> int:
        """How many expectations are behind their pace."""
        return sum(line["status"] == "below" for line in self.expected)

    @property
    def needing(self) -> int:
        """How many deals need somebody."""
        return len(self.next.deals) + self.next.more

    @property
    def plan_steps(self) -> dict[str, Record]:
        """What the plan needs, by step."""
        return {need["step"]: need for need in self.plan["needs"]} if self.plan else {}


def my_week(seen: Seen, seller: str) -> MyWeek:
    """The week of a seller (id); raises NotAllowedError where the person who looks may not see him."""
    seen.reach.check_seller(seller)
    weeks = seen.sheet("weeks").content
    said = [each for each in seen.sheet("signals").content["signals"] if each["subject"] == seller]
    return MyWeek(
        seller=seller,
        name=seen.name(seller),
        team=str(seen.staff["teams"].get(seller, "")),
        end=weeks["end"],
        expected=tuple(each for each in seen.sheet("expectations").content["lines"] if each["seller"] == seller),
        tiles=tuple(tiles(weeks, seller)),
        warnings=tuple(each for each in said if each["kind"] == "warning"),
        praise=tuple(each for each in said if each["kind"] == "recognition"),
        plan=plan_of(seen, seller),
        next=next_of(seen, seller),
    )


def next_of(seen: Seen, seller: str) -> NextUp:
    """What the seller has to do next."""
    found = seen.sheet("next_up").content
    deals = [each for each in found["deals"] if each["seller"] == seller]
    return NextUp(
        day=found["day"],
        currency=found["currency"],
        steps=tuple(each for each in found["steps"] if each["seller"] == seller),
        deals=tuple(deals[:MOST_DEALS]),
        more=max(0, len(deals) - MOST_DEALS),
        forgotten=found["forgotten"].get(seller, 0),
        notes=tuple(found["notes"]),
    )


def kept_elsewhere(seen: Seen, seller: str) -> tuple[Record, ...]:
    """The seller's next steps that other systems keep; none as long as nothing is known of any."""
    try:
        return next_of(seen, seller).elsewhere
    except MeriloError:
        return ()


def tiles(weeks: Record, seller: str) -> list[Tile]:
    """The KPIs of a seller of which anything is known."""
    found = []
    for name, kpi in weeks["kpis"].items():
        series = kpi["seller"].get(seller)
        if series and any(value is not None for value in series["value"]):
            value, low, high = (series[key][-1] for key in ("value", "low", "high"))
            found.append(Tile(name, kpi, series, value, None if low is None else max(0.0, low), high))
    return found


def plan_of(seen: Seen, seller: str) -> Record | None:
    """The seller's line of the plan; None where he has no target."""
    try:
        lines = seen.sheet("plan").content["lines"]
    except NotReadyError:
        raise
    except MeriloError:  # nobody has a target, so there is no plan; the rest of the page is there all the same
        return None
    return next((line for line in lines if (line["scope"], line["subject"]) == ("seller", seller)), None)
