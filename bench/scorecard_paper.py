"""The scorecard's seconds as tables, for the terminal and between the marks of docs/benchmarks.md."""

from __future__ import annotations

from typing import Any

from bench.asking import Took
from bench.paper import table
from bench.scorecard import GOAL, Scored

_BEGIN, _END = "<!-- scorecard -->\n", "<!-- /scorecard -->\n"

_INTRO = """## The whole scorecard over time

Written by `make bench ARGS="--only scorecard --write"`: every seller × every KPI that can be cut by seller × the 36
months of three years, each figure with its interval and standing. Goal: {goal:g} s for all KPIs anew.

- **first**: nothing is there but the facts. What KPIs share ([ADR 0010](adr/0010-rows-that-kpis-share.md)) is worked
  out on the way and kept, as Parquet: {shared}.
- **anew**: that is there, as whoever asked before has left it (the worker's limits and problems, this scorecard of
  other months or by quarter): rows, and sums by seller and day, or by period where a KPI is defined by periods. All
  figures with their intervals and standings are made of them.
- **kept**: the same question again.

Seconds on the clock / seconds of processor over all threads. The clock of a busy machine tells of the others' work too:
its load at the start was {load}.

What remains, at 10M, in seconds of processor. SQL by hand on the same Parquet files: touches by seller and month 0.9 (a
pass that `touches` and `connect_rate` each make), the first touch of each lead 2.5, of each account and month 3.7 to
3.9: what a first time cannot go below. Anew, no query reads touches, leads or payments any more, only a few hundred
thousand sums; a third is Ibis building the questions, a third DuckDB planning and running them, a third intervals and
standings of half a million figures.
"""


def scored_part(page: str) -> str:
    """The part of the page that is about the scorecard, with its marks; empty where there is none."""
    if _BEGIN not in page:
        return ""
    return f"\n{_BEGIN}{page.split(_BEGIN)[1].split(_END, maxsplit=1)[0]}{_END}"


def with_scored(page: str, section: str) -> str:
    """The page with this section in that part."""
    bare = page.replace(scored_part(page), "") if _BEGIN in page else page
    return f"{bare.rstrip()}\n\n{_BEGIN}\n{section}\n{_END}"


def scored_section(measured: dict[str, list[Scored]], about: dict[str, Any]) -> str:
    """All sizes: the three times, and the seconds of each query."""
    shared = ", ".join(f"{rows[-1].shared:,.0f} MB at {name}" for name, rows in measured.items())
    parts = [_INTRO.format(goal=GOAL, shared=shared, load=about["load"])]
    for name, rows in measured.items():
        lines = [
            [row.name, f"{row.figures:,}", *(_both(each) for each in (row.first, row.anew, row.kept)),
             "met" if row.good else "missed"]
            for row in rows
        ]  # fmt: skip
        parts.append(f"Measured {about['when']}.\n")
        parts.append(table([f"{name} touches", "figures", "first, s", "anew, s", "kept, s", "goal"], lines))
        each = [[kpis, _both(took)] for row in rows for kpis, took in row.each.items()]
        parts.append(table([f"{name}: anew, query by query", "s"], each))
    return "\n".join(parts)


def _both(took: Took | None) -> str:
    return "" if took is None else f"{took.clock:.2f} / {took.cpu:.2f}"
