"""The fact store: Delta tables, the states that bind them, and the one lock of the writers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from merilo.core.errors import BusyError, WorkspaceError
from merilo.core.text import _
from merilo.facts.delta import TableVersion, create_table, is_ahead, open_version, take_back
from merilo.facts.schema import SCHEMA, Schema
from merilo.facts.snapshot import Snapshot
from merilo.facts.states import State, StateLog
from merilo.facts.writer import Writer

_LOCK = ".writing.lock"
_TICK = timedelta(microseconds=1)


class FactStore:
    """A workspace's facts. Any number of processes may read while one writes; writers take turns."""

    def __init__(self, path: Path, schema: Schema = SCHEMA) -> None:
        self.path, self.schema = path, schema
        self._log = StateLog(path)

    @classmethod
    def create(cls, path: Path, schema: Schema = SCHEMA) -> FactStore:
        """Make an empty store, or finish one whose making was cut short; one that is there already is only opened."""
        path.mkdir(parents=True, exist_ok=True)
        store = cls(path, schema)
        if store._log.latest() is None:
            with store._locked(None, None):
                store._make_tables()
        return cls.open(path, schema)

    @classmethod
    def open(cls, path: Path, schema: Schema = SCHEMA) -> FactStore:
        """Open the store; raises WorkspaceError when there is none, or when its schema is older or newer than ours."""
        store = cls(path, schema)
        store._check_schema(store.latest())
        return store

    def latest(self) -> State:
        """The present state."""
        state = self._log.latest()
        if state is None:
            raise WorkspaceError(
                _("There are no facts here."),
                where=str(self.path),
                way_out=_("Make a workspace with `merilo init DIR`."),
            )
        return state

    def states(self) -> list[State]:
        """All states, the oldest first."""
        return [self._log.read(number) for number in self._log.numbers()]

    def state(self, number: int) -> State:
        """The state of that number; raises WorkspaceError when there is none."""
        return self._log.read(number)

    def snapshot(self, state: State | None = None) -> Snapshot:
        """A state (default: the present one) opened for reading."""
        return Snapshot(self.path, state or self.latest(), self.schema)

    @contextmanager
    def writing(
        self, label: str, waiting: Callable[[], None] | None = None, timeout: float | None = None
    ) -> Iterator[Writer]:
        """Write one import; without `Writer.commit` everything is taken back.

        Waits for another writer, after calling `waiting` once; raises BusyError after `timeout` seconds of waiting.
        """
        with self._locked(waiting, timeout):
            turn = _Turn(self, self._log, label)
            writer = turn.writer()
            try:
                yield writer
            finally:
                if not writer.is_committed:
                    writer.discard()
                    turn.repair()

    @contextmanager
    def _locked(self, waiting: Callable[[], None] | None, timeout: float | None) -> Iterator[None]:
        lock = FileLock(self.path / _LOCK, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            self._wait(lock, timeout)
        try:
            yield
        finally:
            lock.release()

    def _wait(self, lock: FileLock, timeout: float | None) -> None:
        try:
            lock.acquire(timeout=-1 if timeout is None else timeout, poll_interval=0.02)
        except Timeout as error:
            raise BusyError(
                _("Another import is still writing after {seconds} s.").format(seconds=timeout),
                where=str(self.path),
                way_out=_("Wait for it to end, then try again."),
            ) from error

    def _make_tables(self) -> None:
        if self._log.latest() is not None:  # another process was faster
            return
        self._log.sweep()
        versions = {name: create_table(self.path / name, table.arrow) for name, table in self.schema.stored.items()}
        self._log.publish(State(0, "", datetime.now(UTC), "", versions, self.schema.version))

    def _check_schema(self, state: State) -> None:
        found, wanted = state.schema_version, self.schema.version
        if found == wanted:
            return
        what = _("These facts have schema version {found}, and this program works with {wanted}.")
        way_out = _("Run `merilo migrate`.") if found < wanted else _("Use a newer Merilo.")
        raise WorkspaceError(what.format(found=found, wanted=wanted), where=str(self.path), way_out=way_out)


class _Turn:
    """One writer's turn, under the lock: the state it starts from, and the state it makes."""

    def __init__(self, store: FactStore, log: StateLog, label: str) -> None:
        self._store, self._log, self._label = store, log, label
        self._log.sweep()
        self.start = store.latest()
        store._check_schema(self.start)
        self.versions = self.repair()

    def repair(self) -> dict[str, int]:
        """Take back what a writer that died had committed beyond the present state; returns the versions in force."""
        versions = dict(self.start.versions)
        for name, version in versions.items():
            if is_ahead(self._store.path / name, version):
                versions[name] = take_back(self._store.path / name, version)
        return versions

    def writer(self) -> Writer:
        """The writer of this turn. Its `observed_at` is later than every instant of every state before."""
        now = datetime.now(UTC)
        import_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        observed_at = max(now, self.start.committed_at + _TICK)
        return Writer(self._store.schema, self._table, self._publish, import_id, observed_at)

    def _table(self, name: str) -> TableVersion:
        return open_version(self._store.path / name, self.versions[name])

    def _publish(self, writer: Writer, summary: dict[str, Any]) -> State:
        changed = {name: draft for name, draft in writer.drafts.items() if draft.is_changed}
        if not changed:
            return self.start
        versions = self.versions | {name: draft.commit().version for name, draft in changed.items()}
        committed_at = max(datetime.now(UTC), writer.observed_at)
        state = State(
            number=self.start.number + 1,
            import_id=writer.import_id,
            committed_at=committed_at,
            label=self._label,
            versions=versions,
            schema_version=self._store.schema.version,
            sources=dict.fromkeys(sorted(writer.sources), committed_at) | self.start.sources,
            summary=summary,
        )
        self._log.publish(state)
        return state
