"""The scorecard over time: sellers × KPIs × months or quarters, each value with n, interval and standing, as columns.

Everything is made as columns, as there are hundreds of thousands of figures; KPIs that rest on the same rows are asked
together; and each period's sellers are drawn together by that period's own spread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.insight.ordering import apart
from merilo.insight.shrinkage import Numbers
from merilo.kpis.declaration import Anchor, Kpi
from merilo.kpis.horizon import reaches_end
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL, kpi_named
from merilo.reports.answer import ENGINE, SHARED
from merilo.reports.asking import Desk
from merilo.reports.kept import Kept
from merilo.reports.listing import plain_json
from merilo.reports.many import Many
from merilo.reports.scorecard import COLUMNS as FEW
from merilo.reports.scorecard import teams_on
from merilo.reports.standing import is_good, shrink
from merilo.reports.together import Keys, Together, asked_together, figures_of

FIGURES = "cache/scorecard"
"""Where, in a workspace, figures made before are kept; it may be deleted at any time."""
_NUMBERS = ("n", "value", "low", "high", "shrunk", "shrunk_low", "shrunk_high")


@dataclass(frozen=True, eq=False)
class Track:
    """One KPI over the periods: the figures of all groups; `seller` and `period` (its place) say whose each one is.

    `apart`: 1 or −1 where the data tell the seller from all together in that period; `shrunk` with its interval: NaN
    for sums and medians.
    """

    kpi: Kpi
    seller: npt.NDArray[np.object_]
    period: npt.NDArray[np.int64]
    found: Many
    shrunk: Numbers
    shrunk_low: Numbers
    shrunk_high: Numbers
    apart: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """One figure: its value, how many cases it rests on, whether they are too few, and whether it stands apart."""

    value: float
    n: int
    too_few: bool
    apart: int


@dataclass(frozen=True)
class ScoreSeries:
    """Sellers × KPIs × periods. `periods`: label, first and last day, whether it is whole; `tracks`: by KPI."""

    every: Period
    currency: str
    periods: tuple[tuple[str, date, date, bool], ...]
    names: dict[str, str]
    teams: dict[str, str]
    tracks: tuple[Track, ...]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return sum(len(track.seller) for track in self.tracks)

    @property
    def last_whole(self) -> int:
        """The place of the last whole period; of the last one where none is whole."""
        return max((place for place, each in enumerate(self.periods) if each[3]), default=len(self.periods) - 1)

    def of_period(self, place: int) -> list[tuple[str, dict[str, Cell]]]:
        """Each seller, by team and name, with the cells of one period by KPI."""
        cells: dict[str, dict[str, Cell]] = {}
        for track in self.tracks:
            for index in np.flatnonzero(track.period == place):
                value = float(track.found.value[index])
                if not np.isnan(value):
                    cells.setdefault(str(track.seller[index]), {})[track.kpi.name] = Cell(
                        value, int(track.found.n[index]), bool(track.found.too_few[index]), int(track.apart[index])
                    )
        return sorted(cells.items(), key=lambda row: (self.teams.get(row[0], ""), self.names.get(row[0], ""), row[0]))

    def table(self) -> pa.Table:
        """One row per seller, KPI and period under `COLUMNS`; empty where there is no value."""
        return pa.concat_tables([self._columns(track) for track in self.tracks])

    def records(self) -> list[dict[str, Any]]:
        """The rows of `table` as dicts."""
        return self.table().to_pylist()  # type: ignore[no-any-return]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        document = {
            "every": self.every.value,
            "currency": self.currency,
            "periods": [
                {"period": label, "from": start, "to": end, "whole": whole} for label, start, end, whole in self.periods
            ],
            "columns": list(COLUMNS),
            "rows": self.records(),
            "notes": list(self.notes),
        }
        plain: dict[str, Any] = plain_json(document)
        return plain

    def _columns(self, track: Track) -> pa.Table:
        who, size = track.seller, len(track.seller)
        labels, starts = [each[0] for each in self.periods], [each[1] for each in self.periods]
        good = {1: is_good(track.kpi, 1), -1: is_good(track.kpi, -1), 0: None}
        sides = {1: "above", -1: "below", 0: None}
        values = {
            "seller": pa.array(who, pa.string()),
            "name": pa.array([self.names.get(each, each) for each in who], pa.string()),
            "team": pa.array([self.teams.get(each, "") for each in who], pa.string()),
            "kpi": pa.array([track.kpi.name] * size, pa.string()),
            "period": pa.array([labels[place] for place in track.period], pa.string()),
            "start": pa.array([starts[place] for place in track.period], pa.date32()),
            "whole": pa.array([self.periods[place][3] for place in track.period], pa.bool_()),
            "too_few": pa.array(track.found.too_few),
            "apart": pa.array([sides[int(side)] for side in track.apart], pa.string()),
            "good": pa.array([good[int(side)] for side in track.apart], pa.bool_()),
        }
        found = track.found
        numbers = (found.n, found.value, found.low, found.high, track.shrunk, track.shrunk_low, track.shrunk_high)
        values |= {name: pa.array(each, pa.float64(), from_pandas=True)
                   for name, each in zip(_NUMBERS, numbers, strict=True)}  # fmt: skip
        return pa.table({name: values[name] for name in COLUMNS})


COLUMNS = ("seller", "name", "team", "kpi", "period", "start", "whole", *_NUMBERS, "too_few", "apart", "good")


@dataclass(frozen=True)
class Who:
    """Only this seller (name or id), only this team; None: all."""

    seller: str | None = None
    team: str | None = None


Days = tuple[date | None, date | None]


def score_series(
    workspace: Workspace,
    every: Period,
    days: Days = (None, None),
    who: Who | None = None,
    *,
    everything: bool = False,
    today: date | None = None,
) -> ScoreSeries:
    """The scorecard of a workspace month by month or quarter by quarter, of `everything`: every KPI cut by seller.

    `days`: the first and the last; without a first one twelve periods, without a last one to the end of the data.
    Figures of this state that were made before are not made again (`Kept`). Raises UsageError for a seller or a team
    that does not exist, and for a first day after the last.
    """
    snapshot, settings = FactStore.open(workspace.facts).snapshot(), workspace.settings
    with open_engine(ENGINE, snapshot, settings.calendar, keep=workspace.root / SHARED) as engine:
        kept = Kept(workspace.root / FIGURES, snapshot.state.number)
        return series_at(Desk(engine, settings, today), every, days, who, everything=everything, kept=kept)


def series_at(
    desk: Desk,
    every: Period,
    days: Days = (None, None),
    who: Who | None = None,
    *,
    everything: bool = False,
    kept: Kept | None = None,
) -> ScoreSeries:
    """The scorecard over time at a desk that is open; figures that were `kept` are not made again."""
    spans = _spans(desk, every, *days)
    kpis = [kpi for kpi in ALL if "seller" in kpi.cuts] if everything else [kpi_named(name) for name in FEW]
    states = [kpi for kpi in kpis if kpi.anchor is Anchor.AS_OF and kpi.series is None]
    teams = teams_on(desk, spans[-1][1])
    wanted = _wanted(desk, teams, who or Who())
    periods = tuple(_period(desk, every, start, end) for start, end in spans)
    tracks = [track for track in _tracks(desk, every, spans, periods, kpis, kept=kept) if len(track.seller)]
    return ScoreSeries(
        every=every,
        currency=desk.context(kpi_named("won_amount"), Question("won_amount")).currency,
        periods=periods,
        names=desk.names("sellers"),
        teams=teams,
        tracks=tuple(tracks if wanted is None else (_only(track, wanted) for track in tracks)),
        notes=tuple(_notes(states)),
    )


def _spans(desk: Desk, every: Period, first: date | None, last: date | None) -> list[tuple[date, date]]:
    calendar = desk.settings.calendar
    reach = desk.horizon(("deals", "touches", "meetings", "revenue"), desk.today)
    last = min(last or reach, desk.today)
    if first is None:
        first = last
        for _step in range(11):
            first = calendar.start(first, every) - timedelta(days=1)
    if first > last:
        raise UsageError(_("The first day is after the last day."), where=f"{first} > {last}")
    return list(calendar.periods(first, last, every))


def _period(desk: Desk, every: Period, start: date, end: date) -> tuple[str, date, date, bool]:
    reach = desk.horizon(("deals", "touches", "meetings", "revenue"), desk.today)
    return desk.settings.calendar.label(start, every), start, end, end <= desk.today and reaches_end(reach, end)


def _notes(states: Sequence[Kpi]) -> Iterator[str]:
    for kpi in states:
        yield _("{kpi} is only shown for the end of the last period.").format(kpi=_(kpi.label))


def _wanted(desk: Desk, teams: dict[str, str], who: Who) -> set[str] | None:
    """The sellers that were asked for; None: all."""
    names = desk.names("sellers")
    wanted = set(names) | set(teams)
    if who.seller:
        asked = who.seller.casefold()
        wanted &= _known(
            "seller",
            who.seller,
            names,
            {key for key, name in names.items() if asked in (key.casefold(), name.casefold())},
        )
    if who.team:
        asked = who.team.casefold()
        wanted &= _known("team", who.team, teams, {key for key, team in teams.items() if team.casefold() == asked})
    return wanted if who.seller or who.team else None


def _known(cut: str, asked: str, names: dict[str, str], found: set[str]) -> set[str]:
    """Those found; raises UsageError with what there is when there is nobody."""
    if not found:
        shown = ", ".join(sorted({name for name in names.values() if name})[:20])
        raise UsageError(
            _("There is no {cut} {value}.").format(cut=cut, value=asked),
            allowed=_("Known are: {values}").format(values=shown or _("nothing")),
        )
    return found


def _only(track: Track, wanted: set[str]) -> Track:
    mask = np.array([who in wanted for who in track.seller], dtype=bool)
    return replace(
        track, seller=track.seller[mask], period=track.period[mask], found=_at(track.found, mask),
        shrunk=track.shrunk[mask], shrunk_low=track.shrunk_low[mask], shrunk_high=track.shrunk_high[mask],
        apart=track.apart[mask],
    )  # fmt: skip


def _tracks(
    desk: Desk,
    every: Period,
    spans: list[tuple[date, date]],
    periods: tuple[tuple[str, date, date, bool], ...],
    kpis: Sequence[Kpi],
    *,
    kept: Kept | None,
) -> Iterator[Track]:
    starts = np.array([start for start, _end in spans], dtype="datetime64[D]")
    whole = np.array([each[3] for each in periods], dtype=bool)
    for figures in _asked_ahead(desk, list(asked_together(desk, kpis, every, spans)), kept):
        for kpi, keys, found in figures:
            names, who = _in_order(keys.seller)
            at = _places(keys.period, starts) if keys.period is not None else np.full(len(who), len(spans) - 1)
            order = np.flatnonzero((who >= 0) & (at >= 0) & ~keys.undated)
            order = order[np.lexsort((at[order], who[order]))]
            yield _track(kpi, names[who[order]], at[order], _at(found, order), whole)


def _in_order(words: pa.ChunkedArray) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """The different words in order, and the place of each row's among them; −1: the row has none."""
    coded = words.combine_chunks().dictionary_encode()
    different = coded.dictionary.to_numpy(zero_copy_only=False)
    order = np.argsort(different.astype(str))
    place = np.full(len(order) + 1, -1)
    place[order] = np.arange(len(order))
    return different[order], place[coded.indices.fill_null(-1).to_numpy()]


