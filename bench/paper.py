"""Results as tables for the terminal and as docs/benchmarks.md."""

from __future__ import annotations

from typing import Any

from bench import asking, importing

_INTRO = """# How fast it is

Written by `make bench ARGS=--write`; a run without `--write` only prints. The data are the demo company's
([demo.md](demo.md)) over three years, made once per size into `bench/data`.

- **Import**: from CSV to committed facts in a fresh workspace, through the functions that `merilo import` calls, with
  the demo's mapping. Goal: {rate:,} rows a second. A run that loses a row fails. The floor is what DuckDB alone needs
  to turn the same CSV into Parquet with nothing parsed, checked or committed.
- **KPIs**: the numbers of one question (`ours`) against SQL written by hand for the same question (`bench/sql`), both
  by DuckDB on the same Parquet files, best of five, taken in turn. Goal: {ratio} ×. Answers that differ fail the
  benchmark. `answer` is the whole answer as a person gets it, with currencies, notes and what data quality does to it.
  `CPU ratio` compares processor time, which other work on the machine does not bend; the load at the start is the
  number of processes that wanted to run.
- **Above the goal at 1M**: most of the surplus is a fixed price per question, 2 to 5 ms to build the query and up to
  30 ms to plan it. SQL by hand knows its two or three columns and clean rows; ours lays overlapping memberships and
  targets end to end, settles double rates, keeps rows without a day apart and counts what is left out.
  `pipeline.past` also orders changes of one instant by id, where SQL by hand takes any of them.
"""


def page(result: dict[str, Any]) -> str:
    """The documentation page."""
    return _INTRO.format(rate=importing.GOAL, ratio=asking.GOAL) + "\n" + tables(result)


def tables(result: dict[str, Any]) -> str:
    """Machine, versions, and per size both tables, in Markdown."""
    about = ", ".join(f"{key} {value}" for key, value in result["machine"].items())
    packages = ", ".join(f"{key} {value}" for key, value in result["versions"].items())
    parts = [f"Machine: {about}.\n\nVersions: {packages}.\n"]
    for size in result["sizes"]:
        rows = ", ".join(f"{name} {n:,}" for name, n in sorted(size["rows"].items(), key=lambda item: -item[1]))
        when = f"Measured {size['measured_at']}, load {size['load']} at the start."
        parts.append(f"\n## {size['name']} touches\n\n{when} {size['sellers']} sellers; rows: {rows}.\n")
        parts += [_imports(size["import"])] if size["import"] else []
        parts += [_kpis(size["kpis"])] if size["kpis"] else []
    return "\n".join(parts)


def _imports(rows: list[dict[str, Any]]) -> str:
    stages = list(rows[-1]["stages"])
    lines = [
        [
            r["files"],
            f"{r['rows']:,}",
            f"{r['seconds']:.1f}",
            f"{r['cpu']:.1f}",
            f"{r['rate']:,.0f}",
            _word(r["good"]) if r.get("judged", True) else "",
        ]
        + [f"{r['stages'].get(stage, 0):.1f}" for stage in stages]
        for r in rows
    ]
    return table(["import", "rows", "s", "CPU s", "rows/s", "goal", *(f"{stage}, s" for stage in stages)], lines)


def _kpis(rows: list[dict[str, Any]]) -> str:
    lines = [
        [r["name"], f"{r['groups']:,}"]
        + [f"{r[part]['clock'] * 1000:.1f}" for part in ("by_hand", "ours", "answer")]
        + [f"{r['ratio']:.2f}", f"{r['cpu_ratio']:.2f}", _word(r["good"])]
        for r in rows
    ]
    return table(["KPI", "groups", "by hand, ms", "ours, ms", "answer, ms", "ratio", "CPU ratio", "goal"], lines)


def _word(good: bool) -> str:
    return "met" if good else "missed"


def table(head: list[str], lines: list[list[str]]) -> str:
    """Rows of cells as an aligned Markdown table, the first column to the left."""
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    marks = ["-" * width if i == 0 else "-" * (width - 1) + ":" for i, width in enumerate(widths)]
    aligned = [
        [
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        for line in [head, *lines]
    ]
    shown = [aligned[0], marks, *aligned[1:]]
    return "\n".join("| " + " | ".join(line) + " |" for line in shown) + "\n"
