"""Suggested expectations on paper."""

from __future__ import annotations

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.insight.intervals import Interval
from merilo.kpis.registry import kpi_named
from merilo.reports.suggest import Suggestion, Suggestions


def print_suggestions(found: Suggestions) -> None:
    """Print the suggestions: from history, and from what the target asks, beside each other."""
    out = console()
    out.print(f"\n[bold]{_('Suggested expectations on {day}').format(day=found.day)}[/bold]")
    columns = [
        Column("who", _("Who")), Column("team", _("Team")), Column("label", _("What")),
        Column("own", _("From history"), "shown"), Column("needed", _("For the target"), "shown"),
        Column("share", _("Share of the full level"), "share"), Column("n", "n", "count"),
    ]  # fmt: skip
    print_table("", columns, [_row(line) for line in found.lines])
    said = _("From history: half of all months (shares: quarters) will lie in it. For the target: from the 10 % to the "
             "90 % point; touches and first meetings per working week; ~ marks too few to say.")  # fmt: skip
    out.print(f"\n[dim]{said}[/dim]")
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _row(line: Suggestion) -> dict[str, object]:
    unit = kpi_named(line.kpi).unit.value
    mark = "~" if line.too_few else ""
    return {
        "who": line.who,
        "team": line.team,
        "label": _(kpi_named(line.kpi).label),
        "own": f"{mark}{_range(line.own, unit)}",
        "needed": _range(line.needed, unit),
        "share": line.share if line.share < 1 else None,
        "n": line.n,
    }


def _range(interval: Interval | None, unit: str) -> str:
    return "—" if interval is None else f"{number(interval.low, unit)} – {number(interval.high, unit)}"
