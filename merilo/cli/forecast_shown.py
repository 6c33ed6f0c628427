"""A forecast and its record on the terminal."""

from __future__ import annotations

from typing import Any

from merilo.cli.show import Column, console, print_table
from merilo.core.numbers import number, short_money
from merilo.core.text import _
from merilo.core.time import Period
from merilo.reports.forecast.document import line_record, method_label, record_document
from merilo.reports.forecast.foreseen import Foreseen, Line
from merilo.reports.forecast.open_deals import chances_of

_MOST, _NOW = 10, Period.QUARTER


def print_forecast(found: Foreseen, *, deals: int = _MOST) -> None:
    """Print what is foreseen for each scope, what it rests on, and the open deals that carry it."""
    out = console()
    out.print(f"\n[bold]{_('What will be won, as of {day}').format(day=found.day)}[/bold]")
    columns = [
        Column("who", _("Who")), Column("period", _("Period")), Column("low", _("With 90 % at least"), "shown"),
        Column("middle", _("As likely more as less"), "shown"), Column("high", _("With 10 % at least"), "shown"),
        Column("won", _("Won already"), "shown"), Column("open", _("Open deals"), "shown"),
        Column("new", _("Deals to come"), "shown"), Column("wins", _("Wins"), "shown"), Column("method", _("Method")),
    ]  # fmt: skip
    if any(line.reaching is not None for line in found.lines):
        columns.append(Column("reaching", _("Reaches the target"), "share"))
    first = found.lines[0]
    # Of the first one every period; of teams and sellers the running quarter, which fits on a screen.
    shown = [line for line in found.lines if (line.scope, line.subject) == (first.scope, first.subject)]
    shown += [line for line in found.lines if line not in shown and line.span == found.line(_NOW, 0, *_who(first)).span]
    print_table("", columns, [_row(line, found.currency) for line in shown])
    rests = _("Rests on: {step} ({wins} wins).").format(step=_(found.step.label), wins=found.wins_known)
    out.print(f"\n[dim]{rests}[/dim]")
    _print_deals(found, deals)
    for note in (*found.notes, *record_document(found.record)["notes"]):
        out.print(f"• {note}", markup=False)


def _who(line: Line) -> tuple[str, str | None]:
    return line.scope, line.subject


def _row(line: Line, currency: str) -> dict[str, Any]:
    amount, wins = line.amount, line.wins
    shown = {name: short_money(value, currency) for name, value in (
        ("low", amount.at(0.1)), ("middle", amount.at(0.5)), ("high", amount.at(0.9)),
        ("won", amount.won), ("open", amount.open), ("new", amount.new))}  # fmt: skip
    ends = [number(round(wins.at(at)), "count") for at in (0.1, 0.5, 0.9)]
    return shown | {
        "who": line.label, "period": line.span.label, "wins": f"{ends[0]} – {ends[1]} – {ends[2]}",
        "method": method_label(amount.method), "reaching": line.reaching,
    }  # fmt: skip


def _print_deals(found: Foreseen, most: int) -> None:
    rows = chances_of(found, [line.subject for line in found.lines if line.subject] if _narrowed(found) else None)
    if not rows or not most:
        return
    columns = [
        Column("name", _("Deal")), Column("stage", _("Stage")), Column("amount", _("Amount"), "shown"),
        Column("month", _("Won this month"), "share"), Column("quarter", _("Won this quarter"), "share"),
        Column("why", _("What moves its chance")),
    ]  # fmt: skip
    sheet = [
        {"name": row.name or row.id, "stage": row.stage or "—", "amount": short_money(row.amount, found.currency),
         "month": row.chances[0], "quarter": row.chances[1],
         "why": "; ".join(f"{what} ×{number(times, 'ratio')}" for what, times in row.reasons)}
        for row in rows[:most]
    ]  # fmt: skip
    console().print()
    print_table(_("Open deals that carry most of it"), columns, sheet)


def _narrowed(found: Foreseen) -> bool:
    return found.lines[0].scope != "company"


def print_record(found: Foreseen) -> None:
    """Print how right such forecasts have been."""
    record, out = record_document(found.record), console()
    title = _("Forecasts as they would have been made on {n} past days").format(n=record["origins"])
    out.print(f"\n[bold]{title}[/bold]")
    if record["lines"]:
        _print_tried([row | _shown(row) for row in record["lines"]])
        _print_calibration(record)
    for note in record["notes"]:
        out.print(f"• {note}", markup=False)


