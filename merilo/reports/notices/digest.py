"""The week in one page for one person: where he stands, what stands out, what to do; short when nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from merilo.people.roles import Role
from merilo.reports.pages.my_week import MyWeek, Tile, my_week
from merilo.reports.pages.team_board import Board, BoardRow, board
from merilo.reports.seen import Seen

Record = Mapping[str, Any]
MOST_CHARTS = 3
MOST_ROWS = 6
AHEAD = timedelta(days=6)


@dataclass(frozen=True)
class Drawn:
    """A KPI to draw: whose it is, its description and its series (see `reports.weekly`)."""

    name: str
    who: str
    kpi: Record
    series: Record


@dataclass(frozen=True)
class Digest:
    """A person's digest of the week that ended on `end`. `week` is there for a seller, `board` for a manager.

    `helped`: sellers who need help, most at stake first; `praised`: those with something to praise.
    """

    end: date
    week: MyWeek | None
    board: Board | None
    helped: tuple[BoardRow, ...]
    praised: tuple[BoardRow, ...]
    drawn: tuple[Drawn, ...]
    currency: str

    @property
    def ordinary(self) -> bool:
        """Whether nothing is out of the ordinary: no signal, nothing outside its limits, nobody behind."""
        if self.board is not None:
            return not (self.helped or self.praised or self.board.of_groups)
        return self.week is None or _is_calm(self.week)

    @property
    def steps(self) -> tuple[Record, ...]:
        """Next steps of a seller that are due this week, overdue ones with them."""
        if self.week is None:
            return ()
        last = (date.fromisoformat(self.week.next.day) + AHEAD).isoformat()
        return tuple(each for each in self.week.next.steps if each["due_on"] <= last)[:MOST_ROWS]


def digest(seen: Seen) -> Digest | None:
    """The digest of whoever sells or leads; None for others, and where nothing is known of any week."""
    if seen.person.role is Role.MANAGER and seen.person.seller:
        return _of_manager(seen)
    if seen.person.role is Role.SELLER and seen.person.seller in seen.staff["sellers"]:
        return _of_seller(seen)
    return None


def _of_seller(seen: Seen) -> Digest | None:
    week = my_week(seen, seen.person.seller)
    if week.end is None:
        return None
    drawn = _tiles(week.tiles, {each["kpi"] for each in (*week.warnings, *week.praise)})
    return Digest(
        date.fromisoformat(week.end), week, None, (), (), tuple(drawn), seen.place.settings.currency,
    )  # fmt: skip


def _is_calm(week: MyWeek) -> bool:
    behind = any(line["needs_help"] for line in week.expected)
    return not (week.warnings or week.praise or behind or any(tile.outside for tile in week.tiles))


def _tiles(tiles: Iterable[Tile], said: set[str]) -> list[Drawn]:
    """What is talked of first, then what lies outside its limits."""
    of_note = [tile for tile in tiles if tile.name in said or tile.outside]
    of_note.sort(key=lambda tile: (tile.name not in said, not tile.outside))
    return [Drawn(tile.name, "", tile.kpi, tile.series) for tile in of_note[:MOST_CHARTS]]


def _of_manager(seen: Seen) -> Digest | None:
    found = board(seen)
    if found.end is None or not found.rows:
        return None
    helped = [row for row in found.rows if row.warnings or row.behind]
    praised = [row for row in found.rows if row.praise]
    return Digest(
        date.fromisoformat(found.end), None, found, tuple(helped[:MOST_ROWS]), tuple(praised[:MOST_ROWS]),
        tuple(_signalled(seen, [*helped, *praised])), found.currency,
    )  # fmt: skip


def _signalled(seen: Seen, rows: Iterable[BoardRow]) -> list[Drawn]:
    """The KPI of each person's first signal, of so many people."""
    kpis: Record = seen.sheet("weeks").content["kpis"]
    found: list[Drawn] = []
    for row in rows:
        first = next((each for each in (*row.warnings, *row.praise) if each["kpi"] in kpis), None)
        if first is None or any(each.who == row.name for each in found):
            continue
        series = kpis[first["kpi"]]["seller"].get(row.seller)
        if series:
            found.append(Drawn(first["kpi"], row.name, kpis[first["kpi"]], series))
    return found[:MOST_CHARTS]
