"""An import from prepared files to committed facts, and its account."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from merilo.core.errors import UsageError
from merilo.core.sql import quoted
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.facts.snapshot import Snapshot
from merilo.facts.store import FactStore
from merilo.facts.writer import Change, Writer
from merilo.intake.account import Account, account
from merilo.intake.aliases import AliasSuggestion, with_aliases
from merilo.intake.compute import Computed, compute
from merilo.intake.prepare import MENDED, Prepared, Progress, prepare
from merilo.intake.rejects import write_rejects
from merilo.intake.remember import remember
from merilo.intake.report import ImportReport
from merilo.intake.translate import ENTITIES
from merilo.sources.journal.shape import SOURCE as JOURNAL

__all__ = ["ImportReport", "Prepared", "prepare", "run_import"]


def run_import(
    workspace: Workspace,
    prepared: Prepared,
    *,
    aliases_confirmed: Iterable[AliasSuggestion] = (),
    dry_run: bool = False,
    complete: bool = False,
    waiting: Callable[[], None] | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring the files' rows into the facts as one new state, and remember the mapping; the account is returned.

    `complete`: the files list all that the source has, so what is missing has been deleted there. `waiting` is called
    once when another import is writing; then this one waits. A `dry_run` computes the same account and writes nothing.
    Raises DataError when the data leaves something open that the mapping must decide; nothing has been written then.
    """
    started = time.monotonic()
    _check_source(prepared.mapping.source)
    store = None if dry_run else FactStore.create(workspace.facts)
    known = _known(workspace, store)
    mapping = with_aliases(prepared.mapping, aliases_confirmed)
    settings = workspace.settings
    computed = compute(
        prepared.con,
        prepared,
        mapping,
        known.selects,
        time_zone=settings.time_zone,
        currency=settings.currency,
        progress=progress,
    )
    found = account(prepared.con, prepared, computed, known.selects, workspace.settings)
    if store is None:
        report = _dry_run(prepared, computed, found, known)
    else:
        ways = _Ways(workspace, complete, waiting, progress)
        report = _commit(store, prepared, computed, found, ways)
    return replace(report, seconds=round(time.monotonic() - started, 3))


def _check_source(name: str) -> None:
    """The journal's facts come from its rows alone: a file of that name would change and delete them."""
    if name == JOURNAL:
        raise UsageError(
            _("The source {name} is Merilo's own journal.").format(name=name),
            where="source",
            way_out=_(
                "Name it otherwise with --source, or make records of the journal of it: `merilo journal import`."
            ),
        )


@dataclass(frozen=True)
class _Ways:
    """How the caller wants it."""

    workspace: Workspace
    complete: bool
    waiting: Callable[[], None] | None
    progress: Progress | None


@dataclass(frozen=True)
class _Stored:
    """The facts before this import; nothing when there is no store yet."""

    snapshot: Snapshot | None

    def select(self, table: str) -> str:
        return rows_of(TABLES[table], self.snapshot.files(table) if self.snapshot else ())

    @property
    def selects(self) -> dict[str, str]:
        return {table: self.select(table) for table in TABLES}


def _known(workspace: Workspace, store: FactStore | None) -> _Stored:
    if store is None and (workspace.facts / "states").is_dir():
        store = FactStore.open(workspace.facts)
    return _Stored(store.snapshot() if store else None)


def _commit(store: FactStore, prepared: Prepared, computed: Computed, found: Account, ways: _Ways) -> ImportReport:
    label = ", ".join(raw.name for raw in prepared.raws[:3])
    with store.writing(label=label, waiting=ways.waiting) as writer:
        changes = _write(writer, prepared, computed, ways)
        path = _keep_rejects(ways.workspace, writer.import_id, prepared, computed)
        report = found.report(writer.import_id, computed, changes, rejects_path=str(path or ""))
        state = writer.commit(summary=_summary(report))
    if prepared.origin != MENDED:
        remember(ways.workspace, computed.mapping, prepared.raws)
    return replace(report, state=state.number)


