"""The record of forecasts as tables, for the terminal and between the marks of docs/forecast.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.forecast import GOAL_GIB, GOAL_SECONDS
from merilo.insight.forecast.naive import LABELS

PAGE = Path(__file__).parent.parent / "docs" / "forecast.md"
_BEGIN, _END = "<!-- measured -->\n", "<!-- /measured -->"


def forecast_page(page: str, result: dict[str, Any]) -> str:
    """The page with new figures; raises ValueError without both marks."""
    before, rest = page.split(_BEGIN)
    _old, after = rest.split(_END)
    return f"{before}{_BEGIN}\n{forecast_tables(result)}\n{_END}{after}"


def forecast_tables(result: dict[str, Any]) -> str:
    """Speed, then each course's record, in Markdown."""
    return "\n".join([_speed(result["speed"]), *(_course(each) for each in result["courses"])])


def _speed(found: dict[str, float]) -> str:
    return (
        f"Learned from {found['deals']:,.0f} deals and 5,000,000 touches, forecast of {found['open']:,.0f} open ones in"
        f" nine spans: {found['seconds']:.1f} s of processor ({found['learn']:.1f} to learn, {found['ahead']:.1f} to"
        f" look ahead; goal {GOAL_SECONDS:g}), peak of memory {found['peak_gib']:.2f} GiB (goal {GOAL_GIB:g}).\n"
    )


def _course(found: dict[str, Any]) -> str:
    return "\n".join([
        f"### {found['name'][0].upper()}{found['name'][1:]}",
        "",
        f"Forecasts of {found['origins']} past days{_companies(found)}: {found['seconds']:.0f} s of processor.",
        "",
        *_head("days ahead", "of.", "n", "wMAPE", "chance alone", "bias", "best naive.", "its wMAPE", "skill.",
               "in 50 %", "in 80 %", "sellers'", "in 50 %", "in 80 %"),
        *(_row(row) for row in found["rows"]),
        "",
        *_head("chance within days", "deals", "Brier", "one chance for all", "calibration error", "chance alone", "AUC",
               "at the same age"),
        *(_chances(row) for row in found["chances"]),
        "",
    ])  # fmt: skip


def _companies(found: dict[str, Any]) -> str:
    n = found["companies"]
    return f" of {n} companies, told together" if n > 1 else ""


def _head(*names: str) -> tuple[str, str]:
    """The head of a table of numbers; a full stop behind a name makes it one of words."""
    lines = ("---" if name.endswith(".") else "---:" for name in names)
    return f"| {' | '.join(name.removesuffix('.') for name in names)} |", f"|{'|'.join(lines)}|"


def _row(row: dict[str, Any]) -> str:
    between = "" if row["low"] is None else f" ({row['low']:+.2f} to {row['high']:+.2f})"
    skill = _number(row["skill"], "+.2f") + between
    best = LABELS[row["best"]] if row["best"] else "–"
    cells = [
        row["days"], row["of"], row["n"], _number(row["wmape"]), _number(row["noise"]), _number(row["bias"], "+.3f"),
        best, _number(row["best_wmape"]), skill, _held(row, "50"), _held(row, "80"),
        f"{row['sellers_n']:,}", _held(row, "50", "sellers_"), _held(row, "80", "sellers_"),
    ]  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _chances(row: dict[str, Any]) -> str:
    numbers = [_number(row[name], ".4f") for name in ("brier", "brier_of_all", "error", "noise")]
    cells = [row["days"], f"{row['n']:,}", *numbers, _number(row["auc"]), _number(row["auc_alike"])]
    return f"| {' | '.join(map(str, cells))} |"


def _held(row: dict[str, Any], band: str, whose: str = "") -> str:
    """How often a band held, how often it promised to, and between which shares it holds, where that is told."""
    held = f"{row[f'{whose}within_{band}']:.1%} of {row[f'{whose}promised_{band}']:.1%}"
    low, high = (row.get(f"{whose}within_{band}_{end}") for end in ("low", "high"))
    return held if low is None else f"{held} ({low:.0%} to {high:.0%})"


def _number(value: float | None, form: str = ".3f") -> str:
    return "–" if value is None else format(value, form)
