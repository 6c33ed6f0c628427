"""`merilo kpi NAME`: one number, cut, dated and opened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.dictionary import print_dictionary
from merilo.cli.moved import print_why
from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, print_table, put_out
from merilo.core.asked import day_of, first_day_of, last_day_of, pairs_of, words_of
from merilo.core.errors import UsageError
from merilo.core.numbers import number
from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.workspace import Workspace
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import Anchor, Distribution, Kpi, Policy, TimeUntil, Total
from merilo.kpis.question import Question
from merilo.kpis.registry import ALL
from merilo.reports.answer import Answer, answer
from merilo.reports.derived import refuse_derived
from merilo.reports.why import why as explain_why


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(help=_("Answer one question: a KPI, cut, dated, with its formula, its n and the rows behind it."))
    def kpi(
        name: Annotated[str, typer.Argument(help=_("The KPI's name; see --list."), show_default=False)] = "",
        by: Annotated[
            list[str] | None, typer.Option("--by", help=_("Cut by this; may be given twice, or with commas."))
        ] = None,
        every: Annotated[Period | None, typer.Option("--every", help=_("One line per day, week, month …"))] = None,
        first: Annotated[
            str, typer.Option("--from", help=_("The first day, or a period: 2026-03-31, 2026-03, 2026Q1."))
        ] = "",
        last: Annotated[str, typer.Option("--to", help=_("The last day, inclusive, or a period."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known at the end of this day."))] = "",
        where: Annotated[
            list[str] | None,
            typer.Option("--where", help=_("Only where CUT=VALUE; a value of (none) means that nothing is there.")),
        ] = None,
        policy: Annotated[
            list[str] | None, typer.Option("--policy", help=_("Choose a policy, NAME=VALUE (see the KPI's own)."))
        ] = None,
        rows: Annotated[bool, typer.Option("--rows", help=_("The very rows behind the number."))] = False,
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        why: Annotated[
            bool, typer.Option("--why", help=_("Why it moved from the period --from to the period --to: mix and rate."))
        ] = False,
        list_: Annotated[
            bool,
            typer.Option(
                "--list", help=_("The dictionary: all KPIs (or the one named), what each answers, how, and its traps.")
            ),
        ] = False,
        workspace: WorkspaceOption = HERE,
    ) -> None:
        chosen = Format.JSON if json_ else output_format
        if list_:
            print_dictionary(name, chosen)
            return
        if not name:
            raise UsageError(
                _("Which KPI?"),
                allowed=", ".join(each.name for each in ALL),
                way_out=_("`merilo kpi --list` says what each answers."),
            )
        refuse_derived(name)
        opened = Workspace.open(workspace)
        calendar = opened.settings.calendar
        question = Question(
            kpi=name,
            by=words_of(by),
            every=every,
            start=None if why else first_day_of("--from", first, calendar),
            end=None if why else last_day_of("--to", last, calendar),
            as_of=day_of("--as-of", as_of),
            where=pairs_of("--where", where),
            policies=pairs_of("--policy", policy),
        )
        if why:
            print_why(explain_why(opened, question, first, last), chosen, output)
            return
        found = answer(opened, question, rows=rows)
        put_out(
            chosen,
            output,
            document=found.to_json,
            sheet=lambda: _sheet(found, rows=rows),
            for_people=lambda: _print_for_people(found, rows=rows),
        )


def _sheet(found: Answer, *, rows: bool) -> tuple[list[Column], list[dict[str, object]]]:
    if rows and found.rows is not None:
        units = {part.name: part.unit.value for part in found.kpi.parts}
        return [Column(name, name, units.get(name, "text")) for name in found.rows.column_names], found.rows.to_pylist()
    return [Column(name, name, _unit(found, name)) for name in found.columns], found.records()


def _unit(found: Answer, name: str) -> str:
    units = {part.name: part.unit.value for part in found.kpi.parts}
    for spread in found.kpi.distributions:
        units |= {f"{spread.column}_{key}": spread.unit.value for key in ("mean", "median", "p25", "p75", "p90")}
        units[f"{spread.column}_n"] = "count"
    for course in found.kpi.courses:
        units |= {f"{course.name}_{key}": found.kpi.unit.value for key in ("median", "p25", "p75", "p90")}
        units[f"{course.name}_n"] = "count"
    for other in found.kpi.beside:
        units |= dict.fromkeys((other.name, f"{other.name}_low", f"{other.name}_high"), other.unit.value)
    units |= {"n": "count"} | dict.fromkeys(("value", "low", "high"), found.kpi.unit.value)
    return units.get(name, "text")


def _print_for_people(found: Answer, *, rows: bool) -> None:
    kpi, out = found.kpi, console()
    out.print(f"[bold]{_(kpi.label)}[/bold]  {_(kpi.question)}")
    out.print(f"[dim]{_(kpi.formula)}[/dim]")
    out.print(f"[dim]{_asked(found)}[/dim]\n")
    if rows:
        columns, records = _sheet(found, rows=True)
        print_table("", columns, records)
        out.print(f"\n[dim]{_('{n} rows').format(n=number(len(records), 'count'))}[/dim]")
    else:
        print_table("", _columns(found), _lines(found))
    for note in found.notes:
        out.print(f"• {note}", markup=False)
    if found.trust:
        out.print(f"\n[bold]{_('How far to rely on it')}: {_(found.trust.level)}[/bold]")
        for ground in found.trust.sentences:
            out.print(f"  {ground}", markup=False)


def _asked(found: Answer) -> str:
    said = [_("as of {day}").format(day=found.as_of)]
    question = found.question
    if question.start or question.end:
        said.append(f"{question.start or '…'} – {question.end or '…'}")
    said += [f"{cut} = {value}" for cut, value in question.where]
    said += [_policy_in_words(policy, found.policies[policy.name]) for policy in found.kpi.policies]
    if found.kpi.money:
        said.append(found.currency)
    return " · ".join(said)


def _policy_in_words(policy: Policy, value: str) -> str:
    """A choice that is not the usual one is explained; `--list` explains all."""
    return f"{policy.name} = {value}" + ("" if value == policy.default else f" ({_(policy.meaning)})")


_SHOWN_SPREAD = ("median", "mean", "p25", "p75", "p90")


def _columns(found: Answer) -> list[Column]:
    """What a person reads first: the group, the value with its range, n, the parts, the spread."""
    kpi = found.kpi
    columns = [Column(cut, _(CUTS[cut].label)) for cut in found.question.by]
    if found.question.every:
        columns.append(Column("period", _("Period")))
    columns.append(Column("value", _value_heading(kpi), kpi.unit.value))
    if any(line.figure.interval for line in found.lines) or (found.total and found.total.figure.interval):
        columns.append(Column("range", _("95 % sure between")))
    columns += [Column(other.name, _(other.label), other.unit.value) for other in kpi.beside]
    if not (isinstance(kpi.value, Total) and kpi.value.of == kpi.n):
        columns.append(Column("n", _heading(_(kpi.n_is)), "count"))
    skip = {kpi.n} | ({kpi.value.of} if isinstance(kpi.value, Total) else set())
    columns += [Column(part.name, _(part.label), part.unit.value) for part in kpi.parts if part.name not in skip]
    if isinstance(kpi.value, TimeUntil):
        course = kpi.value.course
        columns += [Column(f"{course.name}_{key}", f"{_(course.label)}: {heading}", kpi.unit.value)
                    for key, heading in (("p25", "25 %"), ("p75", "75 %"), ("p90", "90 %"))]  # fmt: skip
    for spread in kpi.distributions:
        for key, heading in _spread_headings(spread.column == getattr(kpi.value, "column", None)):
            columns.append(Column(f"{spread.column}_{key}", f"{_(spread.label)}: {heading}", spread.unit.value))
    columns.append(Column("remark", ""))
    return columns


def _value_heading(kpi: Kpi) -> str:
    """What the value itself is: the KPI, unless that is a name for several numbers."""
    if isinstance(kpi.value, Distribution | TimeUntil):
        return f"{_(kpi.label)}, {_('median')}"
    if isinstance(kpi.value, Total) and kpi.anchor is Anchor.PERIOD:
        of = kpi.value.of
        return next(_(part.label) for part in kpi.parts if part.name == of)
    return _(kpi.label)


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]


def _spread_headings(is_value: bool) -> list[tuple[str, str]]:
    named = {"median": _("median"), "mean": _("mean"), "p25": "25 %", "p75": "75 %", "p90": "90 %"}
    shown = _SHOWN_SPREAD[1:] if is_value else _SHOWN_SPREAD[:1]
    return [(key, named[key]) for key in shown]


def _lines(found: Answer) -> list[dict[str, object]]:
    records = [
        record | _cut_words(found, record) | {"range": _range(record, found.kpi.unit.value), "remark": _remark(record)}
        for record in found.records()
    ]
    if found.total is not None and len(records) != 1:
        records.append(_total(found))
    return records


def _cut_words(found: Answer, record: dict[str, object]) -> dict[str, object]:
    return {cut: CUTS[cut].in_words(value) for cut in found.question.by if isinstance(value := record[cut], str)}


def _total(found: Answer) -> dict[str, object]:
    from merilo.reports.listing import line_record  # noqa: PLC0415 - only answers with several lines have a total

    assert found.total is not None  # noqa: S101 - the caller asked only then
    record = line_record(found.total)
    first = found.question.by[0] if found.question.by else "period"
    total = record | {first: _("All"), "range": _range(record, found.kpi.unit.value), "remark": _remark(record)}
    return total if found.question.by else total | {"period": _("All")}


def _range(record: dict[str, object], unit: str) -> str:
    if record.get("low") is None:
        return ""
    return f"{number(record['low'], unit)} – {number(record['high'], unit)}"


def _remark(record: dict[str, object]) -> str:
    said = []
    if record.get("partial"):
        said.append(_("not whole yet"))
    if record.get("too_early"):
        said.append(_("too early to say"))
    if record.get("too_few"):
        said.append(_("too few to say"))
    return ", ".join(said)
