"""Coaching actions for people: one sentence each on what became of it."""

from __future__ import annotations

from merilo.cli.show import console
from merilo.core.text import _
from merilo.reports.coaching import Coaching
from merilo.reports.coaching_words import heading, remarks, sentence


def print_coaching(found: Coaching) -> None:
    """Print every action: what was agreed, what became of it, and against whom."""
    out = console()
    if not found.lines:
        out.print(_("Nothing was agreed yet: `merilo coach add` keeps it."), markup=False)
        return
    for line in found.lines:
        out.print(heading(line), markup=False)
        out.print(f"    {sentence(line)}", markup=False)
        for remark in remarks(line):
            out.print(f"    • {remark}", markup=False)
    out.print("\n" + _("The data end on {day}; only whole weeks are held against each other.").format(day=found.day))
