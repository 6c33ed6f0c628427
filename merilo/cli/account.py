"""The account of an import, as a person reads it: what came in, what did not and why, what to know about the data."""

from __future__ import annotations

from dataclasses import asdict

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number
from merilo.core.text import N_, _
from merilo.intake.report import Assumption, ImportReport

_COUNTS = ("read", "new", "changed", "unchanged", "rejected", "left_out", "repeated", "stale", "deleted", "stubs")
_DECIDED_BY = {
    "mapping": N_("by the mapping"),
    "data": N_("by the data"),
    "workspace": N_("by the workspace's settings"),
    "policy": N_("always so"),
}


def print_report(report: ImportReport) -> None:
    """Print the account; a column that is zero for every table is left out, but never that of rejected rows."""
    out = console()
    out.print()
    _print_tables(report)
    for title, lines in (
        (_("Assumed"), [_assumed(each) for each in report.assumptions]),
        (_("Repaired"), [_counted(each.message, each.count, each.examples) for each in report.repairs]),
        (_("Worth knowing about these data"), [_counted(e.message, e.count, e.examples) for e in report.findings]),
    ):
        if lines:
            out.print(f"\n[bold]{title}[/bold]")
        for line in lines:
            out.print(f"• {line}", markup=False)
    if report.rejected:
        _print_rejects(report)
    out.print()
    out.print(_summary(report), markup=False)


def _print_tables(report: ImportReport) -> None:
    headings = {
        "read": _("Read"),
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "rejected": _("Rejected"),
        "left_out": _("Left out by the mapping"),
        "repeated": _("Same id again"),
        "stale": _("Older than known"),
        "deleted": _("Deleted"),
        "stubs": _("Only named"),
    }
    rows = [asdict(table) for table in report.tables]
    shown = [name for name in _COUNTS if name in ("read", "rejected") or any(row[name] for row in rows)]
    print_table("", [Column("table", _("Facts")), *(Column(name, headings[name], "count") for name in shown)], rows)


def _assumed(each: Assumption) -> str:
    message = f"{each.message} — {each.value}" if each.value else each.message
    return f"{message} ({_(_DECIDED_BY[each.decided_by])})"


def _counted(message: str, count: int, examples: tuple[str, ...]) -> str:
    counted = f"{message}: {number(count, 'count')}" if count else message
    return f"{counted} ({', '.join(examples[:3])})" if examples else counted


def _print_rejects(report: ImportReport) -> None:
    out = console()
    out.print(f"\n[bold]{_('Rejected rows')}[/bold]")
    rows = [asdict(example) for example in report.reject_examples]
    print_table(
        "",
        [
            Column("file", _("File")),
            Column("line", _("Line")),
            Column("column", _("Column")),
            Column("value", _("Value")),
            Column("reason", _("Why")),
        ],
        rows,
    )
    more = report.rejected - len(rows)
    if more > 0:
        out.print(_("… and {n} more.").format(n=number(more, "count")))
    if report.rejects_path:
        out.print(
            _("All {n} are in {path}. Mend them there, then: merilo import {path}").format(
                n=number(report.rejected, "count"), path=report.rejects_path
            ),
            markup=False,
        )


def _summary(report: ImportReport) -> str:
    if report.dry_run:
        return _("A dry run: nothing was written ({seconds} s).").format(seconds=number(report.seconds, "days"))
    changed = sum(table.new + table.changed + table.deleted for table in report.tables)
    if not changed:
        return _("Nothing new: the facts stay as they were (state {state}).").format(state=report.state)
    return _("Done in {seconds} s: state {state}, source {source}.").format(
        seconds=number(report.seconds, "days"), state=report.state, source=report.source
    )
