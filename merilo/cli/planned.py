"""A plan on paper: one table of all who have a target, or all steps of the only one."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_decimal
from rich.console import Console

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number
from merilo.core.text import N_, _, counted, language
from merilo.insight.chain import Range
from merilo.kpis.registry import kpi_named
from merilo.reports.plan import Plan
from merilo.reports.plan.making import Need, PlanLine

_STEPS = {
    "wins": N_("Wins"),
    "deals": N_("New deals"),
    "first_meetings": N_("First meetings"),
    "touches": N_("Touches"),
}


def print_plan(found: Plan) -> None:
    """Print the plan; of one line alone every step and ratio."""
    out = console()
    title = _("Plan {period} ({start} – {end}), as of {day}, {currency}")
    said = title.format(
        period=found.period, start=found.start, end=found.end, day=found.day, currency=found.currency
    )  # fmt: skip
    out.print(f"\n[bold]{said}[/bold]")
    if len(found.lines) == 1:
        _print_steps(out, found, found.lines[0])
    else:
        _print_all(out, found)
    for note in found.notes:
        out.print(f"• {note}", markup=False)


def _print_all(out: Console, found: Plan) -> None:
    columns = [
        Column("who", _("Who")), Column("target", _("Target"), "shown"), Column("won", _("Won"), "shown"),
        Column("open", _("Open deals bring"), "shown"), Column("left", _("Left"), "shown"),
        Column("meetings", _("First meetings per week needed"), "shown"), Column("met", _("now"), "shown"),
        Column("touches", _("Touches per week needed"), "shown"), Column("touched", _("now"), "shown"),
        Column("carries", _("First meetings per week that carry it"), "shown"),
    ]  # fmt: skip
    print_table("", columns, [_row(line) for line in found.lines])
    out.print(f"\n[dim]{_('Per working week of one seller. In brackets: from the 10 % to the 90 % point.')}[/dim]")
    for line in found.lines:
        for note in line.notes:
            out.print(f"• {line.who}: {note}", markup=False)


def _row(line: PlanLine) -> dict[str, str]:
    meetings, touches = (line.needs.get(step, Need(step)) for step in ("first_meetings", "touches"))
    return {
        "who": line.who,
        "target": _money(line.target),
        "won": _money(line.won),
        "open": _points(line.open, "count"),
        "left": _points(line.left, "count"),
        "meetings": _points(meetings.per_week, "per_week", few=line.too_few),
        "met": number(meetings.now, "per_week"),
        "touches": _points(touches.per_week, "count", few=line.too_few),
        "touched": number(touches.now, "count"),
        "carries": _points(meetings.carries, "per_week", few=line.too_few),
    }


def _print_steps(out: Console, found: Plan, line: PlanLine) -> None:
    out.print(f"{line.who}: {_('to be won')} {_money(line.target)}, {_('won')} {_money(line.won)}", markup=False)
    said = _("{n} open deals bring {amount} in time; left for new ones: {left}.")
    brought, left = _points(line.open, "count"), _points(line.left, "count")
    out.print(said.format(n=counted(line.open_deals), amount=brought, left=left))
    share = number(line.in_time, "share")
    said = _("Working weeks left: {weeks}. Of what first meetings in them bring, {share} is won in the period.")
    if line.scope != "seller":
        said = _("Working weeks left, of all sellers together: {weeks}. Of what first meetings in them bring, {share} "
                 "is won in the period.")  # fmt: skip
    out.print(said.format(weeks=number(line.weeks, "days"), share=share))
    columns = [
        Column("step", _("Step")), Column("total", _("Needed in all"), "shown"),
        Column("week", _("per working week"), "shown"), Column("now", _("now"), "shown"),
        Column("carries", _("per week to carry a whole period"), "shown"),
    ]  # fmt: skip
    print_table("", columns, _steps(line.needs, few=line.too_few))
    if line.what_if:
        assumed = "; ".join(f"{_(kpi_named(name).label)} = {_plainly(value)}" for name, value in found.what.items())
        out.print(f"\n{_('What if: {assumed}').format(assumed=assumed)}")
        print_table("", columns, _steps(line.what_if, few=False))
    _print_ratios(line)
    out.print(f"\n[dim]{_('In brackets: from the 10 % to the 90 % point; ~ marks too few to say.')}[/dim]")
    for note in line.notes:
        out.print(f"• {note}", markup=False)


def _steps(needs: Mapping[str, Need], *, few: bool) -> list[dict[str, str]]:
    return [
        {
            "step": _(_STEPS[need.step]),
            "total": _points(need.total, "days", few=few),
            "week": _points(need.per_week, "per_week", few=few),
            "now": number(need.now, "per_week"),
            "carries": _points(need.carries, "per_week", few=few),
        }
        for need in needs.values()
    ]


def _print_ratios(line: PlanLine) -> None:
    columns = [Column("label", _("Ratio")), Column("value", _("Value"), "shown"),
               Column("range", _("95 % sure"), "shown"), Column("n", "n", "count")]  # fmt: skip
    rows = []
    for told in line.ratios.values():
        unit = "count" if told.name == "average_deal" else kpi_named(told.name).unit.value
        ends = f"{number(told.range.low, unit)} – {number(told.range.high, unit)}"
        rows.append({"label": _(kpi_named(told.name).label), "value": number(told.value, unit), "range": ends,
                     "n": told.n})  # fmt: skip
    print_table("", columns, rows)


def _plainly(value: float) -> str:
    """A number as it was given, with the decimal sign of the language in force."""
    return str(format_decimal(value, format="0.######", locale=language()))


def _money(amount: float) -> str:
    return number(round(amount), "count")


def _points(points: Range | None, unit: str, *, few: bool = False) -> str:
    """The median, and from the 10 % to the 90 % point."""
    if points is None:
        return "—"
    middle, low, high = (number(value, unit) for value in (points.median, points.p10, points.p90))
    return f"{'~' if few else ''}{middle} ({low} – {high})" if low != high else f"{'~' if few else ''}{middle}"
