"""The command tree: one module per command in `merilo/cli/commands`."""

from __future__ import annotations

import typer

from merilo import __version__
from merilo.cli.commands import (
    balance,
    coach,
    demo,
    expectations,
    history,
    import_,
    init,
    kpi,
    plan,
    problems,
    rejects,
    scorecard,
    signals,
)
from merilo.core.text import _


def build_app() -> typer.Typer:
    """The command line in the language in force."""
    app = typer.Typer(
        name="merilo",
        help=_("Merilo measures a sales team honestly: from any export to the few KPIs that matter."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_root)
    for command in (
        init,
        import_,
        kpi,
        scorecard,
        signals,
        problems,
        expectations,
        coach,
        plan,
        balance,
        demo,
        history,
        rejects,
    ):
        command.register(app)
    return app


def _root(version: bool = typer.Option(False, "--version", help=_("Print the version and stop."))) -> None:
    if version:
        typer.echo(f"merilo {__version__}")
        raise typer.Exit
