from __future__ import annotations

import pytest

from merilo.core.numbers import number, short_money
from merilo.core.text import set_language


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("en", 4_123_456, "4.1M\xa0RUB"),
        ("en", 950, "950\xa0RUB"),
        ("ru", 4_123_456, "4,1\xa0млн\xa0₽"),
        ("en", None, "—"),
    ],
)
def test_amounts_are_short(language: str, value: float | None, shown: str) -> None:
    set_language(language)
    assert short_money(value, "RUB") == shown
    set_language("en")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(0.1234, "share", "12.3 %"), (1234.5, "money", "1,234.50"), (None, "count", "—"), ("Ann", "text", "Ann")],
)
def test_values_are_written_by_their_unit(value: object, unit: str, shown: str) -> None:
    set_language("en")
    assert number(value, unit) == shown
