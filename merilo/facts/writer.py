"""The writer of one import: upserts and deletions over many tables that become visible together, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import duckdb

from merilo.core.errors import DataError, UsageError
from merilo.core.sql import literal, quoted
from merilo.core.text import _
from merilo.facts import changes
from merilo.facts.draft import Draft
from merilo.facts.incoming import Incoming, taken_in, temporary
from merilo.facts.judged import Judged, complete_rows, judged
from merilo.facts.parquet import instant, listed
from merilo.facts.schema import Schema, earlier_name
from merilo.facts.states import State
from merilo.facts.turn import Turn


@dataclass(frozen=True)
class Change:
    """What became of the rows of one call. `told` are rows of deal_changes that comparison added besides."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    stale: int = 0
    deleted: int = 0
    told: int = 0


class Writer:
    """One import. All rows it writes carry `observed_at`; nothing is visible before `commit`.

    `con` is always the caller's own DuckDB connection and `relation` a table or view in it, with the columns `source`,
    `source_id` and any of the table's fact columns, typed as declared. A relation is read several times: make it a
    table. Columns whose name begins with `_` are left aside.
    """

    def __init__(self, schema: Schema, turn: Turn) -> None:
        self.import_id, self.observed_at = turn.import_id, turn.observed_at
        self.drafts: dict[str, Draft] = {}
        self._schema, self._turn = schema, turn
        self._sources: set[str] = set()
        self._observed = instant(turn.observed_at.isoformat())
        self._committed = False

    def upsert(
        self,
        table: str,
        con: duckdb.DuckDBPyConnection,
        relation: str,
        given: frozenset[str],
        compare: bool = True,
        *,
        unique: bool = False,
    ) -> Change:
        """Bring the rows in by id: new ones are added, known ones updated in the `given` columns (with NULL, too).

        Columns of the relation that are not given are used for new rows only. A row that is equal in all given columns
        is unchanged and writes nothing; one whose `modified_at` is older than the known is stale and kept out. With
        `compare`, a changed deal leaves `deal_changes` rows. `unique`: the caller has made sure that no id occurs
        twice, so this is not counted again. Raises DataError for rows that share an id, lack a required column or are
        wrongly typed.
        """
        draft = self._draft(table)
        with taken_in(con, draft.table, relation, unique=unique) as incoming:
            self._check_given(relation, incoming, given)
            self._sources.update(incoming.sources)
            if not incoming.rows:
                return Change()
            if draft.is_empty:
                draft.append(con, complete_rows(draft.table, incoming, self._observed))
                return Change(new=incoming.rows)
            known = draft.rows(filename=True)
            with judged(con, draft.table, incoming, given, known=known, observed=self._observed) as rows:
                return self._merge(draft, con, rows, compare)

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
        if self._committed:
            raise UsageError(_("This import has been committed already."))
        self._committed = True
        return self._turn.publish(self.drafts, summary or {}, self._sources)

    def _draft(self, name: str) -> Draft:
        if name not in self._schema.stored:
            raise UsageError(
                _("There is no fact table {name}.").format(name=name), allowed=", ".join(self._schema.tables)
            )
        if name not in self.drafts:
            self.drafts[name] = Draft(self._schema.stored[name], self._turn.table(name), self.import_id)
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

    def _merge(self, draft: Draft, con: duckdb.DuckDBPyConnection, rows: Judged, compare: bool) -> Change:
        change = _change(rows)
        if not change.new and not change.changed:
            return change
        if draft.table.name == "deals" and compare and change.changed and rows.given & set(changes.FIELDS):
            with temporary(con, "TABLE", "told", changes.moves(rows, self._with_past(draft, rows))) as told:
                self._apply(draft, con, rows)
                return replace(change, told=self._tell(con, told))
        self._apply(draft, con, rows)
        if draft.table.name == "deal_changes" and "evidence" in rows.incoming.columns:
            arrived = f"{rows.new_ids} UNION ALL {rows.changed_ids}"
            retold = changes.retold(rows.incoming, arrived, draft.rows())
            return replace(change, deleted=self._delete(draft, con, retold))
        return change

    def _apply(self, draft: Draft, con: duckdb.DuckDBPyConnection, rows: Judged) -> None:
        if "changed" not in rows.counts:
            draft.append(con, rows.new_rows)
            return
        parts = [rows.new_rows] if "new" in rows.counts else []
        self._keep_earlier(draft, con, rows.changed_ids, "update")
        draft.replace(
            con, _touched(con, rows.verdicts), rows.changed_ids, " UNION ALL ".join([*parts, rows.changed_rows])
        )

    def _with_past(self, draft: Draft, rows: Judged) -> str:
        """A SELECT of the changed ids that have a past to compare with: not those that this very import brought."""
        if not draft.is_changed:
            return rows.changed_ids
        return f"{rows.changed_ids} AND id IN (SELECT id FROM ({draft.rows_before()}))"

    def _tell(self, con: duckdb.DuckDBPyConnection, told: str) -> int:
        known = self._draft("deal_changes").rows()
        with temporary(con, "TABLE", "untold", changes.untold(told, known)) as untold:
            return self.upsert("deal_changes", con, untold, changes.COLUMNS, compare=False).new

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


def _change(rows: Judged) -> Change:
    new, changed, stale = (rows.counts.get(verdict, 0) for verdict in ("new", "changed", "stale"))
    return Change(new, changed, rows.incoming.rows - new - changed - stale, stale)


def _touched(con: duckdb.DuckDBPyConnection, verdict: str) -> list[str]:
    found = con.execute(f"SELECT DISTINCT filename FROM {verdict} WHERE verdict = 'changed'").fetchall()
    return [row[0] for row in found]
