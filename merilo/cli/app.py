"""The command tree: one module per command in `merilo/cli/commands`."""

from __future__ import annotations

from importlib import import_module

import typer

from merilo import __version__
from merilo.core.text import _

MODULES = {
    "init": "init",
    "import": "import_",
    "kpi": "kpi",
    "scorecard": "scorecard",
    "signals": "signals",
    "problems": "problems",
    "expectations": "expectations",
    "coach": "coach",
    "forecast": "forecast",
    "call": "call",
    "plan": "plan",
    "balance": "balance",
    "ageing": "ageing",
    "serve": "serve",
    "digest": "digest",
    "user": "user",
    "journal": "journal",
    "database": "database",
    "demo": "demo",
    "history": "history",
    "compact": "history",
    "migrate": "history",
    "rejects": "rejects",
}
"""The module of each command, in the order of the help page."""


def build_app(wanted: str = "") -> typer.Typer:
    """The command line in the language in force: all of it, or only the command `wanted`, which starts sooner."""
    app = typer.Typer(
        name="merilo",
        help=_("Merilo measures a sales team honestly: from any export to the few KPIs that matter."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(_root)
    names = [MODULES[wanted]] if wanted in MODULES else dict.fromkeys(MODULES.values())
    for name in names:
        import_module(f"merilo.cli.commands.{name}").register(app)
    return app


def _root(version: bool = typer.Option(False, "--version", help=_("Print the version and stop."))) -> None:
    if version:
        typer.echo(f"merilo {__version__}")
        raise typer.Exit
