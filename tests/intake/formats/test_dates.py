"""Dates: any supported form reads back; day and month are decided by counted evidence or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.core.errors import DataError, UsageError
from merilo.facts.schema import Kind
from tests.intake.formats.table import Table

FORMATS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d", "%Y.%m.%d %H:%M", "%d.%m.%Y",
    "%d.%m.%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%Y %I:%M %p",
    "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%d-%b-%Y", "%d/%m/%Y, %H:%M",
)  # fmt: skip
moments = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)).map(lambda t: t.replace(second=0, microsecond=0))


@pytest.mark.slow
@given(st.sampled_from(FORMATS), st.lists(moments, min_size=1, max_size=20), st.integers(13, 28), st.integers(1, 12))
def test_what_is_written_in_one_format_reads_back_once_one_day_is_over_12(fmt, times, day, month):
    times = [*times, datetime(2024, month, day)]
    table = Table.of({"at": [t.strftime(fmt) for t in times]})
    found = table.profile()["at"]
    assert found.dates is not None
    assert not found.dates.ambiguous
    assert found.misfit_count == 0
    expected = [t if "%H" in fmt or "%I" in fmt else t.replace(hour=0, minute=0) for t in times]
    assert table.read(Kind.TIME, "at") == [t.strftime("%Y-%m-%d %H:%M:%S") for t in expected]
    assert table.read(Kind.DAY, "at") == [t.date() for t in times]


def _days(order: str, days: list[tuple[int, int]]) -> list[str]:
    return [(f"{d:02}/{m:02}/2024" if order == "dm" else f"{m:02}/{d:02}/2024") for d, m in days]


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda p: p[0] != p[1]), min_size=1))
def test_days_that_are_all_12_or_less_are_never_decided(pairs):
    table = Table.of({"on": _days("dm", pairs)})
    dates = table.profile()["on"].dates
    assert dates is not None
    assert dates.ambiguous
    assert dates.formats == ()
    assert dates.candidates == (("%d/%m/%Y",), ("%m/%d/%Y",))
    with pytest.raises(DataError, match="Day first or month first"):
        table.parsed(Kind.DAY, "on")
    day, month = pairs[0]
    assert table.read(Kind.DAY, "on", format="%d/%m/%Y")[0] == date(2024, month, day)
    assert table.read(Kind.DAY, "on", format="%m/%d/%Y")[0] == date(2024, day, month)


def test_one_day_over_12_far_beyond_the_sample_decides_the_column():
    con = Table.of({"on": ["01/02/2024"]}).con
    con.execute(
        "CREATE OR REPLACE TABLE raw AS SELECT i AS _row, "
        "CASE WHEN i = 777777 THEN '02/13/2024' ELSE '01/02/2024' END AS \"on\" FROM range(1000000) t(i)"
    )
    table = Table(con, ("on",))
    found = table.profile()["on"]
    assert found.dates is not None
    assert found.dates.formats == ("%m/%d/%Y",)
    assert "1 values have a second part over 12: month first" in found.evidence


def test_one_bad_value_among_many_does_not_change_the_format_but_fails_itself():
    days = [f"{1 + i % 28:02}/{1 + i % 12:02}/2024" for i in range(5000)]
    days[1234], days[2345] = "02/31/2024", "soon"
    table = Table.of({"on": days})
    found = table.profile()["on"]
    assert found.dates is not None
    assert found.dates.formats == ("%d/%m/%Y",)
    assert found.dates.mixed == 1
    assert found.misfits == (("02/31/2024", 1), ("soon", 1))
    failed = [i for i, row in enumerate(table.read_all(Kind.DAY, "on")) if row[1]]
    assert failed == [1234, 2345]


def test_a_column_that_contradicts_itself_is_not_decided():
    table = Table.of({"on": ["13/01/2024", "01/13/2024", "02/03/2024"]})
    dates = table.profile()["on"].dates
    assert dates is not None
    assert dates.ambiguous
    assert "mixes both orders" in dates.why


def test_a_decided_column_of_the_same_form_decides_an_open_one_and_is_named():
    table = Table.of({"created": ["01/02/2024", "03/02/2024"], "closed": ["25/02/2024 10:00", "01/02/2024 10:00"]})
    dates = table.profile()["created"].dates
    assert dates is not None
    assert (dates.formats, dates.basis) == (("%d/%m/%Y",), "neighbour")
    assert "closed" in dates.why


def test_neighbours_that_disagree_or_differ_in_form_decide_nothing():
    table = Table.of({"a": ["01/02/2024"], "b": ["25/02/2024"], "c": ["02/25/2024"], "d": ["25-02-2024"]})
    dates = table.profile()["a"].dates
    assert dates is not None
    assert dates.ambiguous


def test_equal_day_and_month_need_no_decision():
    assert Table.of({"on": ["01/01/2024", "2/2/2024"]}).read(Kind.DAY, "on") == [date(2024, 1, 1), date(2024, 2, 2)]


def test_dots_are_day_first_by_convention_which_is_said():
    dates = Table.of({"on": ["01.02.2024"]}).profile()["on"].dates
    assert dates is not None
    assert (dates.formats, dates.basis) == (("%d.%m.%Y",), "convention")


def test_no_locale_writes_the_month_first_with_dots():
    """The fact on which the convention rests."""
    from babel import Locale, localedata

    for name in localedata.locale_identifiers():
        for width in ("short", "medium"):
            pattern = Locale.parse(name).date_formats[width].pattern
            if "." in pattern and "MMM" not in pattern and {"y", "M", "d"} <= set(pattern):
                year_first = pattern.index("y") < pattern.index("d")
                assert year_first or pattern.index("d") < pattern.index("M"), (name, pattern)


def test_two_digit_years_are_told_by_the_spread_of_days_and_years():
    start = date(2016, 10, 20)
    days = [start + timedelta(days=i) for i in range(430)]
    table = Table.of({"on": [d.strftime("%d-%m-%y") for d in days]})
    dates = table.profile()["on"].dates
    assert dates is not None
    assert (dates.formats, dates.basis) == (("%d-%m-%y",), "spread")
    assert "2000 to 2068" in dates.why
    assert table.read(Kind.DAY, "on") == days


def test_few_two_digit_dates_are_left_open():
    dates = Table.of({"on": ["20-10-16", "01-03-17"]}).profile()["on"].dates
    assert dates is not None
    assert dates.ambiguous
    assert {"%d-%m-%y", "%y-%m-%d"} <= {f for c in dates.candidates for f in c}


def test_a_first_part_over_31_is_a_year():
    assert Table.of({"on": ["99-12-30", "98-01-02"]}).read(Kind.DAY, "on") == [date(1999, 12, 30), date(1998, 1, 2)]


def test_unambiguous_formats_may_be_mixed_in_one_column():
    table = Table.of({"at": ["2024-03-05 10:00:00", "25/03/2024", "Mar 5, 2024", "2024-03-05T10:00:00+02:00"]})
    expected = ["2024-03-05 10:00:00", "2024-03-25 00:00:00", "2024-03-05 00:00:00", "2024-03-05 08:00:00"]
    assert table.read(Kind.TIME, "at") == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 мар 2024", date(2024, 3, 5)),
        ("1 марта 2024 г.", date(2024, 3, 1)),
        ("31 августа 2024", date(2024, 8, 31)),
        ("7 мая 2024 г., 10:30", date(2024, 5, 7)),
        ("9 сент. 2024", date(2024, 9, 9)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("5-Mar-2024", date(2024, 3, 5)),
        ("5 МАР 2024", date(2024, 3, 5)),
        ("2017-12", date(2017, 12, 1)),
        ("\u00a025.02.2024 ", date(2024, 2, 25)),
    ],
)
def test_months_by_name_and_odd_blanks(text, day):
    assert Table.of({"on": [text]}).read(Kind.DAY, "on") == [day]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2011-10-01T00:38:44.546+02:00", "2011-09-30 22:38:44.546"),
        ("2011-10-01T00:38:44Z", "2011-10-01 00:38:44"),
        ("2011-10-01 00:38:44+0530", "2011-09-30 19:08:44"),
        ("2011-10-01 00:38 UTC", "2011-10-01 00:38:00"),
        ("25/02/2018 19:58 +0300", "2018-02-25 16:58:00"),
    ],
)
def test_an_offset_is_obeyed_whatever_the_zone(text, instant):
    assert Table.of({"at": [text]}).read(Kind.TIME, "at", time_zone="Asia/Tokyo") == [instant]


def test_an_offset_that_turns_up_in_a_column_without_is_not_dropped():
    table = Table.of({"at": ["2011-10-01T00:38:44"] * 50 + ["2011-10-01T00:38:44+02:00"]})
    read = table.read(Kind.TIME, "at", time_zone="UTC")
    assert (read[0], read[-1]) == ("2011-10-01 00:38:44", "2011-09-30 22:38:44")


def test_an_instant_becomes_its_local_day():
    assert Table.of({"at": ["2011-09-30T23:30:00Z"]}).read(Kind.DAY, "at", time_zone="Europe/Moscow") == [
        date(2011, 10, 1)
    ]


@pytest.mark.parametrize(
    ("text", "instant"),
    [("45000", "2023-03-15 00:00:00"), ("45000.5", "2023-03-15 12:00:00"), ("1700000000", "2023-11-14 22:13:20"),
     ("1700000000123", "2023-11-14 22:13:20.123"), ("20230315", "2023-03-15 00:00:00")],
)  # fmt: skip
def test_plain_numbers_are_dates_only_when_asked(text, instant):
    table = Table.of({"at": [text]})
    assert table.profile()["at"].kind in {Kind.COUNT, Kind.NUMBER}
    assert table.read(Kind.TIME, "at") == [instant]


def test_impossible_dates_fail_and_empty_words_do_not():
    texts = [
        "2024-02-29",
        "2023-02-29",
        "24-01-01",
        "не закрыта",
        "NULL",
        None,
        "infinity",
        "epoch",
        "2024-01-01 24:00:00",
    ]
    rows = Table.of({"at": texts}).read_all(Kind.TIME, "at", format="%Y-%m-%d")
    assert [row[1] for row in rows] == [False, True, True, False, False, False, True, True, True]
    assert [row[2] for row in rows] == [False, False, False, True, True, False, False, False, False]


def test_words_of_the_user_are_empty_too():
    table = Table.of({"on": ["1900-01-01", "2024-01-01", "Ещё нет"]})
    rows = table.read_all(Kind.DAY, "on", empty_words=("1900-01-01", "ещё нет"))
    assert [row[0] for row in rows] == [None, date(2024, 1, 1), None]
    assert [row[2] for row in rows] == [True, False, True]


def test_an_unknown_format_is_refused():
    with pytest.raises(UsageError, match="not a date format"):
        Table.of({"on": ["2024-01-01"]}).parsed(Kind.DAY, "on", format="dd.mm.yyyy")


def test_names_and_values_cannot_break_out_of_the_sql():
    name = 'x"; DROP TABLE raw; --'
    table = Table.of({name: ["2024-01-01", "'; DROP TABLE raw; --"] * 2})
    assert table.read(Kind.DAY, name, empty_words=("o'clock'; DROP TABLE raw",))[0] == date(2024, 1, 1)
    assert table.profile()[name].rows == 4
