"""The files themselves: what was not read, what occurs twice, what names somebody whom nobody lists."""

from __future__ import annotations

from collections.abc import Iterable

from merilo.core.sql import quoted
from merilo.core.text import N_, _
from merilo.intake.findings.ground import EXAMPLES, Check, Ground, some
from merilo.intake.references import dangling
from merilo.intake.remember import unread
from merilo.sources.raw import Finding

_KEPT = {"last": N_("last"), "first": N_("first")}


def _of_the_reader(ground: Ground) -> Iterable[Finding]:
    return [finding for raw in ground.prepared.raws for finding in raw.findings]


def _unread_files(ground: Ground) -> Iterable[Finding]:
    names = tuple(raw.name for raw in unread(ground.computed.mapping, ground.prepared.raws))
    return some("file_not_used", _("files are not used by the mapping"), (len(names), names), "")


def _idle_entries(ground: Ground) -> Iterable[Finding]:
    names = tuple(f"{entry.file} → {entry.to}" for entry in ground.computed.idle)
    return some("entry_without_file", _("entries of the mapping found no file"), (len(names), names), "")


def _equal_lines(ground: Ground) -> Iterable[Finding]:
    for part in ground.computed.parts:
        message = _("lines equal an earlier line of their file; each is kept as a row of its own")
        yield from some("equal_lines", message, (part.repeats.equal_lines, ()), part.entry.to)


def _same_id(ground: Ground) -> Iterable[Finding]:
    """Rows with one id that say different things: one of them was kept."""
    for part in ground.computed.parts:
        repeats = part.repeats
        columns = ", ".join(f"{name} ({n})" for name, n in repeats.columns if not name.startswith("_"))
        message = _("ids have several rows that differ in {columns}; the {kept} row was kept").format(
            columns=columns or _("nothing that is used"), kept=_(_KEPT[part.entry.keep])
        )
        yield from some("same_id_differs", message, (repeats.differing, repeats.examples), part.entry.to)


def _incomplete(ground: Ground) -> Iterable[Finding]:
    for table, lacking in ground.computed.incomplete.items():
        message = _("rows are only partly known, because their main row is missing or was rejected; they are left out")
        yield from some("incomplete_rows", message, (lacking.rows, lacking.examples), table)


def _empty_columns(ground: Ground) -> Iterable[Finding]:
    names = [
        f"{part.entry.to}.{value.name} ({', '.join(value.raw_columns)})"
        for part in ground.computed.parts
        for value in part.typed[0].plan.values
        if value.raw_columns
        and not value.name.startswith("_")
        and _is_empty(ground, part.typed[0].plan.bound.raw.relation, value.raw_columns)
    ]
    return some("column_all_empty", _("columns are mapped and empty in every row"), (len(names), tuple(names)), "")


def _is_empty(ground: Ground, relation: str, columns: tuple[str, ...]) -> bool:
    profiles = ground.prepared.profiles[relation]
    return all(profiles[column].filled == 0 for column in columns)


def _only_named(ground: Ground) -> Iterable[Finding]:
    for table, relation in ground.computed.stubs.items():
        where = f"source || ':' || source_id NOT IN (SELECT id FROM ({ground.known[table]}))"
        counted = ground.counted(relation, where)
        message = _("{table} are named and not listed; each got a row with its name").format(table=table)
        yield from some("only_named", message, counted, table)


def _dangling(ground: Ground) -> Iterable[Finding]:
    for each in dangling(ground.con, ground.computed.finals, ground.known):
        message = _("rows of {column} refer to {values} {table} that nobody has (yet)").format(
            column=each.column, values=each.values, table=each.table
        )
        yield from some("dangling_reference", message, (each.rows, each.examples), each.column)


def _lookups(ground: Ground) -> Iterable[Finding]:
    """Values that were looked up in another file and not found there."""
    for part in ground.computed.parts:
        for typed in part.typed:
            for name, field in part.entry.fields.items():
                # A lead's deal is looked up to see whether there is one: not finding it is the answer.
                if field.lookup is None or name in ("source_id", "deal"):
                    continue
                columns = [typed.plan.bound.column(column) for column in field.columns]
                filled = " AND ".join(f"r.{quoted(column)} IS NOT NULL" for column in columns)
                relation = (
                    f"(SELECT concat_ws('-', {', '.join(f'r.{quoted(column)}' for column in columns)}) AS v "
                    f"FROM {typed.relation} t JOIN {typed.plan.bound.raw.relation} r ON r._row = t._row "
                    f"WHERE t.{quoted(name)} IS NULL AND {filled})"
                )
                number = ground.counted(relation, "true", "v")[0]
                rows = ground.rows(f"SELECT DISTINCT v FROM {relation} ORDER BY 1 LIMIT {EXAMPLES}") if number else []
                message = _("values are not found in {file}").format(file=field.lookup.file)
                yield from some(
                    "lookup_missing", message, (number, [row[0] for row in rows]), f"{part.entry.to}.{name}"
                )


CHECKS = (
    Check("reader", N_("What did the reader see?"), _of_the_reader),
    Check("file_not_used", N_("Which files are not used?"), _unread_files),
    Check("entry_without_file", N_("Which entries found no file?"), _idle_entries),
    Check("equal_lines", N_("Which lines occur twice in a file?"), _equal_lines),
    Check("same_id_differs", N_("Which ids have rows that differ?"), _same_id),
    Check("incomplete_rows", N_("Which rows are only partly known?"), _incomplete),
    Check("column_all_empty", N_("Which mapped columns are empty?"), _empty_columns),
    Check("only_named", N_("Who is named and not listed?"), _only_named),
    Check("dangling_reference", N_("Which references lead nowhere?"), _dangling),
    Check("lookup_missing", N_("What was looked up and not found?"), _lookups),
)
