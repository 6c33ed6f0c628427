"""What the rows say about the day a deal closed: closed deals have one, open deals do not."""

from __future__ import annotations

from dataclasses import replace

from merilo.core.text import _
from merilo.intake.recognise.choices import STATUS
from merilo.intake.recognise.evidence import Shape, filled_where
from merilo.intake.recognise.reading import Pick, Reading
from merilo.intake.recognise.references import Tables

_SAME_ROWS = 0.5
_NEARLY_ALL, _HARDLY_ANY = 0.95, 0.05
_CONFIRMED, _BY_ROWS, _ASKED = 0.97, 0.75, 0.55


def close_by_status(reading: Reading, tables: Tables) -> Reading:
    """Closing dates confirmed, or found whatever they are called, by the rows in which they are filled.

    A date that nearly all won and lost deals have and hardly any open one is when they closed. Several such columns,
    or no lost deals to tell a closing from a step of the sale, are a doubt that is asked.
    """
    if reading.to != "deals" or {"won_at", "lost_at"} & set(reading.picks):
        return reading
    close = reading.picks.get("closed_at")
    if close:
        return _confirmed(reading, close, tables)
    if reading.layout:
        return reading
    found = [column for column in _free_dates(reading, tables) if _follows_status(reading, column, tables)]
    return _found(reading, found, tables) if found else reading


def _confirmed(reading: Reading, close: Pick, tables: Tables) -> Reading:
    if close.first or not _follows_status(reading, close.columns[0], tables):
        return reading
    surer = replace(close, confidence=max(close.confidence, _CONFIRMED), why=f"{close.why}; {_reason()}")
    return replace(reading, picks=reading.picks | {"closed_at": surer})


def _reason() -> str:
    return _("deals that are won or lost have a date here, open ones do not")


def _found(reading: Reading, columns: list[str], tables: Tables) -> Reading:
    """One column is mapped, several are asked."""
    lost = "lost" in _words_by_meaning(reading, tables)
    if len(columns) == 1 and lost:
        pick = Pick((columns[0],), _BY_ROWS, _reason())
        return replace(reading, picks=reading.picks | {"closed_at": pick})
    doubt = Pick((columns[0],), _ASKED, _reason())
    return replace(reading, doubtful=reading.doubtful | {"closed_at": doubt})


def _free_dates(reading: Reading, tables: Tables) -> list[str]:
    """Columns of dates that fill nothing and are not suspected of being a stage's date."""
    picks = (*reading.picks.values(), *reading.stage_dates.values(), *reading.doubtful.values())
    taken = {column for pick in picks for column in pick.columns}
    seen = tables.seen[reading.raw.name]
    return [
        column for column in sorted(reading.raw.columns) if column not in taken and seen[column].shape is Shape.DATE
    ]


def _follows_status(reading: Reading, column: str, tables: Tables) -> bool:
    """Is the column filled in the rows of closed deals, and empty in those of open ones?"""
    where, words = _standing(reading), _words_by_meaning(reading, tables)
    closed, still_open = [*words.get("won", ()), *words.get("lost", ())], words.get("open", [])
    if where is None or not closed or not still_open:
        return False
    return (
        filled_where(reading.raw, column, where, closed, tables.con) >= _NEARLY_ALL
        and filled_where(reading.raw, column, where, still_open, tables.con) <= _HARDLY_ANY
    )


def _standing(reading: Reading) -> str | None:
    return reading.column("status") or reading.column("stage")


def _words_by_meaning(reading: Reading, tables: Tables) -> dict[str, list[str]]:
    """The words of the status, else of the stage, under won, lost and open; those that say nothing are open."""
    where = _standing(reading)
    meant: dict[str, list[str]] = {}
    for word in tables.seen[reading.raw.name][where].words if where else ():
        meant.setdefault(STATUS.meaning(word) or "open", []).append(word)
    return meant


def shared_close_dates(reading: Reading, tables: Tables) -> Reading:
    """A `Close Date` that open deals have too is the expected close as well; one they lack is the true close only."""
    close = reading.picks.get("closed_at")
    if reading.to != "deals" or close is None or close.first or "expected_close_on" in reading.picks:
        return reading
    if reading.column("won_at") or not _open_deals_have_it(reading, close.columns[0], tables):
        return reading
    why = _("open deals have a date here too: expected while open, true when closed")
    return replace(reading, picks=reading.picks | {"expected_close_on": replace(close, why=why)})


def _open_deals_have_it(reading: Reading, column: str, tables: Tables) -> bool:
    where = _standing(reading)
    still_open = _words_by_meaning(reading, tables).get("open", [])
    return where is not None and filled_where(reading.raw, column, where, still_open, tables.con) > _SAME_ROWS
