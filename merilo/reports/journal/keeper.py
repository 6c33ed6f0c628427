"""Bringing into the facts what was logged: the rows are read, shaped, and written as one state.

Whoever dies at any moment loses nothing and doubles nothing: what waits is marked as done only after the state is
there, and the same rows a second time change nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from merilo.facts.writer import Writer
from merilo.people.accounts import people
from merilo.people.journal import outbox
from merilo.people.journal.kinds import SOURCE
from merilo.sources.journal import SHAPES, Shaped, shaped

MOST = 20_000
"""So many changes become facts at once; more are brought in by several states."""

TIDY_AFTER = 400
"""So many states are made before those that are not needed any more are cleared away."""


class Keeper:
    """Brings the journal of one workspace into its facts, time after time. The database must be open."""

    def __init__(self, place: Workspace) -> None:
        self._place = place
        self._store: FactStore | None = None
        self._made = 0
        self._checked = False

    def bring_in(self, patience: float | None = None) -> int:
        """Take what waits (at most `MOST` changes) into the facts; how many changes it was.

        While another writes, waits up to `patience` seconds, then raises BusyError; everything goes on waiting.
        """
        if not self._checked:
            self._check_whole()
        if not outbox.waiting():
            return 0
        with self._open().writing(_("journal"), timeout=patience, light=True) as writer:
            batch = outbox.batch(MOST)
            _write(writer, _sellers(self._place))
            for kind in SHAPES:
                records = next((found for name, found in batch.records.items() if name.value == kind), None)
                if records:
                    _write(writer, shaped(kind, records))
            state = writer.commit({"journal": len(batch.numbers)})
        outbox.done(batch, state.number)
        self._tidy()
        return len(batch.numbers)

    def _open(self) -> FactStore:
        if self._store is None:
            self._store = FactStore.create(self._place.facts)
        return self._store

    def _check_whole(self) -> None:
        """Facts from an older backup lack what they had: then everything is brought in once more.

        A company that has nothing but its journal begins with empty facts.
        """
        state = self._open().latest()
        if outbox.kept() > (state.number if SOURCE in state.sources else 0):
            outbox.again(datetime.now(UTC))
        self._checked = True

    def _tidy(self) -> None:
        self._made += 1
        if self._made >= TIDY_AFTER:
            self._made = 0
            self._open().thin()


def _sellers(place: Workspace) -> Shaped:
    """People who sell and are no other system's sellers: their id begins with `journal:`, and facts name them, too."""
    own = [person for person in people(place) if person.seller.startswith(f"{SOURCE}:")]
    rows = [
        {"source": SOURCE, "source_id": person.seller.partition(":")[2], "name": person.name, "email": person.email}
        for person in own
    ]
    return Shaped("sellers", ("name", "email"), tuple({row["source_id"]: row for row in rows}.values()), ())


def _write(writer: Writer, found: Shaped) -> None:
    with duckdb.connect() as con:
        if found.rows:
            fields = {field.name: field for field in TABLES[found.table].arrow}
            schema = pa.schema([fields[name].with_nullable(True) for name in ("source", "source_id", *found.columns)])
            rows = pa.Table.from_pylist(list(found.rows), schema=schema)
            con.register("rows", rows)
            con.execute("CREATE TABLE logged AS SELECT * FROM rows")
            # The journal tells the history of a deal itself.
            writer.upsert(found.table, con, "logged", frozenset(found.columns), compare=False, unique=True)
        if found.gone:
            con.register("gone", pa.table({"id": list(found.gone)}))
            writer.delete(found.table, con, "gone")
