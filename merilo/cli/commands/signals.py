"""`merilo signals`: what changed, is it real, for whom; warnings first, then recognition, silence said in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from merilo.cli.place import HERE, WorkspaceOption
from merilo.cli.show import Column, Format, console, put_out
from merilo.core.asked import day_of
from merilo.core.errors import UsageError
from merilo.core.numbers import number
from merilo.core.text import _, ngettext
from merilo.core.workspace import Workspace
from merilo.people.snoozes import snooze, snoozed
from merilo.reports.signals import COLUMNS, Signal, Signals, signals


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command("signals", help=_("What changed, is it real, for whom: warnings and recognition, one sentence each."))
    def signals_(
        seller: Annotated[str, typer.Option("--seller", help=_("Only this seller (name or id)."))] = "",
        team: Annotated[str, typer.Option("--team", help=_("Only this team and its people."))] = "",
        week: Annotated[str, typer.Option("--week", help=_("As at the end of the week that holds this day."))] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=_("As it was known on this day, YYYY-MM-DD."))] = "",
        output_format: Annotated[Format, typer.Option("--format", help=_("How to print it."))] = Format.TABLE,
        json_: Annotated[bool, typer.Option("--json", help=_("One JSON document and nothing else."))] = False,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file."))] = None,
        key: Annotated[
            str, typer.Option("--snooze", metavar="KEY", help=_("Do not show this signal for a while."))
        ] = "",
        until: Annotated[str, typer.Option("--until", help=_("Snoozed up to and with this day, YYYY-MM-DD."))] = "",
        by: Annotated[str, typer.Option("--by", help=_("Who snoozes it."))] = "",
        workspace: WorkspaceOption = HERE,
    ) -> None:
        place = Workspace.open(workspace)
        asked = partial(
            signals,
            place,
            seller=seller or None,
            team=team or None,
            week=day_of("--week", week),
            as_of=day_of("--as-of", as_of),
        )
        if key or until:
            _snooze(place, key, day_of("--until", until), by, asked)
            return
        found = asked(snoozed=snoozed(place, place.settings.calendar.today()))
        put_out(
            Format.JSON if json_ else output_format,
            output,
            document=found.to_json,
            sheet=lambda: ([Column(name, name) for name in COLUMNS], found.records()),
            for_people=lambda: print_signals(found),
        )


def _snooze(place: Workspace, key: str, until: date | None, by: str, asked: Callable[[], Signals]) -> None:
    """Keep a signal that is there from being shown; one that is snoozed already may get another day."""
    today = place.settings.calendar.today()
    if not key or until is None or until < today:
        what = _("A signal is snoozed by its key, up to a day that is still to come.")
        raise UsageError(what, where="--snooze, --until", allowed=_("--snooze KEY --until YYYY-MM-DD"))
    keys = [one.key for one in asked().signals]
    if key not in keys:
        known = ", ".join(keys) or _("nothing")
        raise UsageError(
            _("There is no signal {key}.").format(key=key),
            where="--snooze",
            allowed=_("Known are: {values}").format(values=known),
        )
    snooze(place, key, until, by)
    typer.echo(_("Signal {key} is not shown up to {day}.").format(key=key, day=until))


def print_signals(found: Signals) -> None:
    """Print the signals grouped by person, then of whom there is nothing to say."""
    out = console()
    if found.day:
        out.print(f"\n[bold]{_('Signals of the week to {day}').format(day=found.day)}[/bold]")
    for heading, chosen in ((_("Warnings"), found.warnings), (_("Recognition"), found.recognitions)):
        if chosen:
            out.print(f"\n[bold]{heading}[/bold]")
            _print(out, chosen)
    if found.day and not found.warnings and not found.snoozed:
        out.print(f"\n{_('Nothing unusual for the worse: all that moved may be chance.')}")
    if found.quiet:
        out.print(_("Nothing unusual: {names}.").format(names=", ".join(found.quiet)), markup=False)
    for text in (*_left_out(found), *found.notes):
        out.print(f"• {text}", markup=False)


def _print(out: Console, chosen: tuple[Signal, ...]) -> None:
    # A person's signals stay together, where the dearest of them stands.
    order = {who: place for place, who in enumerate(dict.fromkeys(one.who for one in chosen))}
    for who, mine in groupby(sorted(chosen, key=lambda one: order[one.who]), key=lambda one: one.who):
        several = list(mine)
        team = several[0].team if several[0].team != who else ""
        out.print(f"{who} ({team})" if team else who, style="bold", markup=False)
        for one in several:
            out.print(f"  • {one.sentence}{_worth(one)}", markup=False)
            out.print(f"    {one.rows}", style="dim", markup=False)
            out.print(f"    --snooze {one.key}", style="dim", markup=False)


def _worth(one: Signal) -> str:
    """What it costs or brings, in two figures: more would claim more than is known."""
    money = one.root.money
    if not money or not one.root.finding.shift:
        return ""
    amount = f"{number(float(f'{money:.2g}'), 'count')} {one.currency}"
    text = _("It costs about {amount} a quarter.") if one.warning else _("It brings about {amount} a quarter.")
    return " " + text.format(amount=amount)


def _left_out(found: Signals) -> list[str]:
    more = ngettext(
        "{n} more is not shown: its person has enough already.",
        "{n} more are not shown: their people have enough already.",
        found.more,
    )
    later = ngettext("{n} is snoozed.", "{n} are snoozed.", found.snoozed)
    return [text.format(n=n) for text, n in ((more, found.more), (later, found.snoozed)) if n]
