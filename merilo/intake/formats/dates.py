"""How a column writes dates: recognised from the values, day first or month first decided by counted evidence.

Formats are `strptime` formats with two conventions of ours: `%b` is a month's name in English or Russian, short or
long, and `ISO_OFFSET` is any ISO 8601 time with an offset (fraction optional, `Z` allowed).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from merilo.intake.formats.words import MONTH_WORDS

ISO_OFFSET = "%Y-%m-%dT%H:%M:%S%z"

_MONTH_WORD = "|".join(MONTH_WORDS)
_DAY_PART = re.compile(
    rf"""(?:
      (?P<a>\d{{1,4}})(?P<s>[-./\ ])(?P<b>\d{{1,2}})(?P=s)(?P<c>\d{{1,4}})
    | (?P<ym>(?:19|20)\d\d)(?P<yms>[-/])(?P<ymm>\d\d)
    | (?P<d>\d{{1,2}})(?P<s1>[ .\-/])\ ?(?P<m>{_MONTH_WORD})(?P<dot>\.?)(?P<s2>,?[ \-/])(?P<y>\d{{4}}|\d\d)
      (?:\ ?г\.?)?
    | (?P<m2>{_MONTH_WORD})(?P<dot2>\.?)\ (?P<d2>\d{{1,2}})(?P<s3>,?\ )(?P<y2>\d{{4}})
    )(?:(?P<ts>[T\ ]|,\ )(?P<H>\d{{1,2}}):(?P<M>\d\d)(?P<S>:\d\d)?(?P<f>[.,]\d{{1,9}})?(?P<p>[\ \u202f\u00a0]?[AP]M)?
       (?P<z>\ ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?))?)?""",
    re.VERBOSE | re.IGNORECASE,
)


# Most texts are no dates; this says so at a tenth of the cost.
_PERHAPS = re.compile(r"\d{1,4}[-./ ][\w ]|[^\W\d_]{3,9}\.? \d")


@dataclass(frozen=True)
class DateFormat:
    """How a column writes dates.

    `formats` are the strptime formats to use, none when `ambiguous`: then the data allows each of `candidates` and
    somebody has to choose. `basis` says what decided: `form` (only one reading exists), `counted` (parts over 12 in
    this column), `neighbour` (another column of the table), `convention` (no locale writes otherwise), `spread` (which
    of three two-digit parts is the year, by how the values spread), `same` (both readings give equal days) or
    `undecided`. `why` says it in words. `mixed` counts the values that contradict the formats chosen.
    """

    formats: tuple[str, ...]
    has_time: bool
    has_offset: bool
    ambiguous: bool = False
    candidates: tuple[tuple[str, ...], ...] = ()
    basis: str = "form"
    why: str = ""
    mixed: int = 0


@lru_cache(maxsize=65536)
def readings(value: str) -> tuple[str, ...]:
    """The formats that a value's form allows, day first before month first; none when it is not a date."""
    match = _DAY_PART.fullmatch(value) if _PERHAPS.match(value) else None
    if match is None:
        return ()
    time = _time_format(match)
    if time is None:
        return ()
    days = _day_formats(match)
    if match["z"] and days == ("%Y-%m-%d",) and "%I" not in time:
        return (ISO_OFFSET,)
    if match["z"] and match["z"].strip().upper() in {"Z", "UTC"}:
        return ()
    return tuple(day + time for day in days)


def _time_format(match: re.Match[str]) -> str | None:
    if match["H"] is None:
        return ""
    half_day = match["p"] is not None
    if int(match["H"]) > (12 if half_day else 23) or int(match["M"]) > 59:
        return None
    parts = [match["ts"], "%I" if half_day else "%H", ":%M", ":%S" if match["S"] else ""]
    if match["f"]:
        parts.append(match["f"][0] + ("%f" if len(match["f"]) <= 7 else "%n"))
    if half_day:
        parts.append(match["p"][:-2] + "%p")
    if match["z"]:
        parts.append(" " * match["z"].startswith(" ") + "%z")
    return "".join(parts)


