"""The fact store: Delta tables, the states that bind them, and the one lock of the writers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from merilo.core.errors import BusyError, NoFactsError, WorkspaceError
from merilo.core.text import _
from merilo.facts.compaction import drop_light_states, drop_old_files, merge_files
from merilo.facts.delta import create_table
from merilo.facts.migrations import MIGRATIONS, Migrations, migrate
from merilo.facts.schema import SCHEMA, Schema
from merilo.facts.snapshot import Snapshot
from merilo.facts.states import State, StateLog
from merilo.facts.turn import Turn
from merilo.facts.writer import Writer

_LOCK = ".writing.lock"
_LIGHT = timedelta(minutes=15)
"""States that people's entries made can be read for so long after another has followed them."""


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
            raise NoFactsError(
                _("There are no facts here."),
                where=str(self.path),
                way_out=_("Import some: `merilo import PATH…`, or look at an invented company: `merilo demo`."),
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
        self,
        label: str,
        waiting: Callable[[], None] | None = None,
        timeout: float | None = None,
        *,
        light: bool = False,
    ) -> Iterator[Writer]:
        """Write one import; without `Writer.commit` everything is taken back.

        Waits for another writer, after calling `waiting` once; raises BusyError after `timeout` seconds of waiting.
        `light`: it is no import but a few rows that people logged (see `State.ground`).
        """
        with self._locked(waiting, timeout):
            turn = Turn(self.path, self._start(), label, light=light)
            writer = Writer(self.schema, turn)
            try:
                yield writer
            finally:
                turn.undo(writer.drafts.values())

    @classmethod
    def migrate(
        cls,
        path: Path,
        schema: Schema = SCHEMA,
        migrations: Migrations = MIGRATIONS,
        waiting: Callable[[], None] | None = None,
    ) -> State:
        """Bring an older store to the present schema, as one new state; a store that is there already is left alone.

        Raises WorkspaceError when the store is newer than this program.
        """
        store = cls(path, schema)
        with store._locked(waiting, None):
            start = store.latest()
            if start.schema_version < schema.version:
                label = _("schema version {version}").format(version=schema.version)
                return migrate(Turn(path, start, label), schema, migrations)
            store._check_schema(start)
            return start

    def compact(self, keep: timedelta = timedelta(days=30)) -> State:
        """Merge small files and drop those that only states older than `keep` need; returns the state then in force.

        The rows do not change. Readers that still work on a state older than `keep` lose its files.
        """
        with self._locked(None, None):
            state = merge_files(Turn(self.path, self._start(), _("compaction"), light=True), self.schema)
            drop_light_states(self.path, min(keep, _LIGHT))
            drop_old_files(self.path, keep)
        return state

    def thin(self, keep: timedelta = _LIGHT, files: timedelta = timedelta(days=30)) -> int:
        """Forget states that no import made once another has been in force for `keep`, and files that none needs.

        People log all day, and each state of theirs would otherwise cost a manifest and files for ever. No row goes:
        what was known when is answered from the rows. `files`: as `keep` of `compact`. Gives how many states went.
        """
        with self._locked(None, None):
            gone = drop_light_states(self.path, keep)
            if gone:
                drop_old_files(self.path, files)
        return gone

    def _start(self) -> State:
        state = self.latest()
        self._check_schema(state)
        return state

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
