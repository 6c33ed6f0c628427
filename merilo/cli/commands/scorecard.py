"""`merilo scorecard`: the team at a glance, each number with its n or "too few to say"."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, print_json, print_table, put_out
from merilo.core.asked import day_of, first_day_of, last_day_of
from merilo.core.errors import UsageError
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.kpis.declaration import Kpi, Total, Unit
from merilo.reports.figures import Figure, Number
from merilo.reports.score_series import COLUMNS, Cell, ScoreSeries, Who, score_series
from merilo.reports.scorecard import Row, Scorecard, scorecard

_MARKS = {1: " ▲", -1: " ▼"}


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("scorecard", help=_("Sellers and the few KPIs, for the last whole quarter or one week."))
    def scorecard_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team."))] = "",
        week: Annotated[str, typer.Option("--week", help=_("The week that holds this day, YYYY-MM-DD."))] = "",
        every: Annotated[
            Period | None, typer.Option("--every", help=_("All periods from --from to --to; a table shows the last."))
        ] = None,
        first: Annotated[
            str, typer.Option("--from", help=_("The first day, or a period: 2026-03-31, 2026-03, 2026Q1."))
        ] = "",
        last: Annotated[str, typer.Option("--to", help=_("The last day, inclusive, or a period."))] = "",
        all_: Annotated[bool, typer.Option("--all", help=_("With --every: all KPIs, not only the few."))] = False,
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        opened, chosen = Workspace.open(workspace), Format.JSON if json_ else output_format
        who = Who(seller or None, team or None)
        if every is None:
            _refuse_without_every({"--from": first, "--to": last, "--all": all_, "--output": output is not None})
            _put_one(scorecard(opened, seller=who.seller, team=who.team, week=day_of("--week", week)), chosen)
            return
        if every not in (Period.MONTH, Period.QUARTER) or week:
            raise UsageError(
                _("A scorecard over time is by month or quarter."), where="--every", allowed="--every month, quarter"
            )
        calendar = opened.settings.calendar
        days = first_day_of("--from", first, calendar), last_day_of("--to", last, calendar)
        series = score_series(opened, every, days, who, everything=all_)
        put_out(
            chosen,
            output,
            document=series.to_json,
            sheet=lambda: ([Column(name, name) for name in COLUMNS], series.records()),
            for_people=lambda: print_last_period(series),
        )


def _refuse_without_every(given: Mapping[str, object]) -> None:
    named = [option for option, value in given.items() if value]
    if named:
        raise UsageError(
            _("{options} are for a scorecard over time.").format(options=", ".join(named)),
            way_out=_("Add --every month or --every quarter."),
        )


def _put_one(found: Scorecard, chosen: Format) -> None:
    if chosen is Format.JSON:
        print_json(found.to_json())
    elif chosen is Format.TABLE:
        print_scorecard(found)
    else:
        raise UsageError(
            _("One period is printed as a table or as JSON."), where="--format", way_out=_("Add --every month.")
        )


def print_last_period(found: ScoreSeries) -> None:
    """Print the last whole period of a scorecard over time (the last one where none is whole)."""
    out = console()
    label, start, end, _whole = found.periods[found.last_whole]
    title = _("Scorecard {period} ({start} – {end}), {currency}")
    said = title.format(period=label, start=start, end=end, currency=found.currency)
    out.print(f"\n[bold]{said}[/bold]")
    columns = [Column("name", _("Seller")), Column("team", _("Team"))]
    columns += [Column(track.kpi.name, _heading(track.kpi), "shown") for track in found.tracks]
    print_table("", columns, [_last_record(found, who, cells) for who, cells in found.of_period(found.last_whole)])
    out.print(f"\n[dim]{_('In brackets: on how many cases a number rests; ~ marks too few to say.')}[/dim]")
    out.print(f"[dim]{_('▲ ▼ stand above or below all sellers together; without a mark chance may do it.')}[/dim]")
    out.print(f"[dim]{_('{n} figures in all: --format json, csv or parquet has them.').format(n=len(found))}[/dim]")
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _last_record(found: ScoreSeries, who: str, cells: Mapping[str, Cell]) -> dict[str, str]:
    record = {"name": found.names.get(who, who), "team": found.teams.get(who, "")}
    for track in found.tracks:
        cell = cells.get(track.kpi.name)
        text = "—" if cell is None else _cell(track.kpi, cell.value, cell.n, too_few=cell.too_few)
        record[track.kpi.name] = text + _MARKS.get(cell.apart if cell else 0, "")
    return record


def print_scorecard(found: Scorecard) -> None:
    """Print the scorecard: value and, in brackets, n; a value that rests on too few cases is marked by `~`."""
    out = console()
    title = _("Scorecard {period} ({start} – {end}), {currency}")
    out.print(
        f"\n[bold]{title.format(period=found.period, start=found.start, end=found.end, currency=found.currency)}[/bold]"
    )
    columns = [Column("name", _("Seller")), Column("team", _("Team"))]
    columns += [Column(each.kpi.name, _heading(each.kpi), "shown") for each in found.columns]
    rows = [_record(found, row) for row in found.rows]
    print_table("", columns, [*rows, _record(found, found.total) | {"name": _("All")}])
    out.print(f"\n[dim]{_('In brackets: on how many cases a number rests; ~ marks too few to say.')}[/dim]")
    if any(each.apart for column in found.columns if column.standings for each in column.standings.of.values()):
        out.print(f"[dim]{_('▲ ▼ stand above or below all sellers together; without a mark chance may do it.')}[/dim]")
    for days, labels in _covered(found).items():
        out.print(f"[dim]{days}: {', '.join(labels)}[/dim]")
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _heading(kpi: Kpi) -> str:
    label = _(kpi.label)
    return _("{what} per week").format(what=label) if kpi.unit is Unit.PER_WEEK else label


def _covered(found: Scorecard) -> dict[str, list[str]]:
    """Which days each column is about: the period itself, the year to its end, or its last day."""
    covered: dict[str, list[str]] = {}
    for column in found.columns:
        at_once = column.start == column.end
        days = _("at the end of {day}").format(day=column.end) if at_once else f"{column.start} – {column.end}"
        covered.setdefault(days, []).append(_(column.kpi.label))
    return covered


def _record(found: Scorecard, row: Row) -> dict[str, str]:
    record = {"name": row.name, "team": row.team}
    for column in found.columns:
        name = column.kpi.name
        standing = column.standings.of.get(row.seller) if column.standings and row.seller else None
        record[name] = _shown(row.figures.get(name), column.kpi) + _MARKS.get(standing.apart if standing else 0, "")
    return record


def _shown(figure: Figure | None, kpi: Kpi) -> str:
    if figure is None or figure.value is None:
        return "—"
    return _cell(kpi, figure.value, figure.n, too_few=figure.too_few)


def _cell(kpi: Kpi, value: Number, n: float, *, too_few: bool) -> str:
    unit = kpi.unit.value
    if isinstance(kpi.value, Total) and kpi.value.of == kpi.n:
        return number(value, unit)
    text = number(round(value) if unit == "money" else value, "count" if unit == "money" else unit)
    return f"{'~' if too_few else ''}{text} ({number(n, 'count')})"
