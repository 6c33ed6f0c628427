"""`merilo kpi --list`: the dictionary of KPIs."""

from __future__ import annotations

import typer
from rich.markup import escape

from merilo.cli.show import Column, Format, console, print_json, to_csv
from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.kpis.declaration import Kpi
from merilo.reports.catalogue import entry
from merilo.reports.derived import Derived, dictionary, entry_named


def print_dictionary(name: str, chosen: Format) -> None:
    """Print all KPIs, or the one of that name, in the format chosen."""
    shown = [entry_named(name)] if name else list(dictionary())
    match chosen:
        case Format.JSON:
            print_json([_about(each) for each in shown])
        case Format.CSV:
            records = [_in_words(_about(each)) for each in shown]
            kept = ("family", "name", "label", "question", "formula", "unit", "better", "needs", "cuts", "advice",
                    "command")  # fmt: skip
            typer.echo(to_csv([Column(key, key) for key in kept], records), nl=False)
        case Format.PARQUET:
            raise UsageError(_("The list of KPIs is for reading."), allowed="--format table, csv, json")
        case Format.TABLE:
            _print_for_people(shown)


def _print_for_people(shown: list[Kpi | Derived]) -> None:
    out, family = console(), None
    for kpi in shown:
        if kpi.family is not family:
            family = kpi.family
            out.print(f"\n[bold underline]{_(family)}[/bold underline]")
        out.print(f"\n[bold]{kpi.name}[/bold]  {_(kpi.label)}\n  {_(kpi.question)}", soft_wrap=True)
        for heading, words in entry(kpi):
            plain = words.replace("`", "").replace("**", "*")
            out.print(f"  [dim]{heading}:[/dim] {escape(plain)}", soft_wrap=True)


def _in_words(about: dict[str, object]) -> dict[str, object]:
    """Lists as words one after another."""
    return {key: " ".join(map(str, value)) if isinstance(value, list) else value for key, value in about.items()}


def _about(kpi: Kpi | Derived) -> dict[str, object]:
    common: dict[str, object] = {
        "name": kpi.name,
        "family": _(kpi.family),
        "label": _(kpi.label),
        "question": _(kpi.question),
        "formula": _(kpi.formula),
        "unit": kpi.unit,
        "traps": [_(trap) for trap in kpi.traps],
        "advice": _(kpi.advice),
    }
    return common | ({"command": kpi.command} if isinstance(kpi, Derived) else _of_rows(kpi))


def _of_rows(kpi: Kpi) -> dict[str, object]:
    return {
        "better": kpi.better,
        "needs": list(kpi.needs),
        "n_is": _(kpi.n_is),
        "enough": kpi.enough,
        "parts": {part.name: _(part.label) for part in kpi.parts},
        "beside": {other.name: _(other.label) for other in kpi.beside},
        "cuts": list(kpi.cuts),
        "policies": [
            {"name": each.name, "allowed": list(each.allowed), "default": each.default, "meaning": _(each.meaning)}
            for each in kpi.policies
        ],
    }
