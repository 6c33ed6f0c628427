"""`python -m bench`: import speed and every KPI against hand-written SQL. See docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import asking, forecast, importing, pages, scorecard, signals
from bench import load as people
from bench.forecast_paper import PAGE as FORECAST
from bench.forecast_paper import forecast_page, forecast_tables
from bench.machine import load, machine, versions
from bench.paper import page, tables
from bench.scorecard_paper import scored_part, scored_section, with_scored
from bench.signals_paper import PAGE as SIGNALS
from bench.signals_paper import signals_page, signals_tables
from bench.sizes import parse

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> int:
    """Measure, print, keep; ends with 1 when a goal is missed and `--strict` was asked."""
    options = _options()
    if options.only == "signals":
        return _signals(options)
    if options.only == "forecast":
        return _forecast(options)
    if options.only == "scorecard":
        return _scorecard(options)
    if options.only == "pages":
        return _pages(options)
    if options.only == "load":
        return _load(options)
    asking.check_complete()
    result: dict[str, Any] = {
        "machine": machine(),
        "versions": versions(),
        "sizes": [_size(text, options.only) for text in options.rows.split(",")],
    }
    sys.stdout.write(tables(result))
    RESULTS.mkdir(parents=True, exist_ok=True)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    (RESULTS / f"{stamp}.json").write_text(json.dumps(result, indent=1))
    if options.write:
        before = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(page(result) + scored_part(before) + pages.section(before), encoding="utf-8")
    met = all(row["good"] for size in result["sizes"] for row in size["import"] + size["kpis"])
    heard = _signals(options) if options.only is None else 0
    return heard or (1 if options.strict and not met else 0)


def _signals(options: argparse.Namespace) -> int:
    """False warnings and time to detection: printed, and written between the marks of docs/signals.md."""
    result = signals.measure()
    sys.stdout.write(signals_tables(result))
    if options.write:
        SIGNALS.write_text(signals_page(SIGNALS.read_text(encoding="utf-8"), result), encoding="utf-8")
    return 1 if options.strict and not result["good"] else 0


def _forecast(options: argparse.Namespace) -> int:
    """The record of forecasts and the speed: printed, and written between the marks of docs/forecast.md."""
    result = forecast.measure(options.courses.split(","), _say)
    sys.stdout.write(forecast_tables(result))
    if options.write:
        FORECAST.write_text(forecast_page(FORECAST.read_text(encoding="utf-8"), result), encoding="utf-8")
    good = result["speed"]["seconds"] <= forecast.GOAL_SECONDS and result["speed"]["peak_gib"] <= forecast.GOAL_GIB
    return 1 if options.strict and not good else 0


def _scorecard(options: argparse.Namespace) -> int:
    """The scorecard over time, per size: printed, and written between the marks of docs/benchmarks.md."""
    about = {"when": datetime.now(UTC).isoformat(timespec="minutes"), "load": load()}
    measured = {}
    for text in options.rows.split(","):
        size = parse(text)
        size.ready(_say)
        measured[size.name] = scorecard.measure(size)
    found = scored_section(measured, about)
    sys.stdout.write(found + "\n")
    if options.write:
        PAGE.write_text(with_scored(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    met = all(row.good for rows in measured.values() for row in rows)
    return 1 if options.strict and not met else 0


def _pages(options: argparse.Namespace) -> int:
    """Pages of a real server, per size: printed, and written into their section of the page."""
    found = []
    for text in options.rows.split(","):
        size = parse(text)
        size.ready(_say)
        found.append(pages.measure(size, _say))
        sys.stdout.write(pages.tables(found[-1]))
    if options.write:
        PAGE.write_text(pages.written(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    met = all(state["good"] for size in found for state in size["states"].values())
    return 1 if options.strict and not met else 0


def _load(options: argparse.Namespace) -> int:
    """People clicking and logging, per size: printed only."""
    met = True
    for text in options.rows.split(","):
        found = people.measure(parse(text), options.people, options.seconds, _say)
        met &= found.good
        sys.stdout.write(f"{text}, load of the machine {load()}: {found.words()}")
    return 1 if options.strict and not met else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", default="1M,10M", help="touches per size, such as 250k,1M,10M")
    parts = ("import", "kpis", "signals", "forecast", "scorecard", "pages", "load")
    parser.add_argument("--only", choices=parts, help="measure one part")
    parser.add_argument("--courses", default=",".join(forecast.COURSES), help="of `--only forecast`")
    parser.add_argument("--people", type=int, default=50, help="of `--only load`")
    parser.add_argument("--seconds", type=float, default=120, help="of `--only load`")
    parser.add_argument(
        "--write", action="store_true", help="write docs/benchmarks.md, docs/signals.md and docs/forecast.md"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 when a goal is missed")
    return parser.parse_args()


def _size(text: str, only: str | None) -> dict[str, Any]:
    size = parse(text)
    counts = size.ready(_say)
    began, before = datetime.now(UTC).isoformat(timespec="minutes"), load()
    imported = importing.measure(size, counts) if only != "kpis" else []
    asked = asking.measure(size, _say) if only != "import" else []
    return {
        "name": size.name,
        "measured_at": began,
        "load": before,
        "sellers": size.sellers,
        "rows": counts,
        "import": [asdict(i) | {"rate": i.rate, "good": i.good} for i in imported],
        "kpis": [asdict(a) | {"ratio": a.ratio, "cpu_ratio": a.cpu_ratio, "good": a.good} for a in asked],
    }


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
