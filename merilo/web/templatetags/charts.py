"""Charts in templates: a Vega-Lite picture with the table behind it, and sparklines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from merilo.web.charts import Picture

register = template.Library()

_WIDE, _HIGH, _EDGE = 120.0, 28.0, 3.0


@register.inclusion_tag("merilo/chart.html")
def chart(picture: Picture) -> dict[str, Any]:
    """A chart, drawn in the browser, with what it says in words and the table behind it."""
    return {"picture": picture}


@register.simple_tag
def sparkline(series: dict[str, Sequence[float | None]], last: int = 26) -> SafeString:
    """The last points of a series (`value`, `low`, `high`) as a small line on the band of its natural limits."""
    value, low, high = (list(series[name])[-last:] for name in ("value", "low", "high"))
    known = [each for each in (*value, *low, *high) if each is not None]
    if not known or len(value) < 2:
        return SafeString("")
    least, most = min(known), max(known)
    step, height = (_WIDE - 2 * _EDGE) / (len(value) - 1), (_HIGH - 2 * _EDGE) / ((most - least) or 1.0)

    def point(place: int, number: float) -> str:
        return f"{_EDGE + place * step:.1f},{_HIGH - _EDGE - (number - least) * height:.1f}"

    lines = [point(place, each) for place, each in enumerate(value) if each is not None]
    top = [point(place, each) for place, each in enumerate(high) if each is not None]
    bottom = [point(place, each) for place, each in enumerate(low) if each is not None]
    band = " ".join([*top, *reversed(bottom)])
    dot = lines[-1].split(",") if lines else ("0", "0")
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false" preserveAspectRatio="none">'
        '<polygon class="band" points="{}"/><polyline class="line" points="{}"/>{}</svg>',
        int(_WIDE), int(_HIGH), band, " ".join(lines),
        format_html_join("", '<circle class="now" cx="{}" cy="{}" r="2.5"/>', [dot]),
    )  # fmt: skip


@register.simple_tag
def holding(line: dict[str, float | None], top: float) -> SafeString:
    """What a stage holds (a line) on the band of what chance makes of what it should hold; `top`: the scale's end."""
    width, high = 200.0, 18.0
    scale = width / (top or 1.0)
    band = SafeString("")
    least, most = line["least"], line["most"]
    if least is not None and most is not None:
        band = format_html('<rect class="band" x="{}" y="3" width="{}" height="12" rx="3"/>',
                           f"{least * scale:.1f}", f"{max((most - least) * scale, 2.0):.1f}")  # fmt: skip
    at = min(max((line["holds"] or 0.0) * scale, 1.5), width - 1.5)
    return format_html(
        '<svg class="holding" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}'
        '<rect class="rest" x="0" y="8" width="{}" height="2"/>'
        '<rect class="now" x="{}" y="1" width="3" height="16"/></svg>',
        int(width), int(high), band, int(width), f"{at - 1.5:.1f}",
    )  # fmt: skip
