"""`merilo scorecard`: the team at a glance, each number with its n or "too few to say"."""

from __future__ import annotations

from typing import Annotated

import typer

from merilo.cli.asked import day_of
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, console, number, print_json, print_table
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.kpis.declaration import Kpi, Total, Unit
from merilo.reports.figures import Figure
from merilo.reports.scorecard import Row, Scorecard, scorecard

_MARKS = {1: " ▲", -1: " ▼"}


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("scorecard", help=_("Sellers and the few KPIs, for the last whole quarter or one week."))
    def scorecard_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team."))] = "",
        week: Annotated[str, typer.Option("--week", help=_("The week that holds this day, YYYY-MM-DD."))] = "",
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        found = scorecard(
            Workspace.open(workspace), seller=seller or None, team=team or None, week=day_of("--week", week)
        )
        if json_:
            print_json(found.to_json())
        else:
            print_scorecard(found)


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
    unit = kpi.unit.value
    if isinstance(kpi.value, Total) and kpi.value.of == kpi.n:
        return number(figure.value, unit)
    value = round(figure.value) if unit == "money" else figure.value
    text = number(value, "count" if unit == "money" else unit)
    return f"{'~' if figure.too_few else ''}{text} ({number(figure.n, 'count')})"
