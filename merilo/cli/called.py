"""Calls for people: what stands, every call, and how right each person's were."""

from __future__ import annotations

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.insight.intervals import Interval
from merilo.people.calls.book import LABELS, Category
from merilo.reports.forecast.listed import Listed
from merilo.reports.forecast.record import Line, Records
from merilo.reports.forecast.words import KINDS, gained, leaned


def print_calls(found: Listed, *, history: bool) -> None:
    """Print what stands, or with `history` every call."""
    title = _("Calls on {day}, in {currency}").format(day=found.day, currency=found.currency)
    if not found.lines:
        console().print(_("No calls are known: `merilo call add` gives one."), markup=False)
    elif history:
        rows = [row | {"category": _(LABELS[Category(row["category"])]), "override": "✓" if row["override"] else ""}
                for row in found.history()]  # fmt: skip
        print_table(title, _history_columns(), rows)
    else:
        print_table(title, _columns(), found.records())


def _columns() -> list[Column]:
    return [
        Column("who", _("Who")), Column("team", _("Team")), Column("period", _("Period")),
        Column("commit", _("Commit"), "money"), Column("best_case", _("Best case"), "money"),
        Column("since", _("Given on")),
        Column("override_commit", _("Manager: commit"), "money"),
        Column("override_best_case", _("Manager: best case"), "money"), Column("override_since", _("Given on")),
        Column("override_by", _("Manager")),
    ]  # fmt: skip


def _history_columns() -> list[Column]:
    return [
        Column("submitted_at", _("Given")), Column("who", _("Who")), Column("period", _("Period")),
        Column("category", _("Kind")), Column("amount", _("Amount"), "money"), Column("currency", _("Currency")),
        Column("given_by", _("Given by")), Column("override", _("Manager's own figure")),
    ]  # fmt: skip


def print_records(found: Records) -> None:
    """Print the records, then whether managers' figures are nearer than their sellers' own."""
    out = console()
    if not found.lines:
        out.print(_("No call about a period that is over is known yet."), markup=False)
        return
    print_table(_("Records up to {day}").format(day=found.day), _record_columns(), [_row(line) for line in found.lines])
    for each in found.beside:
        out.print(f"• {gained(each)}", markup=False)
    if found.no_rate:
        out.print("• " + _("{n} calls have no exchange rate; not judged.").format(n=found.no_rate), markup=False)
    said = _(
        "In brackets: from … to, as far as chance explains. Error: called and won apart, as a share of what was won."
    )
    out.print(f"\n{said}", markup=False)


def _record_columns() -> list[Column]:
    return [
        Column("name", _("Who")), Column("kind", _("Of whom")), Column("n", _("Periods"), "count"),
        Column("bias", _("Bias"), "shown"), Column("error", _("Error"), "shown"), Column("leaning", _("So")),
    ]  # fmt: skip


def _row(line: Line) -> dict[str, object]:
    found = line.found
    return {
        "name": line.name, "kind": _(KINDS[line.kind]), "n": found.n,
        "bias": _with_interval(found.bias, found.bias_interval),
        "error": _with_interval(found.error, found.error_interval), "leaning": leaned(found.leaning),
    }  # fmt: skip


def _with_interval(value: float | None, interval: Interval | None) -> str:
    shown = number(value, "share")
    return f"{shown} ({number(interval.low, 'share')} … {number(interval.high, 'share')})" if interval else shown
