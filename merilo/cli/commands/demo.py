"""`merilo demo`: a company with known answers, imported by the ordinary way, its scorecard printed, then served."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from merilo.cli.account import print_report
from merilo.cli.commands.scorecard import print_scorecard
from merilo.cli.commands.serve import PORT
from merilo.cli.commands.signals import print_signals
from merilo.cli.place import WorkspaceOption
from merilo.cli.progress import Report, progress
from merilo.cli.show import console
from merilo.core.asked import day_of
from merilo.core.text import _, language
from merilo.core.workspace import SETTINGS_FILE, Workspace
from merilo.demo import Company, company
from merilo.facts.store import FactStore
from merilo.intake.prepare import prepare
from merilo.intake.run import run_import
from merilo.people.accounts import add_person
from merilo.people.roles import Role
from merilo.people.snoozes import snoozed
from merilo.reports.prepared import Prepared
from merilo.reports.scorecard import scorecard
from merilo.reports.signals import signals

_LOG_INS = "logins.txt"


def register(app: typer.Typer) -> None:
    """Add the command to the tree."""

    @app.command(help=_("An invented company with known answers: made, imported, its scorecard and signals."))
    def demo(
        sellers: Annotated[int, typer.Option(help=_("How many sellers."))] = 12,
        teams: Annotated[int, typer.Option(help=_("In how many teams."))] = 3,
        years: Annotated[float, typer.Option(help=_("How many years back."))] = 2,
        seed: Annotated[int, typer.Option(help=_("Another seed makes another company."))] = 1,
        until: Annotated[str, typer.Option(help=_("The last day, YYYY-MM-DD (default: yesterday)."))] = "",
        serve: Annotated[bool, typer.Option(help=_("Serve its pages at the end, until interrupted."))] = True,
        port: Annotated[int, typer.Option(help=_("The port to serve them on."))] = PORT,
        workspace: WorkspaceOption = Path("demo"),
    ) -> None:
        if _is_ready(workspace):
            typer.echo(
                _("The demo company is in {folder} already; delete the folder to begin anew.").format(folder=workspace)
            )
        else:
            yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the reader's own day
            last = day_of("--until", until) or yesterday
            _make(workspace, company(until=last, sellers=sellers, teams=teams, years=years, seed=seed))
        place = Workspace.open(workspace)
        print_scorecard(scorecard(place))
        print_signals(signals(place, snoozed=snoozed(place, place.settings.calendar.today())))
        _say_next(workspace)
        _open_pages(place, port, serve=serve)


def _is_ready(folder: Path) -> bool:
    """Whether an earlier run came to its end; one that was cut short is finished by this one."""
    if not (folder / SETTINGS_FILE).exists():
        return False
    facts = Workspace.open(folder).facts
    return (facts / "states").is_dir() and FactStore.open(facts).latest().number > 0


def _make(folder: Path, made: Company) -> None:
    place = Workspace.open(folder) if (folder / SETTINGS_FILE).exists() else Workspace.init(folder, made.settings)
    exports = folder / "exports"
    typer.echo(
        _("Writing the exports of the invented company {name} to {folder} …").format(
            name=made.settings.name, folder=exports
        )
    )
    made.write(exports)
    with progress() as report_progress:
        prepared = prepare(place, [exports], mapping=made.mapping(), progress=report_progress)
        report = run_import(place, prepared, progress=report_progress)
    print_report(report)


def _open_pages(place: Workspace, port: int, *, serve: bool) -> None:
    """Make the log-ins and the documents that pages show, say how to come in, and serve."""
    log_ins = place.root / _LOG_INS
    if not log_ins.exists():
        log_ins.touch(mode=0o600)
        log_ins.write_text(_add_people(place), encoding="utf-8")
    out = console()
    out.print(f"\n[bold]{_('Pages')}[/bold]  {_('Log in as (also in {file}):').format(file=log_ins)}")
    out.print(log_ins.read_text(encoding="utf-8"), markup=False)
    if serve:
        with progress() as told:
            _prepare(place, told)
        _serve(place, port)


def _serve(place: Workspace, port: int) -> None:
    """Become `merilo serve`: this process has opened the people's tables alone, and pages need their own besides."""
    sys.stdout.flush()
    serve = (sys.executable, "-m", "merilo", "serve", "--port", str(port), "--workspace", str(place.root))
    os.execv(sys.executable, serve)  # noqa: S606 - this very program


def _prepare(place: Workspace, told: Report) -> None:
    prepared = Prepared(place)
    steps = iter(range(len(prepared.missing) + 1))
    count = len(prepared.missing)
    prepared.make(lambda name: told(_("Computing what pages show: {name}").format(name=name), next(steps), count))


def _add_people(place: Workspace) -> str:
    """One person of each role, with a password of this demo's own; the lines to print."""
    password = secrets.token_urlsafe(9)
    sellers, managers = _known_people(place)
    who = (
        (Role.SELLER, *sellers),
        (Role.MANAGER, *managers),
        (Role.ANALYST, "", _("Analyst")),
        (Role.ADMIN, "", _("Administrator")),
    )
    for role, seller, name in who:
        address = f"{role.value}@demo.example"
        add_person(place, email=address, name=name, role=role, seller=seller, password=password)
    return "".join(f"  {role.value}@demo.example  {password}  {name}\n" for role, _seller, name in who)


def _known_people(place: Workspace) -> tuple[tuple[str, str], tuple[str, str]]:
    """A seller about whom there is something to say, and who leads him: id and name of both."""
    staff = Prepared(place).made_now("staff")
    warned = [each["subject"] for each in Prepared(place).made_now("signals")["signals"] if each["kind"] == "warning"]
    led = {each["seller"]: each["manager"] for each in staff["led"]}
    seller = next((who for who in (*warned, *staff["sellers"]) if who in led), staff["sellers"][0])
    manager = led.get(seller, "")
    return (seller, staff["names"][seller]), (manager, staff["names"].get(manager, manager))


def _say_next(folder: Path) -> None:
    out = console()
    # As the reader can type it: `make demo` runs a program that is not on his path.
    program = "merilo" if shutil.which("merilo") else sys.argv[0]
    out.print(f"\n[bold]{_('Try now')}[/bold]")
    for words in (
        "problems",
        "balance",
        "plan",
        "expectations --suggest",
        "kpi pipeline --by stage",
        "kpi win_rate --by seller --every quarter",
        "kpi revenue_movements --every quarter",
        "kpi win_rate --rows --format csv",
    ):
        out.print(f"  {program} {words} -w {folder}", markup=False)
    other = "ru" if language() == "en" else "en"
    out.print(f"  MERILO_LANGUAGE={other} {program} scorecard -w {folder}", markup=False)
