"""`merilo kpi NAME --why`: a change in words, then what each group of each cut did to it."""

from __future__ import annotations

from pathlib import Path

from merilo.cli.show import Column, Format, console, print_table, put_out
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Product, Total, Unit
from merilo.reports.why import CutEffects, GroupEffect, Why

_MOST = 12  # groups of one cut that a person is shown; files hold all


def print_why(found: Why, chosen: Format, output: Path | None) -> None:
    """Print why a KPI moved, in the format chosen."""
    put_out(
        chosen,
        output,
        document=found.to_json,
        sheet=lambda: _sheet(found),
        for_people=lambda: _print_for_people(found),
    )


def _sheet(found: Why) -> tuple[list[Column], list[dict[str, object]]]:
    records = [_record(found, cut.cut, group) for cut in found.cuts for group in cut.groups]
    return [Column(key, key, "money") for key in (records[0] if records else {"cut": ""})], records


def _record(found: Why, cut: str, group: GroupEffect) -> dict[str, object]:
    periods = {"period_before": found.before.period, "period_after": found.after.period}
    return {"cut": cut, "key": group.key, "group": group.label, **periods, **_numbers(group)}


def _numbers(group: GroupEffect) -> dict[str, object]:
    names = ("before", "after", "weight_before", "weight_after", "volume", "mix", "rate", "together")
    return {name: getattr(group, name) for name in names}


def _print_for_people(found: Why) -> None:
    out, kpi = console(), found.kpi
    out.print(f"[bold]{_(kpi.label)}[/bold]  {_(kpi.question)}")
    out.print(_headline(found))
    for line in _remarks(found):
        out.print(f"• {line}", markup=False)
    for cut in found.cuts:
        out.print(f"\n[bold]{_(CUTS[cut.cut].label)}[/bold]  {_summary(found, cut)}")
        print_table("", _columns(found), [_shown(found, cut.cut, group) for group in cut.groups[:_MOST]])
        if len(cut.groups) > _MOST:
            out.print(_("… and {n} more (--format csv has them all)").format(n=len(cut.groups) - _MOST))
    if found.factors:
        columns = [Column("factor", _("Factor")), Column("effect", _("Effect"))]
        moved = [{"factor": _(label), "effect": _moved(value, kpi.unit)} for label, value in found.factors.items()]
        print_table("", columns, moved)


def _headline(found: Why) -> str:
    unit = found.kpi.unit.value
    said = _("{before_period}: {before} → {after_period}: {after}, change {change}").format(
        before_period=found.before.period,
        before=number(found.value_before, unit),
        after_period=found.after.period,
        after=number(found.value_after, unit),
        change=_moved(found.change, found.kpi.unit),
    )
    if found.interval is None:
        return said
    low, high = (_moved(value, found.kpi.unit) for value in (found.interval.low, found.interval.high))
    return said + " " + _("(95 % sure between {low} and {high})").format(low=low, high=high)


def _remarks(found: Why) -> list[str]:
    said = []
    if found.interval and found.interval.low <= 0 <= found.interval.high:
        said.append(_("The change may be chance alone: no change lies within what the data allow."))
    if found.unsplit:
        names = ", ".join(_(CUTS[cut].label) for cut in found.unsplit)
        said.append(_("Not split by {names}: some groups have nothing left below the line.").format(names=names))
    if found.plainly:
        said.append(
            _("Cases that still wait belong to no group's sum: what is split here is the change among those decided.")
        )
    if found.of_mean:
        said.append(_("A median cannot be split over groups: what is split here is the change of the mean."))
    said += [
        _("{period} is not whole yet: part of the change is the missing days.").format(period=line.period)
        for line in (found.before, found.after)
        if line.partial
    ]
    if isinstance(found.kpi.value, Product) and not found.factors:
        said.append(_("One of its factors is nothing in one of the periods, so the product cannot be taken apart."))
    few = [line.period for line in (found.before, found.after) if line.figure.too_few]
    if few:
        said.append(_("Too few cases to say: {periods}.").format(periods=", ".join(few)))
    return said


def _summary(found: Why, cut: CutEffects) -> str:
    unit = found.kpi.unit
    parts = [_("mix {mix}").format(mix=_moved(cut.mix, unit)), _("rate {rate}").format(rate=_moved(cut.rate, unit))]
    if isinstance(found.kpi.value, Total):
        parts.insert(0, _("volume {volume}").format(volume=_moved(cut.volume, unit)))
    return " · ".join(parts)


def _columns(found: Why) -> list[Column]:
    unit = found.kpi.unit.value
    columns = [
        Column("group", ""),
        Column("before", found.before.period, unit),
        Column("after", found.after.period, unit),
        Column("weight_before", _("Share before"), "share"),
        Column("weight_after", _("Share after"), "share"),
    ]
    if isinstance(found.kpi.value, Total):
        columns.append(Column("volume", _("Volume"), "shown"))
        if found.kpi.value.of == found.kpi.n:  # cases alone: nothing to be mixed, and no rate
            return [*columns, Column("together", _("Together"), "shown")]
    return [*columns, Column("mix", _("Mix"), "shown"), Column("rate", _("Rate"), "shown"),
            Column("together", _("Together"), "shown")]  # fmt: skip


def _shown(found: Why, cut: str, group: GroupEffect) -> dict[str, object]:
    effects = ("volume", "mix", "rate", "together")
    moved = {name: _moved(getattr(group, name), found.kpi.unit) for name in effects}
    return _numbers(group) | moved | {"group": CUTS[cut].in_words(group.label)}


def _moved(value: float, unit: Unit) -> str:
    """A change with its sign; of a share in percentage points."""
    if unit is Unit.SHARE:
        return _("{n} pp").format(n=_signed(value * 100, "days"))
    return _signed(value, "days" if unit is Unit.COUNT else unit.value)


def _signed(value: float, unit: str) -> str:
    text = number(value, unit)
    return f"+{text}" if value > 0 else text.replace("-", "−")
