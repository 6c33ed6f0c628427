"""Mapping files: what is written is read back, and every mistake is named."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merilo.core.errors import DataError
from merilo.intake.mapping import Condition, Entry, Field, Listed, Lookup, Mapping
from merilo.intake.mapping_file import read_mapping, write_mapping

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
)  # TOML has no control characters outside escapes that matter here
WORDS = st.dictionaries(TEXT, TEXT, max_size=3)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
OPTIONAL = st.none() | TEXT
LOOKUP = st.none() | st.builds(Lookup, TEXT, TEXT, TEXT)
FIELD = st.builds(
    Field,
    columns=st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    how=st.sampled_from(("join", "first", "times")),
    values=WORDS,
    otherwise=OPTIONAL,
    format=OPTIONAL,
    lookup=LOOKUP,
) | st.builds(Field, constant=TEXT)
CONDITION = st.builds(
    Condition,
    column=TEXT,
    equals=TEXTS,
    not_equals=TEXTS,
    starts_with=OPTIONAL,
    not_starts_with=OPTIONAL,
    above=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    filled=st.booleans(),
)
LISTED = st.lists(TEXT, min_size=1, max_size=2).flatmap(
    lambda columns: st.builds(
        Listed,
        columns=st.just(tuple(columns)),
        file=TEXT,
        keys=st.lists(TEXT, min_size=len(columns), max_size=len(columns)).map(tuple),
    )
)
ENTRY = st.builds(
    Entry,
    file=TEXT,
    to=st.just("deals"),
    fields=st.fixed_dictionaries(
        {"status": st.just(Field(constant="open"))}, optional={"name": FIELD, "stage": FIELD, "source_id": FIELD}
    ),
    where=st.lists(CONDITION, max_size=2).map(tuple),
    stage_dates=WORDS,
    complete=st.booleans(),
    order_by=TEXTS,
    keep=st.sampled_from(("last", "first")),
    checks=st.dictionaries(st.sampled_from(("closed", "won")), TEXT),
    listed=st.lists(LISTED, max_size=1).map(tuple),
)
MAPPING = st.builds(
    Mapping,
    name=TEXT,
    source=TEXT.filter(lambda text: ":" not in text),
    entries=st.lists(ENTRY, min_size=1, max_size=3).map(tuple),
    currency=st.sampled_from(("", "RUB", "EUR")),
    time_zone=st.sampled_from(("", "Europe/Moscow")),
    aliases=st.dictionaries(st.sampled_from(("deals.product", "deals.account")), WORDS.filter(bool)),
    empty=TEXTS,
    shapes=st.lists(TEXTS.filter(bool), max_size=2).map(tuple),
    notes=TEXTS,
)


@given(MAPPING)
def test_a_written_mapping_is_read_back_equal(mapping: Mapping) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "m.toml"
        write_mapping(mapping, path)
        assert read_mapping(path) == mapping


def _read(tmp_path: Path, text: str) -> Mapping:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


ENTRY_TEXT = (
    '[[entry]]\nfile = "deals*"\nto = "deals"\n[entry.fields]\nsource_id = "id"\nstatus = { constant = "open" }\n'
)


def test_a_column_alone_is_the_short_form(tmp_path: Path) -> None:
    mapping = _read(tmp_path, ENTRY_TEXT)
    assert mapping.name == mapping.source == "m"
    assert mapping.entries[0].fields["source_id"] == Field(columns=("id",))


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        (ENTRY_TEXT.replace("file =", "fiel ="), "fiel", "file, to"),
        (ENTRY_TEXT.replace('"deals"', '"dealz"'), "dealz", "sellers, memberships"),
        (ENTRY_TEXT.replace("source_id", "sourceid"), "sourceid", "source_id, deleted"),
        (ENTRY_TEXT.replace('"open"', '"opened"'), "opened", "open, won, lost"),
        (ENTRY_TEXT.replace("constant", "konstant"), "konstant", "column, columns, constant"),
        (ENTRY_TEXT.replace("status = {", "name = {"), "deals.status", "open, won, lost"),
        ('currency = "EURO"\n' + ENTRY_TEXT, "EURO", "ISO 4217"),
        ('time_zone = "Moscow"\n' + ENTRY_TEXT, "Moscow", "IANA"),
        ("empty = 3\n" + ENTRY_TEXT, "empty", "list of texts"),
        (ENTRY_TEXT + 'amount = { columns = ["a", "b"], how = "plus" }\n', "plus", "join, first, times"),
        (ENTRY_TEXT + 'amount = { column = "a", how = "month_end" }\n', "month_end", "join"),
        (ENTRY_TEXT + 'amount = { constant = "1", column = "a" }\n', "constant", "one of them"),
        (ENTRY_TEXT + '[entry.checks]\nclosd = "IsClosed"\n', "closd", "closed, won"),
        ('[aliases."deals.produkt"]\na = "b"\n' + ENTRY_TEXT, "deals.produkt", "deals.product"),
    ],
)
def test_a_mistake_names_the_file_the_key_and_what_is_allowed(
    tmp_path: Path, text: str, key: str, allowed: str
) -> None:
    with pytest.raises(DataError) as error:
        _read(tmp_path, text)
    assert "m.toml" in str(error.value)
    assert key in str(error.value)
    assert allowed in str(error.value)


def test_what_is_not_toml_says_where(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 1"):
        _read(tmp_path, "= 3")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.toml"):
        read_mapping(tmp_path / "nowhere.toml")
