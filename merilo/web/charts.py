"""Vega-Lite specifications of each kind of chart. Data in, a picture with its table out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from merilo.core.numbers import number
from merilo.core.text import _

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """A chart: the id of its place in the page, what it shows in words, its Vega-Lite specification, its table.

    `columns`: pairs of heading and unit; `rows`: the cells under them, ready to be shown.
    """

    id: str
    says: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def low(self) -> bool:
        """Whether its height follows from the number of its bars."""
        return isinstance(self.spec["height"], dict)

    @property
    def spec_id(self) -> str:
        """The id of the element that holds the specification."""
        return f"{self.id}-spec"


def picture(
    name: str, says: str, spec: dict[str, Any], columns: Sequence[tuple[str, str, str]], records: Sequence[Record]
) -> Picture:
    """A chart of records, with the table of these columns: key, heading, unit (`text` for words and days)."""
    whole = {"width": "container", "height": 260, "autosize": {"type": "fit", "contains": "padding"}} | spec
    rows = tuple(tuple(number(record.get(key), unit) for key, _heading, unit in columns) for record in records)
    return Picture(name, says, whole, tuple(heading for _key, heading, _unit in columns), rows)


_FORMATS = {
    "share": ".0%",
    "count": ",.0f",
    "money": "~s",
    "per_week": ",.1f",
    "days": ",.0f",
    "ratio": ",.2f",
    "hours": ",.0f",
}


def axis_format(unit: str) -> str:
    """How an axis writes numbers of a unit."""
    return _FORMATS.get(unit, ",.2~f")


def control_chart(name: str, kpi: Mapping[str, Any], series: Mapping[str, Any], says: str) -> Picture:
    """A watched KPI (see `reports.weekly`) with its natural limits, the middle, and where a new level begins.

    Points outside their limits stand out by shape as well as by colour.
    """
    unit = "share" if kpi["kind"] == "shares" else "money" if kpi["kind"] == "amounts" else "count"
    records = [
        {"day": day, "value": value, "low": low, "middle": middle, "high": high, "outside": _outside(value, low, high)}
        for day, value, low, middle, high in zip(
            kpi["points"], series["value"], series["low"], series["middle"], series["high"], strict=True
        )
    ]
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%d.%m.%y", "labelAngle": 0, "tickCount": 6},
    }
    y = {"type": "quantitative", "title": None, "axis": {"format": axis_format(unit)}, "scale": {"zero": False}}
    breaks = [{"day": kpi["points"][place]} for place in series["shifts"]]
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "area", "interpolate": "step-after", "style": "band"},
         "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "interpolate": "step-after", "style": "middle"},
         "encoding": {"x": x, "y": y | {"field": "middle"}}},
        {"mark": {"type": "line", "style": "value"}, "encoding": {"x": x, "y": y | {"field": "value"}}},
        {"mark": {"type": "point", "filled": True, "tooltip": True, "style": "point"},
         "encoding": {
             "x": x, "y": y | {"field": "value"},
             "shape": {"field": "outside", "type": "nominal", "legend": None,
                       "scale": {"domain": [False, True], "range": ["circle", "diamond"]}},
             "size": {"condition": {"test": "datum.outside", "value": 90}, "value": 22},
             "color": {"condition": {"test": "datum.outside", "value": "#c2410c"}, "value": "#2563eb"}}},
    ]  # fmt: skip
    if breaks:
        layers.append({
            "data": {"values": breaks},
            "mark": {"type": "rule", "style": "break", "strokeDash": [4, 3]},
            "encoding": {"x": {"field": "day", "type": "temporal"}},
        })  # fmt: skip
    spec = {"data": {"values": records}, "layer": layers}
    columns = [
        ("day", _("Begins"), "text"), ("value", _("Value"), unit), ("low", _("Lower limit"), unit),
        ("middle", _("Expected"), unit), ("high", _("Upper limit"), unit),
    ]  # fmt: skip
    return picture(name, says, spec, columns, records)


def _outside(value: float | None, low: float | None, high: float | None) -> bool:
    return value is not None and ((low is not None and value < low) or (high is not None and value > high))


def bars(
    name: str, says: str, records: Sequence[Record], label: tuple[str, str], value: tuple[str, str, str]
) -> Picture:
    """One horizontal bar per record. `label`: key and heading; `value`: key, heading and unit."""
    spec = {
        "data": {"values": [dict(record) for record in records]},
        "height": {"step": 26},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "mark": {"type": "bar", "tooltip": True, "cornerRadiusEnd": 3},
        "encoding": {
            "y": {"field": label[0], "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}},
            "x": {
                "field": value[0],
                "type": "quantitative",
                "title": value[1],
                "axis": {"format": axis_format(value[2])} | ({"tickMinStep": 1} if value[2] == "count" else {}),
            },
        },
    }  # fmt: skip
    return picture(name, says, spec, [(*label, "text"), value], records)


_MANY_STEPS = 8  # from so many on their labels would run into each other


def waterfall(name: str, says: str, steps: Sequence[tuple[str, float, bool]], unit: str) -> Picture:
    """Steps from an opening to a closing amount: label, amount, and whether it is a level rather than a movement."""
    records, at = [], 0.0
    for label, amount, level in steps:
        begin = 0.0 if level else at
        at = amount if level else at + amount
        kind = "level" if level else "up" if amount >= 0 else "down"
        records.append({"step": label, "amount": amount, "from": begin, "to": at, "kind": kind})
    spec = {
        "data": {"values": records},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {
                "field": "step", "type": "nominal", "sort": None, "title": None,
                "axis": {"labelAngle": -35 if len(records) > _MANY_STEPS else 0, "labelLimit": 110},
            },
            "y": {"field": "from", "type": "quantitative", "title": None, "axis": {"format": axis_format(unit)}},
            "y2": {"field": "to"},
            "color": {
                "field": "kind", "type": "nominal", "legend": None,
                "scale": {"domain": ["level", "up", "down"], "range": ["#64748b", "#15803d", "#c2410c"]},
            },
        },
    }  # fmt: skip
    return picture(name, says, spec, [("step", _("Step"), "text"), ("amount", _("Amount"), unit)], records)


def trend(name: str, says: str, records: Sequence[Record], value: tuple[str, str]) -> Picture:
    """A value (heading and unit) per period with its range; a period that is not over is hollow."""
    heading, unit = value
    x = {"field": "period", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": -40}}
    y = {"type": "quantitative", "title": None, "axis": {"format": axis_format(unit)}, "scale": {"zero": False}}
    spec = {
        "data": {"values": [dict(record) for record in records]},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.45},
             "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}},
            {"mark": {"type": "line", "style": "value"}, "encoding": {"x": x, "y": y | {"field": "value"}}},
            {"mark": {"type": "point", "tooltip": True, "filled": True, "size": 45},
             "encoding": {"x": x, "y": y | {"field": "value"},
                          "fillOpacity": {"condition": {"test": "datum.whole", "value": 1}, "value": 0}}},
        ],
    }  # fmt: skip
    columns = [
        ("period", _("Period"), "text"),
        ("value", heading, unit),
        ("low", _("From"), unit),
        ("high", _("To"), unit),
    ]
    return picture(name, says, spec, columns, records)


def funnel(name: str, says: str, records: Sequence[Record], headings: tuple[str, str, str]) -> Picture:
    """What became of those who entered each stage, in order: one bar per stage, cut by outcome.

    Records: group, what, n. `headings`: those of stage, outcome and count.
    """
    stage, what, n = headings
    spec = {
        "data": {"values": [dict(record) for record in records]},
        "height": {"step": 30},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "y": {"field": "group", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 160}},
            "x": {"field": "n", "type": "quantitative", "title": n, "axis": {"format": ",.0f", "tickMinStep": 1}},
            "order": {"field": "place"},
            "color": {
                "field": "what", "type": "nominal", "sort": None, "title": None,
                "scale": {"range": ["#2563eb", "#15803d", "#a16207", "#c2410c", "#94a3b8"]},
            },
        },
    }  # fmt: skip
    columns = [("group", stage, "text"), ("what", what, "text"), ("n", n, "count")]
    return picture(name, says, spec, columns, records)


def quartiles(name: str, says: str, records: Sequence[Record], headings: tuple[str, str]) -> Picture:
    """A distribution per group: the middle half as a bar, the median in it, and a line to where nine of ten lie.

    Records: group, p25, median, p75, p90. `headings`: of the group, and the unit.
    """
    group, unit = headings
    y = {"field": "group", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 200}}
    x = {"type": "quantitative", "title": None, "axis": {"format": axis_format(unit)}}
    spec = {
        "data": {"values": [dict(record) for record in records]},
        "height": {"step": 26},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 1.5},
             "encoding": {"y": y, "x": x | {"field": "p75"}, "x2": {"field": "p90"}}},
            {"mark": {"type": "bar", "tooltip": True, "size": 14, "opacity": 0.55},
             "encoding": {"y": y, "x": x | {"field": "p25"}, "x2": {"field": "p75"}}},
            {"mark": {"type": "tick", "thickness": 3, "size": 18, "style": "middle"},
             "encoding": {"y": y, "x": x | {"field": "median"}}},
        ],
    }  # fmt: skip
    columns = [("group", group, "text"), ("p25", "25 %", unit), ("median", _("Median"), unit), ("p75", "75 %", unit),
               ("p90", "90 %", unit)]  # fmt: skip
    return picture(name, says, spec, columns, records)


def heat_map(name: str, says: str, records: Sequence[Record], group: str, value: tuple[str, str]) -> Picture:
    """A value (heading and unit) per `group` (its heading) and period: the darker the more, with the number written in.

    Records: group, period, value.
    """
    heading, unit = value
    place = {
        "x": {"field": "period", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": -40}},
        "y": {"field": "group", "type": "ordinal", "sort": None, "title": group, "axis": {"labelLimit": 160}},
    }
    spec = {
        "data": {"values": [dict(record) for record in records]},
        "height": {"step": 28},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": place,
        "layer": [
            {"mark": {"type": "rect", "tooltip": True},
             "encoding": {"color": {"field": "value", "type": "quantitative", "title": heading,
                                    "scale": {"scheme": "blues"}, "legend": {"format": axis_format(unit)}}}},
            {"mark": {"type": "text", "fontSize": 11, "fill": "#0b1220", "stroke": "#ffffff", "strokeWidth": 2.5,
                      "strokeOpacity": 0.75},
             "encoding": {"text": {"field": "value", "type": "quantitative", "format": axis_format(unit)}}},
            {"mark": {"type": "text", "fontSize": 11, "fill": "#0b1220"},
             "encoding": {"text": {"field": "value", "type": "quantitative", "format": axis_format(unit)}}},
        ],
    }  # fmt: skip
    columns = [("group", group, "text"), ("period", _("Period"), "text"), ("value", heading, unit)]
    return picture(name, says, spec, columns, records)


def chances(name: str, says: str, records: Sequence[Record], mark: float | None) -> Picture:
    """The chance to be won by age in days, each `what` a line with its range; `mark`: an age to draw a line at.

    Records: age, what, value, low, high, n.
    """
    x = {"field": "age", "type": "quantitative", "title": _("Open for more than, days")}
    y = {"type": "quantitative", "title": None, "axis": {"format": ".0%"}, "scale": {"domain": [0, 1]}}
    kind = {"field": "what", "type": "nominal", "title": None, "sort": None}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "area", "opacity": 0.15},
         "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"},
                      "color": kind | {"legend": None}}},
        {"mark": {"type": "line", "point": {"filled": True, "size": 40}, "tooltip": True},
         "encoding": {"x": x, "y": y | {"field": "value"}, "color": kind, "strokeDash": kind}},
    ]  # fmt: skip
    if mark is not None:
        layers.append({
            "data": {"values": [{"age": mark}]},
            "mark": {"type": "rule", "style": "break", "strokeDash": [4, 3]},
            "encoding": {"x": {"field": "age", "type": "quantitative"}},
        })  # fmt: skip
    columns = [
        ("age", _("Open for more than, days"), "count"), ("what", _("Chance"), "text"), ("value", _("Value"), "share"),
        ("low", _("From"), "share"), ("high", _("To"), "share"), ("n", _("Deals"), "count"),
    ]  # fmt: skip
    return picture(
        name, says, {"data": {"values": [dict(each) for each in records]}, "layer": layers}, columns, records
    )


def fan(name: str, says: str, records: Sequence[Record], currency: str) -> Picture:
    """What will be won in each of some periods: the middle, the 50 % and the 80 % range, and what is won already.

    Records: period, p10, p25, p50, p75, p90, won.
    """
    x = {"field": "period", "type": "nominal", "sort": None, "title": None, "axis": {"labelAngle": -35}}
    y = {"type": "quantitative", "title": currency, "axis": {"format": axis_format("money")}}

    def between(low: str, high: str, opacity: float) -> dict[str, Any]:
        return {"mark": {"type": "bar", "width": {"band": 0.5}, "opacity": opacity, "tooltip": True},
                "encoding": {"x": x, "y": y | {"field": low}, "y2": {"field": high}}}  # fmt: skip

    layers = [
        between("p10", "p90", 0.25), between("p25", "p75", 0.45),
        {"mark": {"type": "tick", "thickness": 3, "width": {"band": 0.5}, "tooltip": True},
         "encoding": {"x": x, "y": y | {"field": "p50"}}},
        {"transform": [{"filter": "datum.won > 0"}],
         "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 70, "tooltip": True, "style": "break"},
         "encoding": {"x": x, "y": y | {"field": "won"}}},
    ]  # fmt: skip
    columns = [
        ("period", _("Period"), "text"), ("p10", _("With 90 % at least"), "money"), ("p25", "25 %", "money"),
        ("p50", _("As likely more as less"), "money"), ("p75", "75 %", "money"),
        ("p90", _("With 10 % at least"), "money"), ("won", _("Won already"), "money"),
    ]  # fmt: skip
    spec = {"data": {"values": [dict(each) for each in records]}, "layer": layers}
    return picture(name, says, spec, columns, records)


def calibration(name: str, says: str, records: Sequence[Record]) -> Picture:
    """Chances that were said against the shares that came, with their ranges; on the diagonal they are equal.

    Records: said, came, low, high, n.
    """
    x = {"field": "said", "type": "quantitative", "title": _("Chance said"), "axis": {"format": ".0%"},
         "scale": {"domain": [0, 1]}}  # fmt: skip
    y = {"type": "quantitative", "title": _("Were won"), "axis": {"format": ".0%"}, "scale": {"domain": [0, 1]}}
    line = [{"said": 0, "came": 0}, {"said": 1, "came": 1}]
    layers = [
        {"data": {"values": line}, "mark": {"type": "line", "style": "break", "strokeDash": [4, 3]},
         "encoding": {"x": x, "y": y | {"field": "came"}}},
        {"mark": {"type": "rule"}, "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": True, "size": 60, "tooltip": True},
         "encoding": {"x": x, "y": y | {"field": "came"}}},
    ]  # fmt: skip
    columns = [("said", _("Chance said"), "share"), ("came", _("Were won"), "share"), ("low", _("From"), "share"),
               ("high", _("To"), "share"), ("n", _("Deals"), "count")]  # fmt: skip
    spec = {"data": {"values": [dict(each) for each in records]}, "layer": layers}
    return picture(name, says, spec, columns, records)
