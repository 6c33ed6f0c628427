"""Compaction: few large files instead of many small ones, and no files that only old states need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from merilo.core.errors import WorkspaceError
from merilo.facts.delta import open_version
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


def _in_force_since(states: list[State], moment: datetime) -> list[State]:
    return [state for state, following in pairwise(states) if following.committed_at >= moment] + states[-1:]


def _drop_unneeded(folder: Path, kept: list[State], name: str) -> int:
    needed: set[str] = set()
    for version in {state.versions[name] for state in kept if name in state.versions}:
        needed |= _files(folder, version, must=version == kept[-1].versions[name])
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
