"""The figures of the signals as tables, for the terminal and between the marks of docs/signals.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.signals import GOAL_FALSE, GOAL_WEEKS

PAGE = Path(__file__).parent.parent / "docs" / "signals.md"
_BEGIN, _END = "<!-- measured -->\n", "<!-- /measured -->"


def signals_page(page: str, result: dict[str, Any]) -> str:
    """The page with new figures; raises ValueError without both marks."""
    before, rest = page.split(_BEGIN)
    _old, after = rest.split(_END)
    return f"{before}{_BEGIN}\n{signals_tables(result)}\n{_END}{after}"


def signals_tables(result: dict[str, Any]) -> str:
    """False warnings per KPI, then how drops are found, in Markdown."""
    false = [f"| `{name}` | {value:.3f} |" for name, value in result["false"].items()]
    goal = "met" if result["good"] else "missed"
    lines = [
        f"False warnings per seller and year, over {result['seller_years']:,.0f} simulated calm seller-years:",
        "",
        "| KPI | false warnings a year |",
        "|---|---:|",
        *false,
        f"| all together (goal: at most {GOAL_FALSE:g}, {goal}) | {result['every']:.3f} |",
        "",
        f"A lasting drop by 30 % (goal: median of at most {GOAL_WEEKS:g} weeks):",
        "",
        "| dropped | found within a year | median weeks | no method beats, weeks on average | goal |",
        "|---|---:|---:|---:|---|",
        *(_row(each) for each in result["detections"]),
        "",
        *_rises(result),
    ]
    return "\n".join(lines)


def _rises(result: dict[str, Any]) -> list[str]:
    """How soon more pushes are seen."""
    calm = result["pushes"]
    about = f"{calm['deals']:.0f} open deals a seller, {calm['share']:.1%} of them put off a week"
    return [
        f"Closing days pushed more often than before ({about}; {calm['seller_years']:,.0f} seller-years):",
        "",
        "| pushed more | found within a year | median weeks |",
        "|---|---:|---:|",
        *(f"| {each['name']} | {each['found']:.0%} | {_weeks(each['median'])} |" for each in result["rises"]),
        "",
    ]


def _weeks(median: float | None) -> str:
    return "more than a year" if median is None else f"{median:.0f}"


def _row(each: dict[str, Any]) -> str:
    bound = "—" if each["bound"] is None else f"{each['bound']:.1f}"
    found = f"{each['found']:.0%} | {_weeks(each['median'])} | {bound}"
    return f"| {each['name']} | {found} | {'met' if each['goal'] else 'missed'} |"
