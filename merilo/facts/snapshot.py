"""One state, opened for reading: the Parquet files that every table consists of."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from merilo.core.errors import WorkspaceError
from merilo.core.text import _
from merilo.facts.delta import TableVersion, open_version
from merilo.facts.schema import Schema
from merilo.facts.states import State


class Snapshot:
    """A state's tables. Nothing that a writer does later changes what it reads; opening takes no lock."""

    def __init__(self, store: Path, state: State, schema: Schema) -> None:
        if state.schema_version != schema.version:
            raise WorkspaceError(
                _("State {number} has schema version {found}, and this program reads {wanted}.").format(
                    number=state.number, found=state.schema_version, wanted=schema.version
                ),
                where=str(store),
                way_out=_("Ask with an as-of day instead of a state."),
            )
        self.store, self.state, self.schema = store, state, schema
        self._opened: dict[str, TableVersion] = {}

    def location(self, table: str) -> Path:
        """The folder of the stored table (a fact table or its `__earlier`)."""
        return self.store / table

    def version(self, table: str) -> int:
        """The stored table's Delta version in this state."""
        return self.state.versions[table]

    def files(self, table: str) -> tuple[str, ...]:
        """Absolute paths of the table's Parquet files; none for an empty table.

        Raises WorkspaceError when a compaction has dropped files of this (then old) state.
        """
        if table not in self._opened:
            opened = open_version(self.location(table), self.version(table))
            for path in opened.paths:
                if not Path(path).exists():
                    raise self._dropped(path)
            self._opened[table] = opened
        return tuple(self._opened[table].paths)

    def rows(self, table: str) -> int:
        """How many rows the stored table has, from its log alone."""
        self.files(table)
        return sum(file.rows for file in self._opened[table].files)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The names of the fact tables."""
        return tuple(self.schema.tables)

    def _dropped(self, path: str) -> WorkspaceError:
        return WorkspaceError(
            _("State {number} cannot be read any more: compaction has dropped files of it.").format(
                number=self.state.number
            ),
            where=path,
            way_out=_("Ask with an as-of day instead of a state."),
        )
