"""Text, ids, choices, flags and empty words."""

from __future__ import annotations

from datetime import date

import pytest

from merilo.facts.schema import Kind
from merilo.intake.formats import empty_words, expression
from tests.intake.formats.table import Table


def test_an_id_column_of_dot_zero_is_normalised_and_every_repair_is_seen():
    rows = Table.of({"id": ["17850.0", "13047.0", None]}).read_all(Kind.TEXT, "id")
    assert rows == [("17850", False, False, True), ("13047", False, False, True), (None, False, False, False)]


def test_one_other_value_keeps_dot_zero_as_it_is():
    con = Table.of({"id": ["1.0"]}).con
    con.execute(
        "CREATE OR REPLACE TABLE raw AS SELECT i AS _row, CASE WHEN i = 400001 THEN 'A1' ELSE i || '.0' END AS id "
        "FROM range(500000) t(i)"
    )
    table = Table(con, ("id",))
    assert table.read(Kind.TEXT, "id")[:2] == ["0.0", "1.0"]


def test_blanks_are_trimmed_and_counted_as_repairs():
    rows = Table.of({"x": [" Ann", "Bob\u00a0", "C D", "\t\u00a0"]}).read_all(Kind.TEXT, "x")
    assert rows == [("Ann", False, False, True), ("Bob", False, False, True), ("C D", False, False, False),
                    (None, False, True, False)]  # fmt: skip


def test_words_that_can_be_values_stay_values_in_text():
    texts = ["None", "unknown", "нет", "n/a", "(blank)", "—", "#N/A"]
    assert Table.of({"x": texts}).read(Kind.TEXT, "x") == ["None", "unknown", "нет", None, None, None, None]


def test_the_same_words_are_nothing_in_a_date_and_are_counted():
    found = Table.of({"x": ["2024-01-01"] * 8 + ["не закрыта", "Не закрыта", "нет", None]}).profile()["x"]
    assert (found.kind, found.filled, found.empty) == (Kind.DAY, 8, 4)
    assert dict(found.empty_words) == {"не закрыта": 1, "Не закрыта": 1, "нет": 1}
    assert found.misfit_count == 0


def test_no_flag_word_is_an_empty_word_of_flags():
    from merilo.intake.formats.words import NO, YES

    assert not empty_words(Kind.FLAG) & (YES | NO)


def test_flags_in_several_languages():
    texts = ["true", "FALSE", "Да", "нет", "1", "0", "Y", "N", "maybe", "-"]
    rows = Table.of({"x": texts}).read_all(Kind.FLAG, "x")
    assert [row[0] for row in rows] == [True, False, True, False, True, False, True, False, None, None]
    assert [row[1] for row in rows][8:] == [True, False]


def test_choices_are_compared_without_case_and_blanks():
    table = Table.of({"x": ["Won", " closed  WON ", "lost", "other"]})
    rows = table.read_all(Kind.CHOICE, "x", choices={"won": "won", "Closed Won": "won", "Lost": "lost"})
    assert [row[0] for row in rows] == ["won", "won", "lost", None]
    assert rows[3][1]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["TRUE", "FALSE"], Kind.FLAG), (["usd", "EUR"], Kind.CURRENCY), (["1", "2"], Kind.COUNT),
        (["1.5"], Kind.NUMBER),
        (["$5"], Kind.MONEY), (["Ann"], Kind.TEXT), (["2024-01-01"], Kind.DAY), (["2024-01-01 10:00"], Kind.TIME),
        ([None], Kind.TEXT), (["a1b2c3d4e5f6a7b8"], Kind.TEXT), (["5 мар 2024"], Kind.DAY),
    ],
)  # fmt: skip
def test_the_kind_is_judged_from_the_values(texts, kind):
    assert Table.of({"x": texts}).profile()["x"].kind is kind


def test_a_column_filled_only_at_the_end_is_still_seen():
    con = Table.of({"x": ["1"]}).con
    con.execute(
        "CREATE OR REPLACE TABLE raw AS SELECT i AS _row, CASE WHEN i = 299999 THEN '25/02/2024' END AS x "
        "FROM range(300000) t(i)"
    )
    found = Table(con, ("x",)).profile()["x"]
    assert (found.kind, found.filled, found.samples) == (Kind.DAY, 1, ("25/02/2024",))


def test_an_empty_table_has_profiles():
    assert Table.of({"x": []}).profile()["x"].filled == 0


def test_a_text_from_elsewhere_is_read_as_the_column_would_be():
    table = Table.of({"x": ["25/02/2024"], "other": ["26/02/2024"]})
    parsed = expression(Kind.DAY, "x", table.profile()["x"], time_zone="UTC", text="trim(other)")
    assert table.con.execute(f"SELECT {parsed.sql}, {parsed.failed} FROM raw").fetchone() == (date(2024, 2, 26), False)