def _day_formats(match: re.Match[str]) -> tuple[str, ...]:
    if match["a"] is not None:
        return _numeric_formats(match["a"], match["b"], match["c"], match["s"])
    if match["ym"] is not None:
        return (f"%Y{match['yms']}%m",) if 1 <= int(match["ymm"]) <= 12 else ()
    if match["d"] is not None:
        year = "%Y" if len(match["y"]) == 4 else "%y"
        return (f"%d{match['s1']}%b{match['s2']}{year}",) if 1 <= int(match["d"]) <= 31 else ()
    return (f"%b %d{match['s3']}%Y",) if 1 <= int(match["d2"]) <= 31 else ()


def _numeric_formats(a: str, b: str, c: str, separator: str) -> tuple[str, ...]:
    """Readings of three numbers, by width and range of each."""
    orders: tuple[tuple[str, str, str], ...]
    if len(a) == 4 and len(c) <= 2:
        orders = (("%Y", "%m", "%d"),)
    elif len(c) == 4 and len(a) <= 2:
        orders = (("%d", "%m", "%Y"), ("%m", "%d", "%Y"))
    elif len(a) <= 2 and len(c) == 2:
        orders = (("%d", "%m", "%y"), ("%m", "%d", "%y"))
        if len(a) == 2 and len(b) == 2:
            orders += (("%y", "%m", "%d"),)
    else:
        return ()
    parts = (int(a), int(b), int(c))
    return tuple(separator.join(order) for order in orders if all(map(_fits, order, parts)))


def _fits(directive: str, number: int) -> bool:
    if directive == "%Y":
        return 1000 <= number <= 2999
    return {"%d": 1 <= number <= 31, "%m": 1 <= number <= 12}.get(directive, True)


_ORDER = re.compile(r"(%[dmyY])([-./ ])(%[dm])\2(%[dyY])")


def order_key(date_format: str) -> str:
    """Separator and year form of a format whose order can be in question, such as `/Y`; empty for others."""
    match = _ORDER.match(date_format)
    if match is None or match[1] == "%Y":
        return ""
    return match[2] + ("Y" if match[4] == "%Y" else "y")


def order_of(date_format: str) -> str:
    """The order of the parts, such as `dmY`; empty when it cannot be in question."""
    match = _ORDER.match(date_format)
    return "".join(part[1] for part in (match[1], match[3], match[4])) if match and order_key(date_format) else ""


def detect(values: Mapping[str, int]) -> Counter[tuple[str, ...]]:
    """How many of the counted values allow which readings; values that are no dates are left out."""
    found: Counter[tuple[str, ...]] = Counter()
    for value, count in values.items():
        # A part over 12 narrows one value's readings; the column's question stays that of the whole family.
        allowed = readings(value)
        if allowed:
            found[_family(allowed)] += count
    return found


def _family(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """All readings of the same written form: `25/02/2018` belongs with `05/02/2018`."""
    key = order_key(allowed[0])
    if not key:
        return allowed
    rest = allowed[0][_ORDER.match(allowed[0]).end() :]  # type: ignore[union-attr]  # order_key has matched it
    year = "%" + key[1]
    orders = [("%d", "%m", year), ("%m", "%d", year)]
    if key[1] == "y":
        orders.append(("%y", "%m", "%d"))
    return tuple(key[0].join(order) + rest for order in orders)


def combine(families: Counter[tuple[str, ...]], orders: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The formats of a column under every allowed order per key: one candidate when all is decided.

    `orders` maps an order key to the orders still allowed (`dmY`, `mdY`).
    """
    keys = sorted({order_key(family[0]) for family in families} - {""})
    chosen: list[tuple[str, ...]] = []
    for picks in product(*(orders[key] for key in keys)):
        by_key = dict(zip(keys, picks, strict=True))
        formats = tuple(
            reading
            for family, _count in families.most_common()
            for reading in family
            if not order_key(reading) or order_of(reading) == by_key[order_key(reading)]
        )
        chosen.append(formats)
    return tuple(dict.fromkeys(chosen))
