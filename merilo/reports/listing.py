"""An answer as plain records: for tables, CSV, Parquet and JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from merilo.core.text import _
from merilo.kpis.cuts import CUTS
from merilo.kpis.declaration import TimeUntil
from merilo.reports.figures import Figure

if TYPE_CHECKING:
    from merilo.reports.answer import Answer, Line

_SPREAD = ("n", "mean", "median", "p25", "p75", "p90")
_UNTIL = ("n", "median", "p25", "p75", "p90")  # a mean would need to know how long the longest will take


def columns_of(answer: Answer) -> tuple[str, ...]:
    """The names of the columns of an answer's lines."""
    by = [name for cut in answer.question.by for name in (cut, f"{cut}_id")[: 2 if _named(cut) else 1]]
    period = ["period", "start", "end", "partial"] if answer.question.every else []
    ranges = ["low", "high"] if any(line.figure.interval for line in answer.lines) else []
    beside = [name for other in answer.kpi.beside for name in (other.name, f"{other.name}_low", f"{other.name}_high")]
    parts = [part.name for part in answer.kpi.parts]
    spreads = [f"{d.column}_{name}" for d in answer.kpi.distributions for name in _SPREAD]
    if isinstance(answer.kpi.value, TimeUntil):
        spreads = [*(f"{answer.kpi.value.course.name}_{name}" for name in _UNTIL), *spreads]
    early = ["too_early"] if answer.kpi.courses else []
    return (*by, *period, "n", "value", *ranges, *beside, "too_few", *early, *parts, *spreads)


def records_of(answer: Answer) -> list[dict[str, Any]]:
    """One dict per line, with exactly the columns of the answer."""
    columns = columns_of(answer)
    return [_only(columns, line_record(line)) for line in answer.lines]


def line_record(line: Line) -> dict[str, Any]:
    """Every value of a line under its column's name."""
    record: dict[str, Any] = dict(line.labels)
    record |= {f"{cut}_id": key for cut, key in line.keys.items()}
    record |= {"period": line.period, "start": line.start, "end": line.end, "partial": line.partial}
    return record | figure_record(line.figure)


def figure_record(figure: Figure) -> dict[str, Any]:
    """Every value of a figure under its column's name."""
    record: dict[str, Any] = {"n": figure.n, "value": figure.value, "too_few": figure.too_few}
    record["too_early"] = figure.too_early
    record["low"] = figure.interval.low if figure.interval else None
    record["high"] = figure.interval.high if figure.interval else None
    for name, estimate in figure.beside.items():
        record |= {name: estimate.value, f"{name}_low": None, f"{name}_high": None}
        if estimate.interval:
            record |= {f"{name}_low": estimate.interval.low, f"{name}_high": estimate.interval.high}
    record |= figure.parts
    for column, spread in figure.spreads.items():
        record |= {f"{column}_{name}": getattr(spread, name) for name in _SPREAD}
    return record


def json_of(answer: Answer) -> dict[str, Any]:
    """The whole answer as JSON-ready values."""
    kpi, question = answer.kpi, answer.question
    document = {
        "kpi": kpi.name,
        "label": _(kpi.label),
        "family": _(kpi.family),
        "question": _(kpi.question),
        "formula": _(kpi.formula),
        "unit": kpi.unit,
        "better": kpi.better,
        "n_is": _(kpi.n_is),
        "enough": kpi.enough,
        "asked": {
            "by": list(question.by),
            "every": question.every,
            "from": question.start,
            "to": question.end,
            "as_of": question.as_of,
            "where": [list(pair) for pair in question.where],
        },
        "as_of": answer.as_of,
        "currency": answer.currency if kpi.money else None,
        "policies": dict(answer.policies),
        "columns": list(answer.columns),
        "lines": answer.records(),
        "total": _without_group(line_record(answer.total)) if answer.total else None,
        "notes": list(answer.notes),
        "trust": answer.trust.to_json() if answer.trust else None,
        "rows": answer.rows.to_pylist() if answer.rows is not None else None,
    }
    plain: dict[str, Any] = plain_json(document)
    return plain


def plain_json(value: Any) -> Any:
    """Days as ISO text, exact decimals as text without needless zeros; everything else as it is."""
    if isinstance(value, dict):
        return {key: plain_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _without_group(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in ("period", "start", "end", "partial")}


def _only(columns: tuple[str, ...], record: dict[str, Any]) -> dict[str, Any]:
    return {column: record.get(column) for column in columns}


def _named(cut: str) -> bool:
    return bool(CUTS[cut].named_in)
