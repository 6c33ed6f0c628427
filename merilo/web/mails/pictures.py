"""Charts as PNG images for mails. Drawing takes some 400 MiB, so it is done in a process of its own that ends after."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Literal

Locale = Literal["ru-RU", "en-US"]
WIDTH, HEIGHT = 560, 180
_SCALE = 2  # sharp on a phone, some 30 KB each
_LOCALES: dict[str, Locale] = {"ru": "ru-RU", "en": "en-US"}
_INK, _SOFT, _LINE, _ACCENT, _BAND, _BAD = "#14181f", "#525c6b", "#dfe3e9", "#1d4ed8", "#dbe4f3", "#a8330b"
_TEXT = {"labelColor": _SOFT, "titleColor": _SOFT, "gridColor": _LINE, "domainColor": _LINE, "tickColor": _LINE}
_LOOK = {
    "background": "#ffffff", "font": "DejaVu Sans, Arial, sans-serif", "view": {"stroke": None},
    "axis": {**_TEXT, "labelFontSize": 12, "titleFontSize": 12, "gridDash": [2, 3]},
    "area": {"color": _BAND, "opacity": 1}, "text": {"fill": _INK},
    "rule": {"stroke": _SOFT},
    "style": {
        "band": {"fill": _BAND}, "middle": {"stroke": _SOFT, "strokeWidth": 1.2},
        "value": {"stroke": _ACCENT, "strokeWidth": 1.4}, "break": {"stroke": _BAD},
    },
}  # fmt: skip
"""The light look of the pages; a mail's background is the reader's own, so the picture brings a white one."""


class Pencil:
    """Draws specifications of charts, in another process."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def png(self, spec: dict[str, Any], language: str) -> bytes:
        """A chart as an image of `WIDTH` × `HEIGHT` points, its numbers and days as the language writes them."""
        return self._pool.submit(_png, spec, _LOCALES.get(language, "en-US")).result()


@contextmanager
def pencil() -> Iterator[Pencil]:
    """A pencil; its process begins with the first picture and ends with the context."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        yield Pencil(pool)


def _png(spec: dict[str, Any], locale: Locale) -> bytes:
    import vl_convert  # noqa: PLC0415 - large, and of no use to the process that calls

    fixed = spec | {"width": WIDTH, "height": HEIGHT}
    made: bytes = vl_convert.vegalite_to_png(
        fixed, scale=_SCALE, config=_LOOK, format_locale=locale, time_format_locale=locale, allowed_base_urls=[]
    )
    return made
