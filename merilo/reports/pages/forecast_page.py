"""What can be said of the running quarter from KPIs that are there: naive figures, each named as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from merilo.core.text import _
from merilo.core.time import Period
from merilo.core.working_days import FIVE_DAYS, known_country, working_days
from merilo.kpis.question import Question
from merilo.reports.answer import Answer
from merilo.reports.seen import Seen

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Naive:
    """One naive figure of the whole quarter: its name, amount (None: cannot be told), and what it leaves out."""

    name: str
    amount: float | None
    says: str
    kpi: str
    query: str = ""


@dataclass(frozen=True)
class ForecastPage:
    """What is known of the quarter: won so far, the target, naive figures of its end."""

    period: str
    start: date
    end: date
    today: date
    currency: str
    won: float | None
    target: float | None
    left: float | None
    coverage: float | None
    figures: tuple[Naive, ...]


def forecast_page(seen: Seen) -> ForecastPage:
    """The running quarter of all that the person sees."""
    calendar, today = seen.place.settings.calendar, seen.today
    start = calendar.start(today, Period.QUARTER)
    end = calendar.next(start, Period.QUARTER) - timedelta(days=1)
    won = seen.answer(Question("won_amount", start=start, end=today))
    covered = seen.answer(Question("coverage"))
    return ForecastPage(
        period=calendar.label(start, Period.QUARTER),
        start=start,
        end=end,
        today=today,
        currency=won.currency,
        won=_value(won),
        target=_part(covered, "target"),
        left=_part(covered, "left"),
        coverage=_value(covered),
        figures=tuple(_figures(seen, _value(won), covered, (start, end))),
    )


def _figures(seen: Seen, won: float | None, covered: Answer, span: tuple[date, date]) -> Iterator[Naive]:
    start, end = span
    rate = _run_rate(seen, won, span)
    said = _("What was won so far, by working days, as if the rest of the quarter were like its beginning. Deals often "
             "close at the end, so it is low before that.")  # fmt: skip
    yield Naive(_("Run rate"), rate, said, "won_amount", f"from={start}&to={seen.today}")
    weighted = _part(covered, "weighted")
    said = _("Won so far, and the open deals that should close in the quarter by the probability that the CRM gives "
             "their stage. Nobody has checked these probabilities, and deals not yet begun are not in it.")  # fmt: skip
    both = None if weighted is None or not _has_weights(covered) else weighted + (_part(covered, "won") or 0.0)
    yield Naive(_("Weighted pipeline"), both, said, "coverage")
    before, until = _year_before(start), _year_before(end + timedelta(days=1)) - timedelta(days=1)
    last = seen.answer(Question("won_amount", start=before, end=until))
    said = _("What was won in the same quarter a year ago, as if nothing had changed since.")
    known = _value(last) if last.total and last.total.figure.n else None
    yield Naive(_("Same quarter last year"), known, said, "won_amount", f"from={before}&to={until}")


def _run_rate(seen: Seen, won: float | None, span: tuple[date, date]) -> float | None:
    """Won so far × working days of the quarter / working days that are over."""
    country = seen.place.settings.country
    country = country if known_country(country) else FIVE_DAYS
    years = range(span[0].year, span[1].year + 1)
    days = [day for year in years for day in working_days(country, year) if span[0] <= day <= span[1]]
    over = sum(day < seen.today for day in days)
    return None if won is None or not over else won * len(days) / over


def _year_before(day: date) -> date:
    """The same day a year ago; the first day of a quarter is one in every year."""
    return day.replace(year=day.year - 1)


def _has_weights(covered: Answer) -> bool:
    """Whether any open deal has a probability: else nothing weighted can be told."""
    return bool(_part(covered, "weighted"))


def _value(found: Answer) -> float | None:
    value = found.total.figure.value if found.total else None
    return None if value is None else float(value)


def _part(found: Answer, name: str) -> float | None:
    value: Decimal | float | None = found.total.figure.parts.get(name) if found.total else None
    return None if value is None else float(value)
