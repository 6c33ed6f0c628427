"""One writer's turn under the lock: the state it starts from, the repair before it, the state it makes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from merilo.facts.delta import TableVersion, is_ahead, open_version, take_back
from merilo.facts.draft import Draft
from merilo.facts.states import State, StateLog

_TICK = timedelta(microseconds=1)


class Turn:
    """What a writer, a migration and a compaction have in common. Only under the store's lock.

    `observed_at` is later than every instant of every state before, also when the clock was set back. `light`: the
    state that it makes is no import's (see `State.ground`).
    """

    def __init__(self, store: Path, start: State, label: str, *, light: bool = False) -> None:
        self.store, self.start, self.label, self.light = store, start, label, light
        self._log = StateLog(store)
        self._log.sweep()
        now = datetime.now(UTC)
        self.import_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        self.observed_at = max(now, start.committed_at + _TICK)
        self.versions = self._repair()

    def table(self, name: str) -> TableVersion:
        """The stored table as this turn found it."""
        return open_version(self.store / name, self.versions[name])

    def publish(
        self,
        drafts: Mapping[str, Draft],
        summary: dict[str, Any],
        sources: Iterable[str] = (),
    ) -> State:
        """Commit the drafts that changed anything and make them visible at once; without a change, no new state."""
        changed = {name: draft for name, draft in drafts.items() if draft.is_changed}
        if not changed:
            return self.start
        return self.publish_versions(
            {name: draft.commit() for name, draft in changed.items()}, summary, sources=sources
        )

    def publish_versions(
        self,
        versions: Mapping[str, int],
        summary: dict[str, Any],
        *,
        sources: Iterable[str] = (),
        schema_version: int | None = None,
    ) -> State:
        """Make these table versions visible as the next state."""
        committed_at = max(datetime.now(UTC), self.observed_at)
        state = replace(
            self.start,
            number=self.start.number + 1,
            import_id=self.import_id,
            committed_at=committed_at,
            label=self.label,
            versions=self.versions | dict(versions),
            sources=dict.fromkeys(sorted(sources), committed_at) | self.start.sources,
            latest=self.start.latest | dict.fromkeys(sorted(sources), committed_at),
            summary=summary,
            schema_version=schema_version or self.start.schema_version,
            ground=self.start.ground if self.light else self.start.number + 1,
        )
        self._log.publish(state)
        return state

    def undo(self, drafts: Iterable[Draft] = ()) -> None:
        """Take back what was committed and delete what was written, unless the new state is visible already."""
        if self._log.latest() != self.start:
            return
        self._repair()
        for draft in drafts:
            draft.discard()

    def _repair(self) -> dict[str, int]:
        """Take back what a writer that died had committed beyond the present state; the versions now in force."""
        versions = dict(self.start.versions)
        for name, version in versions.items():
            if is_ahead(self.store / name, version):
                versions[name] = take_back(self.store / name, version)
        return versions
