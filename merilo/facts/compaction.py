"""Compaction: few large files instead of many small ones, and no files that only old states need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from merilo.core.errors import WorkspaceError
from merilo.facts.delta import added_between, open_version
from merilo.facts.draft import Draft
from merilo.facts.schema import Schema
from merilo.facts.states import State, StateLog
from merilo.facts.turn import Turn


def merge_files(turn: Turn, schema: Schema) -> State:
    """Write every table's small files anew as one; the rows stay as they are. Returns the state then in force."""
    drafts = {name: Draft(table, turn.table(name), turn.import_id) for name, table in schema.stored.items()}
    try:
        with duckdb.connect() as con:
            for draft in drafts.values():
                draft.merge_small(con)
        merged = [name for name, draft in drafts.items() if draft.is_changed]
        return turn.publish(drafts, {"compacted": merged})
    finally:
        turn.undo(drafts.values())


def drop_old_files(store: Path, keep: timedelta) -> int:
    """Delete data files that no state in force within the time `keep` needs; returns how many.

    What was known on an earlier day is still answered, from the `__earlier` tables; only naming an old state is not.
    """
    log = StateLog(store)
    kept = _in_force_since([log.read(number) for number in log.numbers()], datetime.now(UTC) - keep)
    return sum(_drop_unneeded(store / name, kept, name) for name in kept[-1].versions)


def drop_light_states(store: Path, keep: timedelta) -> int:
    """Delete the manifests of light states (see `State.ground`) that were followed by another `keep` ago; how many."""
    log, before = StateLog(store), datetime.now(UTC) - keep
    states = [log.read(number) for number in log.numbers()]
    gone = [state for state, following in pairwise(states) if state.is_light and following.committed_at < before]
    for state in gone:
        log.drop(state.number)
    return len(gone)


def _in_force_since(states: list[State], moment: datetime) -> list[State]:
    return [state for state, following in pairwise(states) if following.committed_at >= moment] + states[-1:]


def _drop_unneeded(folder: Path, kept: list[State], name: str) -> int:
    light = [state.versions[name] for state in kept if state.is_light and name in state.versions]
    exact = {state.versions[name] for state in kept if not state.is_light and name in state.versions}
    needed: set[str] = set()
    for version in exact.union(light[:1], light[-1:]):
        needed |= _files(folder, version, must=version == kept[-1].versions[name])
    if light:
        # Light states are many and close together: opening each would take longer than people wait for their entries.
        needed |= added_between(folder, light[0], light[-1])
    unneeded = [path for path in folder.glob("*.parquet") if path.name not in needed]
    for path in unneeded:
        path.unlink()
    return len(unneeded)


def _files(folder: Path, version: int, *, must: bool) -> set[str]:
    try:
        return {file.name for file in open_version(folder, version).files}
    except WorkspaceError:
        # Delta drops its log of old versions after 30 days; such a state cannot be opened, so it keeps no files.
        if must:
            raise
        return set()