def _places(days: npt.NDArray[np.datetime64], starts: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    """The place of each day among the first days of the periods; −1: it is none of them."""
    place = np.searchsorted(starts, days, side="right") - 1
    return np.where((place >= 0) & (starts[place] == days), place, -1)


def _asked_ahead(desk: Desk, groups: Sequence[Together], kept: Kept | None) -> Iterator[list[tuple[Kpi, Keys, Many]]]:
    """The figures of each group in turn; the next are asked for while whoever takes these works on them."""
    told = copy_context()  # the language is the caller's
    with ThreadPoolExecutor(1) as questions:
        asked = [questions.submit(told.run, lambda each: list(figures_of(desk, each, kept)), group) for group in groups]
        try:
            for each in asked:
                yield each.result()
        finally:
            questions.shutdown(wait=True, cancel_futures=True)


def _at(found: Many, place: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Many:
    """The figures at these places, or where a mask holds."""
    n, value, low, high = (each[place] for each in (found.n, found.value, found.low, found.high))
    return Many(n, value, low, high, found.too_few[place], {name: each[place] for name, each in found.parts.items()})


def _track(
    kpi: Kpi, seller: npt.NDArray[np.object_], period: npt.NDArray[np.int64], found: Many, whole: npt.NDArray[np.bool_]
) -> Track:
    """The figures with their standing, period by period; an unfinished period has no value where it would compare."""
    if kpi.compares:
        told = whole[period]
        found = replace(found, value=np.where(told, found.value, np.nan), low=np.where(told, found.low, np.nan),
                        high=np.where(told, found.high, np.nan))  # fmt: skip
    drawn = np.full((3, len(period)), np.nan)
    sides = np.zeros(len(period), dtype=np.int64)
    for each in np.unique(period):
        mask = (period == each) & np.isfinite(found.value)
        shrunk = shrink(kpi, found, mask) if mask.any() else None
        if shrunk is not None:
            drawn[:, mask] = shrunk.value, shrunk.low, shrunk.high
            sides[mask] = np.where(found.too_few[mask], 0, apart(shrunk))
    return Track(kpi, seller, period, found, drawn[0], drawn[1], drawn[2], sides)
