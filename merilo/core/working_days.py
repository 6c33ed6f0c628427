"""Working days by country: weekends, public holidays and transferred days, from the `holidays` library."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

FIVE_DAYS = ""
"""The country of those whose country is not known: Monday to Friday, no holidays."""


def known_country(code: str) -> bool:
    """Whether holidays are known for the ISO 3166 code."""
    return code in _countries()


@lru_cache(maxsize=256)
def working_days(country: str, year: int) -> tuple[date, ...]:
    """The working days of a year in a country (an unknown one: Monday to Friday), in order."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    if not known_country(country):
        return tuple(day for day in days if day.weekday() < 5)
    there = holidays.country_holidays(country, years=year)
    return tuple(day for day in days if there.is_working_day(day))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())