def _print_tried(rows: list[dict[str, Any]]) -> None:
    of_what = [Column("kind", _("Of what")), Column("measure", _("Measure")), Column("n", _("Days"), "count")]
    errors = [
        Column("wmape", _("Error (wMAPE)"), "share"), Column("bias", _("Bias"), "share"),
        Column("best_label", _("Best naive method")), Column("wmape_best", _("Its error"), "share"),
        Column("skill", _("Skill"), "shown"), Column("used", _("Used")),
    ]  # fmt: skip
    bands = [
        Column("in_50", _("Within the 50 % band"), "shown"), Column("in_80", _("Within the 80 % band"), "shown"),
        Column("sure_80", _("It holds, 95 % sure, between"), "shown"),
        Column("sellers_80", _("Sellers' 80 % bands"), "shown"), Column("fault", _("Remark")),
    ]  # fmt: skip
    said = (
        _("Skill: how much smaller the error is than that of the best naive method; in brackets 95 % sure between. "
          "The errors of all methods: --format csv."),
        _("In brackets how often the bands promised to hold (of small whole numbers a band promises more). Then "
          "between which shares the 80 % band holds in the long run: few forecasts, and those whose spans overlap, "
          "prove little."),
    )  # fmt: skip
    for title, columns, legend in zip(("", _("How often bands held")), (errors, bands), said, strict=True):
        print_table(title, [*of_what, *columns], rows)
        console().print(f"\n[dim]{legend}[/dim]\n")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    skill = number(row["skill"], "share")
    if row["skill_low"] is not None:
        skill = f"{skill} ({_between(row['skill_low'], row['skill_high'])})"
    measures = {"wins": _("wins"), "amount": _("amount")}
    faults = {"narrow": _("too narrow"), "wide": _("too wide")}
    used = _("too few to say") if row["too_few"] else method_label(row["used"]) if row["used"] else "—"
    held = {name: _held(row, whose, band) for name, whose, band in _BANDS}
    sure = _between(row["within_80_low"], row["within_80_high"]) if row["within_80_low"] is not None else "—"
    return held | {
        "wmape_best": row[f"wmape_{row['best']}"] if row["best"] else None, "skill": skill, "used": used,
        "measure": measures[row["measure"]], "sure_80": sure, "fault": faults.get(row["fault_80"], ""),
    }  # fmt: skip


def _between(low: float, high: float) -> str:
    return f"{number(low, 'share')} – {number(high, 'share')}"


_BANDS = (("in_50", "", 50), ("in_80", "", 80), ("sellers_80", "sellers_", 80))


def _held(row: dict[str, Any], whose: str, band: int) -> str:
    held, promised = (number(row[f"{whose}{what}_{band}"], "share") for what in ("within", "promised"))
    return f"{held} ({promised})" if row[f"{whose}within_{band}"] is not None else "—"


def _print_calibration(record: dict[str, Any]) -> None:
    rows = [{"days": each["days"], "said": own["said"], "came": own["came"], "n": own["n"],
             "between": _between(own["low"], own["high"])}
            for each in record["calibration"] for own in each["bins"]]  # fmt: skip
    columns = [
        Column("days", _("Within days"), "count"), Column("said", _("Chance said"), "share"),
        Column("came", _("Were won"), "share"), Column("between", _("95 % sure between"), "shown"),
        Column("n", _("Deals"), "count"),
    ]  # fmt: skip
    print_table(_("Chances of deals against what came"), columns, rows)
    for each in record["calibration"]:
        said = _("Within {days} days: Brier score {brier} (one chance for all: {of_all}), calibration error {error} "
                 "(chance alone leaves {noise}).")  # fmt: skip
        console().print(said.format(
            days=each["days"], brier=number(each["brier"], "score"), of_all=number(each["brier_of_all"], "score"),
            error=number(each["error"], "share"), noise=number(each["noise"], "share")))  # fmt: skip


def sheet(found: Foreseen) -> tuple[list[Column], list[dict[str, Any]]]:
    """What is foreseen as rows for a file."""
    rows = [line_record(line) for line in found.lines]
    return [Column(name, name) for name in rows[0]], rows


def record_sheet(found: Foreseen) -> tuple[list[Column], list[dict[str, Any]]]:
    """The record as rows for a file."""
    rows = record_document(found.record)["lines"]
    names = list(rows[0]) if rows else ["kind", "measure", "n"]
    return [Column(name, name) for name in names], rows
