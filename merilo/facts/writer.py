"""The writer of one import: upserts and deletions over many tables that become visible together, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from merilo.core.errors import DataError, UsageError
from merilo.core.text import _
from merilo.facts import changes
from merilo.facts.delta import TableVersion
from merilo.facts.draft import Draft
from merilo.facts.incoming import Incoming, changed_rows, instant, new_rows, taken_in, temporary, verdicts
from merilo.facts.parquet import listed, literal, quoted
from merilo.facts.schema import Schema, earlier_name
from merilo.facts.states import State


@dataclass(frozen=True)
class Change:
    """What became of the rows of one call."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    stale: int = 0
    deleted: int = 0


class Writer:
    """One import. All rows it writes carry `observed_at`; nothing is visible before `commit`.

    `con` is always the caller's own DuckDB connection and `relation` a table or view in it, with the columns `source`,
    `source_id` and any of the table's fact columns, typed as declared. A relation is read several times: make it a
    table. Columns whose name begins with `_` are left aside.
    """

    def __init__(
        self,
        schema: Schema,
        base: Callable[[str], TableVersion],
        publish: Callable[[Writer, dict[str, Any]], State],
        import_id: str,
        observed_at: datetime,
    ) -> None:
        self.import_id, self.observed_at = import_id, observed_at
        self.drafts: dict[str, Draft] = {}
        self.sources: set[str] = set()
        self._schema, self._base, self._publish = schema, base, publish
        self._observed = instant(observed_at.isoformat())
        self._state: State | None = None

    def upsert(
        self,
        table: str,
        con: duckdb.DuckDBPyConnection,
        relation: str,
        given: frozenset[str],
        compare: bool = True,
    ) -> Change:
        """Bring the rows in by id: new ones are added, known ones updated in the `given` columns (with NULL, too).

        Columns of the relation that are not given are used for new rows only. A row that is equal in all given columns
        is unchanged and writes nothing; one whose `modified_at` is older than the known is stale and kept out. With
        `compare`, a changed deal leaves `deal_changes` rows. Raises DataError for rows that share an id, lack a
        required column or are wrongly typed.
        """
        draft = self._draft(table)
        with taken_in(con, draft.table, relation) as incoming:
            self._check_given(relation, incoming, given)
            self.sources.update(incoming.sources)
            if not incoming.rows:
                return Change()
            if draft.is_empty:
                draft.append(con, new_rows(draft.table, incoming, self._observed))
                return Change(new=incoming.rows)
            return self._merge(draft, con, incoming, given, compare)

    def insert_missing(self, table: str, con: duckdb.DuckDBPyConnection, relation: str) -> Change:
        """Add rows whose id is not known yet; known rows stay as they are and count as unchanged."""
        return self.upsert(table, con, relation, frozenset(), compare=False)

    def delete(self, table: str, con: duckdb.DuckDBPyConnection, ids_relation: str) -> int:
        """Delete the rows whose `id` the relation holds; returns how many were known. They stay as tombstones."""
        return self._delete(self._draft(table), con, f"SELECT id FROM {quoted(ids_relation)}")

    def delete_missing(self, table: str, source: str, con: duckdb.DuckDBPyConnection, relation: str) -> int:
        """Delete the rows of the source whose `source_id` the relation, a complete list, does not hold."""
        draft = self._draft(table)
        missing = (
            f"SELECT id FROM ({draft.rows()}) WHERE source = {literal(source)} AND source_id NOT IN "
            f"(SELECT source_id FROM {quoted(relation)} WHERE source = {literal(source)} AND source_id IS NOT NULL)"
        )
        return self._delete(draft, con, missing)

    def commit(self, summary: dict[str, Any] | None = None) -> State:
        """Make everything visible at once, as one new state.

        When nothing changed there is no new state: the present one is returned (its `import_id` is then another's).
        """
        if self._state is not None:
            raise UsageError(_("This import has been committed already."))
        self._state = self._publish(self, summary or {})
        return self._state

    def discard(self) -> None:
        """Delete every file that was written; only before a commit."""
        for draft in self.drafts.values():
            draft.discard()

    @property
    def is_committed(self) -> bool:
        """Whether `commit` was reached."""
        return self._state is not None

    def _draft(self, name: str) -> Draft:
        if name not in self._schema.stored:
            raise UsageError(
                _("There is no fact table {name}.").format(name=name), allowed=", ".join(self._schema.tables)
            )
        if name not in self.drafts:
            self.drafts[name] = Draft(self._schema.stored[name], self._base(name), self.import_id)
        return self.drafts[name]

    def _check_given(self, relation: str, incoming: Incoming, given: frozenset[str]) -> None:
        absent = sorted(given - set(incoming.columns))
        if absent:
            raise DataError(
                _("Columns said to be given are not in {relation}: {names}").format(
                    relation=relation, names=", ".join(absent)
                ),
                allowed=", ".join(incoming.columns),
            )

    def _merge(
        self,
        draft: Draft,
        con: duckdb.DuckDBPyConnection,
        incoming: Incoming,
        given: frozenset[str],
        compare: bool,
    ) -> Change:
        judged = verdicts(incoming, draft.rows(filename=True), given)
        with temporary(con, "TABLE", "verdicts", judged) as verdict:
            counts = dict(con.execute(f"SELECT verdict, count(*) FROM {verdict} GROUP BY 1").fetchall())
            change = _change(incoming.rows, counts)
            if not change.new and not change.changed:
                return change
            return self._merge_judged(draft, con, incoming, given, verdict, change, compare)

    def _merge_judged(
        self,
        draft: Draft,
        con: duckdb.DuckDBPyConnection,
        incoming: Incoming,
        given: frozenset[str],
        verdict: str,
        change: Change,
        compare: bool,
    ) -> Change:
        if draft.table.name == "deals" and compare and change.changed:
            told = self._moves(draft, incoming, given, verdict)
            with temporary(con, "TABLE", "told", told) as moved:
                self._apply(draft, con, incoming, given, verdict, change)
                self._tell(con, moved)
            return change
        self._apply(draft, con, incoming, given, verdict, change)
        if draft.table.name == "deal_changes" and "evidence" in incoming.columns:
            retold = changes.retold(incoming, f"SELECT id FROM {verdict} WHERE verdict <> 'stale'", draft.rows())
            return replace(change, deleted=self._delete(draft, con, retold))
        return change

    def _moves(self, draft: Draft, incoming: Incoming, given: frozenset[str], verdict: str) -> str:
        changed = f"SELECT id FROM {verdict} WHERE verdict = 'changed'"
        if draft.is_changed:  # a deal that this very import brought has no past to compare with
            changed += f" AND id IN (SELECT id FROM ({draft.rows_before()}))"
        return changes.moves(incoming, given, draft.rows(), changed, self._observed)

    def _tell(self, con: duckdb.DuckDBPyConnection, moved: str) -> None:
        known = self._draft("deal_changes").rows()
        with temporary(con, "TABLE", "untold", changes.untold(moved, known)) as untold:
            self.upsert("deal_changes", con, untold, changes.COLUMNS, compare=False)

    def _apply(
        self,
        draft: Draft,
        con: duckdb.DuckDBPyConnection,
        incoming: Incoming,
        given: frozenset[str],
        verdict: str,
        change: Change,
    ) -> None:
        new = f"SELECT id FROM {verdict} WHERE verdict = 'new'"
        changed = f"SELECT id FROM {verdict} WHERE verdict = 'changed'"
        rows = [new_rows(draft.table, incoming, self._observed, f"WHERE i.id IN ({new})")] if change.new else []
        if not change.changed:
            draft.append(con, rows[0])
            return
        rows.append(changed_rows(draft.table, incoming, given, draft.rows(), changed, self._observed))
        self._keep_earlier(draft, con, changed, "update")
        draft.replace(con, _touched(con, verdict), changed, " UNION ALL ".join(rows))

    def _delete(self, draft: Draft, con: duckdb.DuckDBPyConnection, ids: str) -> int:
        found = f"SELECT id, filename FROM ({draft.rows(filename=True)}) WHERE id IN ({ids})"
        with temporary(con, "TABLE", "deleted", f"SELECT *, 'changed' AS verdict FROM ({found})") as gone:
            deleted = int(con.execute(f"SELECT count(*) FROM {gone}").fetchall()[0][0])
            if deleted:
                self._keep_earlier(draft, con, f"SELECT id FROM {gone}", "delete")
                draft.replace(con, _touched(con, gone), f"SELECT id FROM {gone}")
        return deleted

    def _keep_earlier(self, draft: Draft, con: duckdb.DuckDBPyConnection, ids: str, ended_by: str) -> None:
        """Keep the versions that are about to go. A version of this very import was never seen, so it is not kept."""
        earlier = self._draft(earlier_name(draft.table.name))
        ended = f"{self._observed} AS superseded_at, {literal(ended_by)} AS superseded_by"
        columns = listed(column.name for column in draft.table.columns)
        rows = f"SELECT {columns}, {ended} FROM ({draft.rows()}) WHERE id IN ({ids}) AND observed_at < {self._observed}"
        earlier.append(con, rows)


def _change(rows: int, counts: dict[str, int]) -> Change:
    new, changed, stale = (counts.get(verdict, 0) for verdict in ("new", "changed", "stale"))
    return Change(new=new, changed=changed, stale=stale, unchanged=rows - new - changed - stale)


def _touched(con: duckdb.DuckDBPyConnection, verdict: str) -> list[str]:
    found = con.execute(f"SELECT DISTINCT filename FROM {verdict} WHERE verdict = 'changed'").fetchall()
    return [row[0] for row in found]
