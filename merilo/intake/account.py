"""The account of an import: rows counted, mendings and assumptions listed, the data's owner told what to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from merilo.core.settings import Settings
from merilo.core.text import _
from merilo.facts.schema import TABLES, Kind
from merilo.facts.writer import Change
from merilo.intake.cells import repairs
from merilo.intake.compute import Computed, Known
from merilo.intake.findings import findings
from merilo.intake.prepare import PROPOSED, Prepared
from merilo.intake.rejects import examples
from merilo.intake.report import Assumption, ImportReport, RejectExample, Repair, TableReport
from merilo.intake.translate import Plan, Value
from merilo.sources.raw import Finding

_DECIDED_BY_DATA = ("counted", "neighbour", "spread", "convention")


@dataclass(frozen=True)
class Account:
    """All that can be said before anything is written."""

    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    assumptions: tuple[Assumption, ...]
    rejected: int
    examples: tuple[RejectExample, ...]

    def report(
        self, import_id: str, computed: Computed, changes: Mapping[str, Change], rejects_path: str
    ) -> ImportReport:
        """The report, with what became of the rows."""
        tables = [_table(table, computed, changes) for table in TABLES]
        return ImportReport(
            import_id=import_id,
            state=None,
            mapping=computed.mapping.name,
            source=computed.mapping.source,
            tables=tuple(table for table in tables if table != TableReport(table.table)),
            rejected=self.rejected,
            reject_examples=self.examples,
            rejects_path=rejects_path,
            findings=self.findings,
            repairs=self.repairs,
            assumptions=self.assumptions,
            seconds=0.0,
        )


def account(
    con: DuckDBPyConnection, prepared: Prepared, computed: Computed, known: Known, settings: Settings
) -> Account:
    """Judge what was computed."""
    return Account(
        findings=tuple(findings(con, prepared, computed, known)),
        repairs=tuple(_repairs(con, computed)),
        assumptions=tuple(_assumptions(prepared, computed, settings)),
        rejected=sum(each.total for each in computed.rejected),
        examples=examples(con, computed.rejected),
    )


def _table(table: str, computed: Computed, changes: Mapping[str, Change]) -> TableReport:
    final = computed.finals.get(table)
    stubs = changes.get(f"stubs of {table}", Change()).new
    told = changes.get("deals", Change()).told if table == "deal_changes" else 0
    if final is None:
        return TableReport(table, derived=told, stubs=stubs, new=stubs + told)
    change = changes[table]
    typed = [each for part in final.parts for each in part.typed]
    incomplete = computed.incomplete.get(table)
    return TableReport(
        table,
        read=sum(each.read for each in typed),
        left_out=sum(each.left_out for each in typed),
        rejected=sum(each.rejected for each in typed) + (incomplete.rows if incomplete else 0),
        repeated=sum(part.repeats.rows for part in final.parts),
        merged=final.merged,
        derived=computed.derived.get(table, 0) + told,
        stubs=stubs,
        new=change.new + stubs + told,
        changed=change.changed,
        unchanged=change.unchanged,
        stale=change.stale,
        deleted=change.deleted,
    )


def _repairs(con: DuckDBPyConnection, computed: Computed) -> list[Repair]:
    mended = {each.plan.bound.raw.relation for part in computed.parts for each in part.typed if each.mended}
    found = [r for cells in computed.cells if cells.raw.relation in mended for r in repairs(con, cells)]
    for part in computed.parts:
        for typed in part.typed:
            aliased = [value for value in typed.plan.values if value.unaliased]
            found += [repair for value in aliased if (repair := _aliased(con, typed.plan, value))]
    if computed.deals is not None and computed.deals.moved:
        message = _("open deals had a closing day; it is taken as the day they are expected to close")
        found.append(Repair("closing_day_expected", message, "deals.closed_at", computed.deals.moved))
    return found


def _aliased(con: DuckDBPyConnection, plan: Plan, value: Value) -> Repair | None:
    rows = con.execute(
        f"SELECT {value.unaliased} AS was, {value.text} AS now, count(*) FROM {plan.source} "
        f"{' '.join(plan.joins)} WHERE {plan.where} AND {value.unaliased} <> {value.text} GROUP BY 1, 2 ORDER BY 3 DESC"
    ).fetchall()
    if not rows:
        return None
    examples = tuple(f"{was} → {now} ({count})" for was, now, count in rows[:5])
    message = _("spellings were replaced by aliases of the mapping")
    return Repair("alias", message, f"{plan.table}.{value.name}", sum(row[2] for row in rows), examples)


def _assumptions(prepared: Prepared, computed: Computed, settings: Settings) -> list[Assumption]:
    found = [*_currency(prepared, computed, settings), *_time_zone(computed, settings), *_date_orders(computed)]
    if computed.rejected:
        message = _("a row with a value that cannot be read is rejected whole, never taken by half")
        found.append(Assumption("reject_whole_rows", message, "", "policy"))
    if computed.deals is not None and computed.deals.taken_as_open:
        message = _("deals in stages whose kind nothing says are taken as open")
        found.append(Assumption("stage_kind", message, ", ".join(computed.deals.taken_as_open), "policy"))
    return found


def _currency(prepared: Prepared, computed: Computed, settings: Settings) -> list[Assumption]:
    filled = [v for part in computed.parts for t in part.typed for v in t.plan.values if v.name == "currency"]
    without = [value for value in filled if not value.raw_columns]
    if not without:
        return []
    currency = computed.mapping.currency or settings.currency
    asked = any(question.kind == "currency_unknown" for question in prepared.questions)
    decided_by = "workspace" if asked or not computed.mapping.currency else "mapping"
    if prepared.origin == PROPOSED and decided_by == "mapping":
        decided_by = "data"
    return [Assumption("currency", _("money without a currency is taken to be in this one"), currency, decided_by)]


def _time_zone(computed: Computed, settings: Settings) -> list[Assumption]:
    columns = [f"{cells.raw.name}.{column}" for cells in computed.cells for column in cells.local_clocks()]
    if not columns:
        return []
    zone = computed.mapping.time_zone or settings.time_zone
    message = _("times without an offset are taken to be of this zone: {columns}").format(columns=", ".join(columns))
    return [Assumption("time_zone", message, zone, "mapping" if computed.mapping.time_zone else "workspace")]


def _date_orders(computed: Computed) -> list[Assumption]:
    """Which part of a date is the day, where the form alone does not say."""
    found = {}
    for cells in computed.cells:
        for column, kind, __ in cells.uses:
            dates = cells.profiles[column].dates
            if kind not in (Kind.DAY, Kind.TIME) or dates is None or dates.basis not in _DECIDED_BY_DATA:
                continue
            message = _("dates of {column}: {why}").format(column=f"{cells.raw.name}.{column}", why=dates.why)
            found[message] = Assumption("date_order", message, " | ".join(dates.formats), "data")
    return list(found.values())