def _write(writer: Writer, prepared: Prepared, computed: Computed, ways: _Ways) -> dict[str, Change]:
    con, source = prepared.con, computed.mapping.source
    changes: dict[str, Change] = {}
    # Changes that the source tells come before the deals: what they account for is then never told by comparison.
    for number, (table, final) in enumerate(
        sorted(computed.finals.items(), key=lambda each: each[0] != "deal_changes")
    ):
        if ways.progress:
            ways.progress(_("writing {table}").format(table=table), number, len(computed.finals))
        change = writer.upsert(table, con, final.relation, final.given, unique=final.unique)
        deleted = writer.delete(table, con, final.deleted) if final.deleted else 0
        listed = _complete_list(prepared, computed, table, everything=ways.complete)
        if listed:
            deleted += writer.delete_missing(table, source, con, listed)
        changes[table] = replace(change, deleted=change.deleted + deleted)
    for table, relation in computed.stubs.items():
        changes[f"stubs of {table}"] = writer.insert_missing(table, con, relation)
    return changes


def _complete_list(prepared: Prepared, computed: Computed, table: str, *, everything: bool) -> str:
    """A relation of all ids that the source has, when its files list them all; else empty.

    Rows that were rejected are there, only unreadable. A file with records that could not even be split may list
    anything, so then nothing is taken as deleted.
    """
    parts = computed.finals[table].parts
    named_only = table in ENTITIES and all(
        _is_shared(computed, part.typed[0].plan.bound.raw.relation) for part in parts
    )
    wanted = any(part.entry.complete for part in parts) or (everything and not named_only)
    if not wanted or table == "deal_changes" or any(raw.rejects for raw in prepared.raws):
        return ""
    con, source = prepared.con, computed.mapping.source
    withheld = [typed.withheld for part in parts for typed in part.typed if typed.withheld]
    ids = " UNION ".join(
        f"SELECT source_id FROM {relation}" for relation in [computed.finals[table].relation, *withheld]
    )
    relation = f"_complete_{table}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT '{source}' AS source, source_id FROM ({ids})")
    return relation


def _is_shared(computed: Computed, relation: str) -> bool:
    return sum(bound.raw.relation == relation for bound in computed.bound) > 1


def _keep_rejects(workspace: Workspace, import_id: str, prepared: Prepared, computed: Computed) -> Path | None:
    if not computed.rejected:
        return None
    path = workspace.rejects / f"{import_id}.csv"
    write_rejects(prepared.con, computed.rejected, computed.mapping, path)
    return path


def _summary(report: ImportReport) -> dict[str, object]:
    """What the state's own log says of the import."""
    full = report.to_json()
    return {key: full[key] for key in ("mapping", "source", "tables", "rejected", "rejects_path")}


def _dry_run(prepared: Prepared, computed: Computed, found: Account, known: _Stored) -> ImportReport:
    changes = {
        table: _would_change(prepared, table, final.relation, final.given, known)
        for table, final in computed.finals.items()
    }
    for table, relation in computed.stubs.items():
        changes[f"stubs of {table}"] = _would_change(prepared, table, relation, frozenset(), known)
    report = found.report("", computed, changes, rejects_path="")
    return replace(report, state=None, dry_run=True)


def _would_change(prepared: Prepared, table: str, relation: str, given: frozenset[str], known: _Stored) -> Change:
    """What the writer would do, by its own rules: equal in all given columns is unchanged, older is stale."""
    differs = " OR ".join(f"i.{quoted(name)} IS DISTINCT FROM k.{quoted(name)}" for name in sorted(given)) or "false"
    stale = f"k.id IS NOT NULL AND ({differs}) AND " + (
        "coalesce(i.modified_at < k.modified_at, false)" if "modified_at" in given else "false"
    )
    tests = ("true", "k.id IS NULL", f"k.id IS NOT NULL AND ({differs})", stale)
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for test in tests)
    rows, new, changed, late = prepared.con.execute(
        f"SELECT {counts} FROM {relation} i LEFT JOIN ({known.select(table)}) k "
        f"ON k.id = i.source || ':' || i.source_id"
    ).fetchall()[0]
    return Change(new, changed - late, rows - new - changed, late)
