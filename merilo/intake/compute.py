"""From prepared files to rows for every fact table: all of it in the import's own database, nothing written yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from duckdb import DuckDBPyConnection

from merilo.facts.schema import TABLES
from merilo.intake.apply import Typed, run_plan, withhold
from merilo.intake.assemble import Final, Lacking, Part, merge, put_together, without_lacking
from merilo.intake.cells import RawCells
from merilo.intake.columns import Bound, bind
from merilo.intake.deals import Completed, complete
from merilo.intake.histories import deal_changes
from merilo.intake.mapping import Entry
from merilo.intake.mapping import Mapping as IntakeMapping
from merilo.intake.prepare import Prepared
from merilo.intake.references import STUBBED, stubs
from merilo.intake.rejects import Rejected, collect
from merilo.intake.translate import Ground, plan
from merilo.sources.raw import RawTable

Known = Mapping[str, str]
"""A fact table's name to a SELECT of the rows that the store has."""


@dataclass(frozen=True)
class Computed:
    """All that an import has found out, ready to be judged and written.

    `finals` per fact table; `stubs` per table a relation of rows that are only named; `derived` counts rows that follow
    from others; `incomplete` rows of merged entries lack what every row needs; `idle` entries had no file.
    """

    mapping: IntakeMapping
    finals: dict[str, Final]
    stubs: dict[str, str]
    parts: tuple[Part, ...]
    rejected: tuple[Rejected, ...]
    cells: tuple[RawCells, ...]
    bound: tuple[Bound, ...]
    idle: tuple[Entry, ...]
    deals: Completed | None = None
    derived: dict[str, int] = field(default_factory=dict)
    incomplete: dict[str, Lacking] = field(default_factory=dict)


def compute(
    con: DuckDBPyConnection,
    prepared: Prepared,
    mapping: IntakeMapping,
    known: Known,
    *,
    time_zone: str,
    currency: str,
    progress: Callable[[str, int, int], None] | None = None,
) -> Computed:
    """Apply the mapping to the files. Raises DataError for what the mapping leaves open or wants and cannot have."""
    # Casts of instants to days are made in the session's zone.
    con.execute("SET TimeZone = $1", [mapping.time_zone or time_zone])
    bound, idle = bind(mapping, prepared.raws)
    cells = _Cells(prepared, mapping.time_zone or time_zone, mapping.currency or currency)
    ground = Ground(mapping, prepared.raws, currency, cells)
    typed, rejected = _typed(con, prepared, bound, ground, progress)
    parts = [
        put_together(con, number, [each for each in typed if each.plan.bound.entry is entry])
        for number, entry in enumerate(_entries(bound))
    ]
    finals = {
        table: merge(con, mapping.source, [part for part in parts if part.entry.to == table])
        for table in TABLES
        if any(part.entry.to == table for part in parts)
    }
    return _completed(con, Computed(mapping, finals, {}, tuple(parts), tuple(rejected), tuple(cells.made.values()),
                                    tuple(bound), tuple(idle)), known)  # fmt: skip


class _Cells:
    """The cells of each raw table, made once."""

    def __init__(self, prepared: Prepared, time_zone: str, currency: str) -> None:
        self._prepared, self._time_zone, self._currency = prepared, time_zone, currency
        self.made: dict[str, RawCells] = {}

    def __call__(self, raw: RawTable) -> RawCells:
        if raw.relation not in self.made:
            profiles = self._prepared.profiles[raw.relation]
            self.made[raw.relation] = RawCells(self._prepared.con, raw, profiles, self._time_zone, self._currency)
        return self.made[raw.relation]


def _entries(bound: Sequence[Bound]) -> list[Entry]:
    """The entries in their order, each once, although one may read several files."""
    found: list[Entry] = []
    for each in bound:
        if not any(each.entry is entry for entry in found):
            found.append(each.entry)
    return found


def _typed(
    con: DuckDBPyConnection,
    prepared: Prepared,
    bound: Sequence[Bound],
    ground: Ground,
    progress: Callable[[str, int, int], None] | None,
) -> tuple[list[Typed], list[Rejected]]:
    """Every entry's typed rows, without those that any entry of the same file rejects."""
    # All plans come before the first run: what a mapping leaves open is said before time is spent.
    shared = {each.raw.relation for each in bound if sum(b.raw is each.raw for b in bound) > 1}
    plans = [plan(each, ground, shared=each.raw.relation in shared) for each in bound]
    done: list[Typed] = []
    for number, each in enumerate(plans):
        if progress:
            progress(f"{each.bound.raw.name} → {each.table}", number, len(plans))
        done.append(run_plan(con, each, f"_typed_{number}"))
    kept: list[Typed] = []
    rejected: list[Rejected] = []
    for raw in prepared.raws:
        own = [each for each in done if each.plan.bound.raw is raw]
        lines = prepared.lines.get(raw.relation, raw)
        reasons = collect(con, raw, lines, own)
        kept += withhold(con, own, reasons.relation) if reasons.rows else own
        rejected += [reasons] if reasons.total else []
    return kept, rejected


def _completed(con: DuckDBPyConnection, computed: Computed, known: Known) -> Computed:
    """What follows from the rows: statuses, closing days, changes of deals, people who are only named."""
    finals, source = dict(computed.finals), computed.mapping.source
    deals = None
    if "deals" in finals:
        deals = complete(con, finals["deals"], _stage_kinds(con, finals.get("stages"), known["stages"]))
        finals["deals"] = deals.final
    incomplete: dict[str, Lacking] = {}
    for table, final in list(finals.items()):
        finals[table], found = without_lacking(con, final)
        incomplete |= {table: found} if found.rows else {}
    history = finals.get("deal_changes")
    changes = deal_changes(con, source, finals.get("deals"), history, known)
    derived = {}
    if changes is not None:
        finals["deal_changes"] = changes
        derived["deal_changes"] = changes.rows - (history.rows if history else 0)
    for table in STUBBED:
        if table in finals:
            finals[table] = _named(con, finals[table], known[table])
    named = {table: stubs(con, source, finals, table) for table in STUBBED}
    stubbed = {table: relation for table, relation in named.items() if relation}
    return replace(computed, finals=finals, deals=deals, derived=derived, stubs=stubbed, incomplete=incomplete)


def _named(con: DuckDBPyConnection, final: Final, known: str) -> Final:
    """People and companies of which only the id is known go by it, until a source names them.

    Where no file of this import has names, the name is not `given`, so the one that the store knows stays.
    """
    relation, cells = f"_named_{final.table}", "*, source_id AS name"
    if "name" in final.columns:
        stored = f"(SELECT any_value(k.name) FROM ({known}) k WHERE k.id = f.source || ':' || f.source_id)"
        cells = f"* REPLACE (coalesce(name, {stored}, source_id) AS name)"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {cells} FROM {final.relation} f")
    return replace(final, relation=relation)


def _stage_kinds(con: DuckDBPyConnection, stages: Final | None, known: str) -> dict[str, str]:
    """Which stages are open, won or lost: by this import, else by the store."""
    relations = [f"({known})", *([stages.relation] if stages and "kind" in stages.columns else [])]
    kinds: dict[str, str] = {}
    for relation in relations:
        kinds |= dict(con.execute(f"SELECT name, kind FROM {relation} WHERE kind IS NOT NULL").fetchall())
    return kinds
