"""Values as a person of the language in force writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol

from merilo.core.text import language


def number(value: Any, unit: str) -> str:
    """A value as a person of the language in force writes it; an absent one is a dash."""
    if value is None:
        return "—"
    if unit == "share":
        return str(format_percent(float(value), format="#,##0.0 %", locale=language()))
    patterns = {
        "count": "#,##0",
        "money": "#,##0.00",
        "days": "#,##0.0",
        "hours": "#,##0.0",
        "ratio": "#,##0.00",
        "score": "#,##0.000",
        "per_week": "#,##0.0",
    }
    if unit in patterns:
        return str(format_decimal(value, format=patterns[unit], locale=language()))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value)


def short_money(value: Any, currency: str) -> str:
    """An amount as short as it can be read at a glance: 4.1M ₽; an absent one is a dash."""
    if value is None:
        return "—"
    if abs(float(value)) < 1000:
        value = round(float(value))
    amount = format_compact_decimal(
        float(value), locale=language(), fraction_digits=1 if abs(float(value)) >= 1000 else 0
    )
    return f"{amount}\u00a0{get_currency_symbol(currency, locale=language())}"
