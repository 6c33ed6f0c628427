from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.intake.recognise.words import key, likeness, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CreatedDate", "created_date"),
        ("Close Date", "closeDate"),
        ("Deal Owner *", "deal owner"),
        ("Товар (2)", "товар"),
        ("Отчёт", "отчет"),
        ("Opportunities", "opportunity"),
        ("Названия", "название"),
        ("Expcted close date", "expected close date"),
        ("Предпологаемая дата закрытия", "предполагаемая дата закрытия"),
    ],
)
def test_spellings_of_one_header_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) > 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("close date", "create date"),
        ("won date", "own date"),
        ("lost", "cost"),
        ("created by", "created"),
        ("Дата создания", "Дата закрытия"),
        ("Кем создана", "создана"),
        ("owner", "order"),
        ("", "name"),
    ],
)
def test_half_alike_headers_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) == 0.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_symmetric_share_and_never_raises(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0


@given(st.text(max_size=40))
def test_the_key_of_a_key_is_itself(header: str) -> None:
    assert key(key(header)) == key(header)
    assert likeness(header, header) == (1.0 if stems(header) else 0.0)
