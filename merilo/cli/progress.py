"""What long work is doing: a bar on the terminal, plain lines elsewhere, always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from merilo.cli.show import console

Report = Callable[[str, int, int], None]


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Report]:
    """A function (what, done, of how many) that shows how far the work is; nothing is shown when quiet."""
    out = console(error=True)
    if quiet:
        yield lambda _what, _done, _total: None
    elif not out.is_terminal:
        yield _Lines()
    else:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=out, transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)


class _Lines:
    """One line per new step: readable in a log file, quiet for hundreds of files of one step."""

    def __init__(self) -> None:
        self._steps: set[str] = set()

    def __call__(self, what: str, done: int, total: int) -> None:
        step = what.split(" ", maxsplit=1)[0]
        if step not in self._steps:
            self._steps.add(step)
            sys.stderr.write(f"… {what}\n")
