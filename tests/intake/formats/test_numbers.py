"""Numbers and money: exact, in every locale's signs; what the data leaves open is said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.core.errors import DataError, UsageError
from merilo.facts.schema import Kind
from merilo.intake.formats import currency_expression
from tests.intake.formats.table import Table

amounts = st.decimals("-99999999999999", "99999999999999", places=2)


@given(st.lists(st.decimals("-99999999999999", "99999999999999", places=4), min_size=1))
def test_plain_money_is_exact(values):
    assert Table.of({"x": [str(v) for v in values]}).read(Kind.MONEY, "x") == values


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "ru_RU", "cs_CZ", "fr_FR", "de_CH", "en_IN", "sv_SE", "pt_BR"])
@settings(max_examples=10)
@given(st.lists(amounts, min_size=1, max_size=10))
def test_money_of_every_locale_reads_back(locale, values):
    # A seven-digit amount with two decimals shows which sign is which.
    values = [*values, Decimal("1234567.89")]
    pattern = "#,##,##0.00" if locale == "en_IN" else "#,##0.00"
    written = [format_decimal(v, format=pattern, locale=locale) for v in values]
    assert Table.of({"x": written}).read(Kind.MONEY, "x") == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$22,700.00", "22700"), ("342K", "342000"), ("1.5M", "1500000"), ("250k", "250000"), ("12 тыс.", "12000"),
        ("3 млн", "3000000"), ("1 234,56 ₽", "1234.56"),
        ("1\u00a0234,56\u00a0₽", "1234.56"), ("1\u202f234,56", "1234.56"),
        ("1.234,56 €", "1234.56"), ("(500)", "-500"), ("-5", "-5"), ("1e3", "1000"), ("€ 1.234.567", "1234567"),
        ("US$ 1,234.50", "1234.5"), ("1 234,56 руб.", "1234.56"), ("−7,5", "-7.5"), ("-$5.00", "-5"), ("$-5.00", "-5"),
        ("5 USD", "5"), ("EUR 5,20", "5.2"), ("1'234.50", "1234.5"), ("1.23456M", "1234560"),
        ("12,5 тыс. руб.", "12500"),
        ("+5.5", "5.5"), ("($1,200.50)", "-1200.5"), (".5", "0.5"), ("0,123", "0.123"), ("12,34,567.00", "1234567"),
    ],
)  # fmt: skip
def test_money_as_people_write_it(text, value):
    assert Table.of({"x": [text]}).read(Kind.MONEY, "x") == [Decimal(value)]


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345"])
def test_one_sign_before_three_digits_is_left_open(text):
    table = Table.of({"x": [text, text]})
    numbers = table.profile()["x"].numbers
    assert numbers is not None
    assert numbers.ambiguous
    with pytest.raises(DataError, match="decimal sign"):
        table.parsed(Kind.MONEY, "x")
    as_decimal = Decimal(text.replace(",", "."))
    grouped, point = ("1,234.5", "1.234,5") if "," in text else ("1.234,5", "1,234.5")
    assert table.read(Kind.MONEY, "x", format=grouped) == [as_decimal * 1000] * 2
    assert table.read(Kind.MONEY, "x", format=point) == [as_decimal] * 2


def test_one_deciding_value_far_beyond_the_sample_is_found():
    con = Table.of({"x": ["1"]}).con
    con.execute(
        "CREATE OR REPLACE TABLE raw AS SELECT i AS _row, CASE WHEN i = 600001 THEN '7,50' ELSE '1,234' END AS x "
        "FROM range(700000) t(i)"
    )
    numbers = Table(con, ("x",)).profile()["x"].numbers
    assert numbers is not None
    assert (numbers.decimal, numbers.ambiguous) == (",", False)


def test_the_tables_other_numbers_decide_an_open_column_and_are_named():
    table = Table.of({"x": ["1,234", "5,678"], "y": ["1.5", "2.25"]})
    numbers = table.profile()["x"].numbers
    assert numbers is not None
    assert (numbers.decimal, numbers.basis) == (".", "neighbour")
    assert "y" in numbers.why
    assert table.read(Kind.MONEY, "x") == [1234, 5678]


def test_a_writer_who_pads_zeros_only_in_some_numbers_groups_thousands():
    assert Table.of({"x": ["500", "22,700", "1,250"]}).read(Kind.MONEY, "x") == [500, 22700, 1250]


def test_a_writer_who_does_not_group_uses_the_sign_for_decimals():
    assert Table.of({"x": ["1,234", "5000"]}).read(Kind.MONEY, "x") == [Decimal("1.234"), 5000]


def test_a_badly_grouped_number_fails_and_is_not_glued_together():
    table = Table.of({"x": ["1,234.50", "22,700.00", "1,23", "12,3456.0", "1.2.3"]})
    assert [row[:2] for row in table.read_all(Kind.MONEY, "x")][2:] == [(None, True)] * 3


def test_what_does_not_fit_fails_and_crashes_nothing():
    texts = ["1", "99999999999999999999", "1e300", "nan", "inf", "abc", "1_0"]
    table = Table.of({"x": texts})
    for kind in (Kind.MONEY, Kind.COUNT):
        assert [row[1] for row in table.read_all(kind, "x")][1:3] == [True, True]
    assert table.read(Kind.NUMBER, "x")[:6] == [1.0, 1e20, 1e300, None, None, None]


def test_too_big_with_a_magnitude_fails():
    assert Table.of({"x": ["5B", "999999999999B"]}).read_all(Kind.MONEY, "x")[1][:2] == (None, True)


def test_counts_are_whole_or_fail():
    rows = Table.of({"x": ["17850.0", "5", "2.5", "-3", "1,000"]}).read_all(Kind.COUNT, "x", format="1,234.5")
    assert [row[0] for row in rows] == [17850, 5, None, -3, 1000]


def test_per_cent_is_a_share():
    assert Table.of({"x": ["45 %", "7,5%"]}).read(Kind.NUMBER, "x") == [0.45, 0.075]
    assert Table.of({"x": ["45", "50"]}).read(Kind.NUMBER, "x", format="percent") == [0.45, 0.5]
    with pytest.raises(UsageError, match="not a number format"):
        Table.of({"x": ["45"]}).parsed(Kind.NUMBER, "x", format="roman")


def test_the_currency_is_read_from_the_amounts():
    texts = ["$5.00", "5 €", "5 руб.", "£5", "5 RUR", "C$5", "5"]
    table = Table.of({"x": texts})
    sql = {default: currency_expression("x", table.profile()["x"], default=default) for default in ("EUR", "CAD")}
    read = {
        d: [r[0] for r in table.con.execute(f"SELECT {s} FROM raw ORDER BY _row").fetchall()] for d, s in sql.items()
    }
    assert read["EUR"] == ["USD", "EUR", "RUB", "GBP", "RUB", "CAD", None]
    assert read["CAD"][0] == "CAD"


def test_numbers_and_dates_are_not_taken_for_each_other():
    found = Table.of({"d": ["25.02.2024"], "n": ["2024.25"], "p": ["+7 999 123-45-67"], "v": ["1.2.3"]}).profile()
    assert [found[c].kind for c in "dnpv"] == [Kind.DAY, Kind.NUMBER, Kind.TEXT, Kind.TEXT]
