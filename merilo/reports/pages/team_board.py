"""The manager's board: his sellers against the few KPIs, who needs help with what, and what to praise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from merilo.reports.pages.my_week import MyWeek, Tile, my_week, tiles
from merilo.reports.seen import Seen

Record = Mapping[str, Any]


@dataclass(frozen=True)
class BoardRow:
    """One seller: his KPIs by name, what changed for him, and what it costs per quarter (None: cannot be told)."""

    seller: str
    name: str
    team: str
    tiles: Mapping[str, Tile]
    behind: tuple[str, ...]
    warnings: tuple[Record, ...]
    praise: tuple[Record, ...]
    at_stake: float | None


@dataclass(frozen=True)
class Board:
    """Sellers, those first of whom most is at stake; `kpis`: name and label of the columns; `of_groups`: what is said
    of the teams and the company.
    """

    end: str | None
    currency: str
    kpis: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    of_groups: tuple[Record, ...]

    @property
    def width(self) -> int:
        """How many columns its table has: who, what is at stake, the KPIs, expectations."""
        return len(self.kpis) + 3

    @property
    def warned(self) -> bool:
        """Whether anybody is warned of."""
        return any(row.warnings for row in self.rows)

    @property
    def praised(self) -> bool:
        """Whether there is anything to praise."""
        return any(row.praise for row in self.rows)


def board(seen: Seen, team: str = "") -> Board:
    """The sellers whom the person sees now; `team`: only those of one team."""
    weeks = seen.sheet("weeks").content
    said = seen.sheet("signals").content["signals"]
    expected = seen.sheet("expectations").content["lines"]
    mine = [who for who in seen.staff["sellers"] if seen.reach.sees_seller(who)]
    teams = tuple(sorted({seen.staff["teams"][who] for who in mine if who in seen.staff["teams"]}))
    rows = [
        _row(seen, weeks, said, expected, who)
        for who in mine
        if not team or seen.staff["teams"].get(who) == team
    ]  # fmt: skip
    rows.sort(key=lambda row: (-(row.at_stake or 0.0), -len(row.warnings), -len(row.behind), row.name))
    groups = tuple(
        each for each in said if each["scope"] != "seller" and seen.reach.sees(each["scope"], each["subject"])
    )
    kpis = tuple((name, kpi["label"]) for name, kpi in weeks["kpis"].items())
    return Board(weeks["end"], seen.place.settings.currency, kpis, teams, tuple(rows), groups)


def table(found: Board) -> tuple[list[str], list[dict[str, Any]]]:
    """The board as columns and plain records, for a file."""
    names = [name for name, _label in found.kpis]
    records = [
        {"seller": row.seller, "name": row.name, "team": row.team, "at_stake_per_quarter": row.at_stake}
        | {name: row.tiles[name].value if name in row.tiles else None for name in names}
        | {"behind": ", ".join(row.behind), "warnings": " ".join(each["sentence"] for each in row.warnings)}
        for row in found.rows
    ]
    return ["seller", "name", "team", "at_stake_per_quarter", *names, "behind", "warnings"], records


def _row(seen: Seen, weeks: Record, said: list[Record], expected: list[Record], who: str) -> BoardRow:
    own = [each for each in said if each["scope"] == "seller" and each["subject"] == who]
    warnings = tuple(each for each in own if each["kind"] == "warning")
    costs = [each["per_quarter"] for each in warnings if each["per_quarter"] is not None]
    return BoardRow(
        seller=who,
        name=seen.name(who),
        team=str(seen.staff["teams"].get(who, "")),
        tiles={tile.name: tile for tile in tiles(weeks, who)},
        behind=tuple(each["label"] for each in expected if each["seller"] == who and each["needs_help"]),
        warnings=warnings,
        praise=tuple(each for each in own if each["kind"] == "recognition"),
        at_stake=sum(costs) if costs else None,
    )


@dataclass(frozen=True)
class TalkSheet:
    """What a manager and a seller have before them when they talk: the seller's week, and what was agreed before."""

    week: MyWeek
    agreed: tuple[Record, ...]


def talk_sheet(seen: Seen, seller: str) -> TalkSheet:
    """The sheet for a talk with a seller (id)."""
    found = my_week(seen, seller)
    actions = seen.sheet("coaching").content["actions"]
    return TalkSheet(found, tuple(each for each in actions if each["seller"] == seller))
