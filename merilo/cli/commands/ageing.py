"""`merilo ageing`: how likely open deals are to be won at each age, and when they are too old."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, print_table, put_out
from merilo.core.asked import day_of
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.insight.ageing import AcceptableAge
from merilo.kpis.cuts import CUTS
from merilo.reports.ageing import Pipeline
from merilo.reports.win_probability import Ageing, ageing

_CHANCES = ("ever", "within_30", "within_90")
_ACCEPTABLE = ("acceptable_age", "acceptable_age_low", "acceptable_age_high", "acceptable_age_learned")


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("ageing", help=_("How likely an open deal of each age is to be won, and when it is too old."))
    def ageing_(
        by: Annotated[str, typer.Option("--by", help=_("Apart for each value of this cut."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known at the end of this day."))] = "",
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        found = ageing(Workspace.open(workspace), by, day_of("--as-of", as_of))
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=found.to_json,
            sheet=lambda: _sheet(found),
            for_people=lambda: print_ageing(found),
        )


def _sheet(found: Ageing) -> tuple[list[Column], list[dict[str, Any]]]:
    ranges = [name for chance in _CHANCES for name in (chance, f"{chance}_low", f"{chance}_high")]
    names = ("group", "age", "n", *ranges, "too_few", *_ACCEPTABLE)
    return [Column(name, name) for name in names], found.records()


def print_ageing(found: Ageing) -> None:
    """Print the chances by age, each with its range, then the acceptable age and how it was found."""
    out = console()
    if not found.groups:
        _print_notes(found)
        return
    out.print(f"\n[bold]{_('Open deals: how likely they are to be won, on {day}').format(day=found.as_of)}[/bold]")
    columns = [Column("group", _(CUTS[found.by].label))] if found.by else []
    columns += [
        Column("age", _("Open for more than, days"), "count"), Column("n", _("Deals"), "count"),
        Column("within_30", _("Won within 30 days"), "shown"), Column("within_90", _("Won within 90 days"), "shown"),
        Column("ever", _("Won at all"), "shown"), Column("remark", ""),
    ]  # fmt: skip
    print_table("", columns, [_row(record, found.by) for record in found.records()])
    out.print(f"\n[dim]{_('In brackets: 95 % sure between; a dash: not followed long enough to say.')}[/dim]")
    _print_ages(found)
    _print_notes(found)


def _print_notes(found: Ageing) -> None:
    out = console()
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _print_ages(found: Ageing) -> None:
    """The acceptable age of each pipeline, where there are several."""
    if not found.ages.pipelines or found.ages.company is None:
        return
    cut = CUTS["pipeline"]
    columns = [
        Column("pipeline", _(cut.label)), Column("days", _("Acceptable age, days"), "count"),
        Column("between", _("95 % sure between"), "shown"), Column("how", _("How it was found")),
        Column("sure", _("The chance falls below half in, of samples"), "share"),
        Column("lost", _("Lost took longer in, of pairs"), "share"),
        Column("n", _("Deals"), "count"), Column("won", _("Won"), "count"),
    ]  # fmt: skip
    rows = [_age_row(each, found.ages.of(each.name) or found.ages.company) for each in found.ages.pipelines]
    console().print()
    print_table(_("How old a deal may be"), columns, rows)


def _age_row(pipeline: Pipeline, age: AcceptableAge) -> dict[str, Any]:
    how = _("from the chance to be won by age") if age.learned else _("1.5 times the median days to win")
    ends = (number(int(age.interval.low), "count"), number(int(age.interval.high), "count")) if age.interval else ()
    return {
        "pipeline": pipeline.name,
        "days": int(age.days),
        "between": " – ".join(ends) or "—",
        "how": how if pipeline.own else _("that of all deals: too few were won"),
        "sure": pipeline.own.sure if pipeline.own else None,
        "lost": pipeline.own.auc if pipeline.own else None,
        "n": pipeline.n,
        "won": pipeline.won,
    }


def _row(record: dict[str, Any], by: str) -> dict[str, Any]:
    shown = {name: _chance(record, name) for name in _CHANCES}
    if by:
        shown["group"] = CUTS[by].in_words(record["group"])
    return record | shown | {"remark": _("too few to say") if record["too_few"] else ""}


def _chance(record: dict[str, Any], name: str) -> str:
    if record[name] is None:
        return "—"
    value = number(record[name], "share")
    if record[f"{name}_low"] is None:
        return value
    return f"{value} ({number(record[f'{name}_low'], 'share')} – {number(record[f'{name}_high'], 'share')})"
