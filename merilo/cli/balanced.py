"""The balance of stages on paper."""

from __future__ import annotations

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number
from merilo.core.text import _, percent
from merilo.reports.balance import STAYING, Balance, Clog, StageBalance, StageLine


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


def sentences(line: StageLine) -> list[str]:
    """What is to be said of a stage that is not as it should be."""
    name = " / ".join(part for part in (line.pipeline, line.stage or _("(none)")) if part)
    if line.clog:
        return [_clogged(name, line.clog)]
    if line.stay.staying > STAYING:
        said = _("{stage}: {share} of the deals that came never left it in all the time seen. How long they stay, and "
                 "how many it should hold, cannot be told until these are closed.")  # fmt: skip
        return [said.format(stage=name, share=percent(line.stay.staying))]
    if line.hold is None or line.status not in (Balance.MISSING, Balance.MORE):
        return []
    shown = {"stage": name, "holds": number(line.holds, "count"), "least": number(line.hold.least, "count"),
             "most": number(line.hold.most, "count"), "should": number(line.hold.should.median, "count")}  # fmt: skip
    if line.status is Balance.MISSING:
        said = _("{stage} lacks deals: it holds {holds}, should hold about {should}, and chance alone leaves {least}.")
        return [said.format(**shown)]
    said = _("{stage} holds {holds}, more than the target needs (about {should}; chance alone makes it {most}).")
    return [said.format(**shown)]


def _clogged(name: str, clog: Clog) -> str:
    said = _("{stage} is clogged: deals that came since {since} ({earliest} – {latest}) stay {times} times as long as "
             "before, {days} days in the mean so far; by chance {p}.")  # fmt: skip
    chance = _("less than 1 in 1,000") if clog.p < 0.001 else number(clog.p, "share")
    return said.format(stage=name, since=clog.since, earliest=clog.earliest, latest=clog.latest,
                       times=number(clog.longer, "days"), days=number(clog.stay.mean, "days"), p=chance)  # fmt: skip


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
