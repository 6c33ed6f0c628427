"""Which fact tables each raw table feeds: known systems first, then the likeliest reading by vocabulary and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from merilo.core.text import _
from merilo.intake.recognise.evidence import Evidence
from merilo.intake.recognise.generic import read_as
from merilo.intake.recognise.known import Match, match_system, read_known
from merilo.intake.recognise.proposal import MAPPED_FROM
from merilo.intake.recognise.reading import Pick, Reading
from merilo.intake.recognise.references import Tables
from merilo.intake.recognise.stage_dates import find_stage_dates
from merilo.intake.recognise.vocabulary import VOCABULARY
from merilo.intake.recognise.words import stems
from merilo.sources.raw import RawTable

_SAME_ROWS = 0.5
_EVENT_LOG = ({"case", "trace"}, {"activity", "event", "concept"}, {"timestamp", "time", "date"})
_COMPANIONS = {"sellers": "memberships", "memberships": "sellers"}


@dataclass(frozen=True)
class TableReading:
    """What a raw table is read as (nothing: it is left out), the best other reading, and the system's match."""

    raw: RawTable
    readings: tuple[Reading, ...]
    best: Reading
    runner_up: Reading | None
    match: Match | None
    left_out: str = ""


def read_table(raw: RawTable, seen: Mapping[str, Evidence]) -> TableReading:
    """The readings of one raw table, by its system's declaration or by the vocabulary."""
    match = match_system(raw)
    if match:
        known = _finished(read_known(raw, match, seen), seen)
        return TableReading(raw, (known,), known, None, match)
    every = sorted((read_as(raw, to, seen) for to in VOCABULARY), key=lambda r: (-r.confidence, r.to))
    best, runner_up = every[0], every[1]
    if best.confidence < MAPPED_FROM:
        return TableReading(raw, (), best, runner_up, None, _why_left_out(every, raw))
    chosen = [best]
    companion = next((r for r in every if r.to == _COMPANIONS.get(best.to)), None)
    if companion and companion.confidence > 0.0:
        chosen.append(companion)
        runner_up = next(r for r in every if r not in chosen)
    finished = tuple(_finished(reading, seen) for reading in chosen)
    if not any(reading.picks for reading in finished):
        return TableReading(raw, finished, finished[0], runner_up, None, finished[0].why)
    return TableReading(raw, finished, best, runner_up, None)


def _why_left_out(every: Sequence[Reading], raw: RawTable) -> str:
    """What the table lacks to be what its name says; else that nothing fits."""
    if _is_event_log(raw):
        return _("an event log: only a mapping file can say which activities are stages, calls or outcomes")
    named = next((r for r in every if r.picks and set(VOCABULARY[r.to].nouns) & set(stems(raw.name))), None)
    return named.why if named else _("its columns fit no fact table")


def _is_event_log(raw: RawTable) -> bool:
    """Process mining's usual three: a case, an activity, a time."""
    headers = {word for column in raw.columns for word in stems(column)}
    return all(headers & words for words in _EVENT_LOG)


def _finished(reading: Reading, seen: Mapping[str, Evidence]) -> Reading:
    if reading.to == "deals":
        return _finished_deals(reading, seen)
    if reading.to == "memberships":
        return _finished_membership(reading, seen)
    return reading


def _finished_deals(reading: Reading, seen: Mapping[str, Evidence]) -> Reading:
    """Stage and status told apart, one closing time from several columns, stage dates found."""
    reading = _constant_status(_one_close(_stage_in_status(reading, seen)), seen)
    stages = seen[reading.picks["stage"].columns[0]].words if "stage" in reading.picks else ()
    closing = [c for name in ("closed_at", "expected_close_on", "modified_at") for c in _columns(reading, name)]
    known = {column for pick in reading.picks.values() for column in pick.columns}
    free = [column for column in reading.raw.columns if column not in closing]
    dates = find_stage_dates(free, seen, stages, known)
    sure = {stage: pick for stage, pick in dates.items() if pick.confidence >= MAPPED_FROM}
    unsure = {f"stage_dates.{stage}": pick for stage, pick in dates.items() if stage not in sure}
    return replace(reading, stage_dates=sure, doubtful=reading.doubtful | unsure)


def _columns(reading: Reading, name: str) -> tuple[str, ...]:
    return reading.picks[name].columns if name in reading.picks else ()


def _stage_in_status(reading: Reading, seen: Mapping[str, Evidence]) -> Reading:
    """A status column with more words than won, lost and open is the stage; the status then follows from it."""
    if "status" not in reading.picks or "stage" in reading.picks:
        return reading
    status = reading.picks["status"]
    if seen[status.columns[0]].distinct <= 3:
        return reading
    why = _("it holds stages; won and lost follow from their words")
    picks = {name: pick for name, pick in reading.picks.items() if name != "status"}
    return replace(reading, picks=picks | {"stage": replace(status, why=f"{status.why}; {why}")})


def _one_close(reading: Reading) -> Reading:
    parts = [reading.picks[name] for name in ("won_at", "lost_at") if name in reading.picks]
    if not parts or "closed_at" in reading.picks:
        return reading
    columns = tuple(column for part in parts for column in part.columns)
    close = Pick(columns, min(part.confidence for part in parts), parts[0].why, first=len(columns) > 1)
    return replace(reading, picks=reading.picks | {"closed_at": close})


def _constant_status(reading: Reading, seen: Mapping[str, Evidence]) -> Reading:
    """A table with a won date in every row, and neither stage nor status, lists won deals."""
    won = reading.column("won_at")
    if {"stage", "status"} & set(reading.picks) or won is None or "lost_at" in reading.picks:
        return reading
    every = seen[won].filled == seen[won].rows and seen[won].rows > 0
    return replace(reading, constants=reading.constants | {"status": "won"}) if every else reading


def _finished_membership(reading: Reading, seen: Mapping[str, Evidence]) -> Reading:
    """A person in several teams at once, without dates, is not a member but, say, allowed to sell there: ask."""
    seller = reading.column("seller")
    if seller is None or "valid_from" in reading.picks or "valid_to" in reading.picks:
        return reading
    if seen[seller].distinct >= seen[seller].looked:
        return reading
    why = _("people occur in several teams at once, without dates")
    return replace(reading, picks={}, doubtful=reading.picks, confidence=0.5, why=why)


def without_copies(tables: Sequence[TableReading], shared: Tables) -> list[TableReading]:
    """Of two files that tell the same deals' history, the less sure one is left out: its rows would count twice."""
    histories = sorted(
        (t for t in tables if t.readings and t.readings[0].to == "deal_changes"),
        key=lambda t: (-t.readings[0].confidence, t.raw.name),
    )
    kept: list[TableReading] = []
    dropped: dict[str, str] = {}
    for table in histories:
        twin = next((other for other in kept if _same_deals(table, other, shared)), None)
        if twin:
            dropped[table.raw.name] = twin.raw.name
        else:
            kept.append(table)
    return [_dropped(table, dropped[table.raw.name]) if table.raw.name in dropped else table for table in tables]


def _same_deals(one: TableReading, other: TableReading, shared: Tables) -> bool:
    ours, theirs = one.readings[0].column("deal"), other.readings[0].column("deal")
    return bool(ours and theirs) and shared.share(one.raw, str(ours), other.raw, str(theirs)) > _SAME_ROWS


def _dropped(table: TableReading, twin: str) -> TableReading:
    why = _("it tells the history of the same deals as {file}").format(file=twin)
    return replace(table, readings=(), left_out=why)
