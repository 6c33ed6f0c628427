"""The balance of stages on paper."""

from __future__ import annotations

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.reports.balance import STAYING, StageBalance, StageLine
from merilo.reports.balance.words import sentences


def print_balance(found: StageBalance) -> None:
    """Print the stages, then a sentence for each that is missing or clogged."""
    out = console()
    out.print(f"\n[bold]{_('Balance of stages on {day}: {who}').format(day=found.day, who=found.who)}[/bold]")
    if not found.lines:
        out.print(_("No stage is known in which deals stand."))
        return
    columns = [
        Column("pipeline", _("Pipeline")), Column("stage", _("Stage")), Column("holds", _("Holds"), "count"),
        Column("should", _("Should hold"), "shown"), Column("chance", _("Chance alone"), "shown"),
        Column("per_win", _("Visits per win"), "ratio"), Column("days", _("Mean days"), "days"),
        Column("median", _("Median days"), "days"), Column("n", "n", "count"), Column("status", _("Status")),
    ]  # fmt: skip
    print_table("", columns, [_row(line) for line in found.lines])
    said = _("Should hold: 95 % sure of it in brackets. Chance alone: what it may hold when all is as it should be.")
    out.print(f"\n[dim]{said}[/dim]")
    for line in found.lines:
        for sentence in sentences(line):
            out.print(f"• {sentence}", markup=False)
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _row(line: StageLine) -> dict[str, object]:
    should = line.hold
    return {
        "pipeline": line.pipeline or _("(none)"),
        "stage": line.stage or _("(none)"),
        "holds": line.holds,
        "should": "—"
        if should is None
        else f"{number(should.should.median, 'days')} "
        f"({number(should.should.low, 'days')} – {number(should.should.high, 'days')})",
        "chance": "—" if should is None else f"{number(should.least, 'count')} – {number(should.most, 'count')}",
        "per_win": line.per_win,
        "days": line.stay.mean if line.stay.ended and line.stay.staying <= STAYING else None,
        "median": line.stay.median,
        "n": line.stay.ended,
        "status": _(line.status.value),
    }
