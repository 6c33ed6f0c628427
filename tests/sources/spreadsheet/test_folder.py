"""Folders, several paths, archives: what is read, in what order, what is named when it is not."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import pytest

from merilo.core.errors import DataError, UsageError
from merilo.sources.spreadsheet import bytes as byte_limits
from merilo.sources.spreadsheet import line_of, read
from tests.sources.spreadsheet.conftest import Reader, rows_of

HEAD = "id,name,amount,day\n"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def kinds(tables) -> dict[str, tuple[str, ...]]:
    return {f.kind: f.examples for table in tables for f in table.findings}


def test_daily_files_form_one_table_in_order_of_their_names(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for day in (10, 2, 1):
        (tmp_path / f"deals {day}.csv").write_text(HEAD + f"{day},a,1,x\n{day},b,2,y\n")
    [table] = read([tmp_path], con)
    assert table.name == "deals"
    assert [f.path.name for f in table.files] == ["deals 1.csv", "deals 2.csv", "deals 10.csv"]
    assert [row[0] for row in rows_of(con, table)] == ["1", "1", "2", "2", "10", "10"]
    assert line_of(table, con, [0, 3, 5]) == {
        0: (tmp_path / "deals 1.csv", "", 2),
        3: (tmp_path / "deals 2.csv", "", 3),
        5: (tmp_path / "deals 10.csv", "", 3),
    }


def test_files_of_one_header_in_many_shapes_are_still_one_table(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "1,a,1,x\n")
    (tmp_path / "b.csv").write_bytes((HEAD + "2,Бета,2,y\n").encode("cp1251"))
    (tmp_path / "c.csv").write_text(HEAD.replace(",", ";") + "3;c\n4;d;4;z\n")
    (tmp_path / "d.csv").write_text(HEAD)
    (tmp_path / "e.csv.gz").write_bytes(gzip.compress((HEAD + '5,"e\ne",5,x\n6,f,6,y\n').encode()))
    [table] = read([tmp_path], con)
    assert [row[0] for row in rows_of(con, table)] == ["1", "2", "4", "5", "6"]
    assert [(r.file.name, r.line) for r in table.rejects] == [("c.csv", 2)]
    assert [(p.name, line) for p, _part, line in line_of(table, con, range(5)).values()] == [
        ("a.csv", 2), ("b.csv", 2), ("c.csv", 3), ("e.csv.gz", 2), ("e.csv.gz", 4),
    ]  # fmt: skip
    assert [(f.first_row, f.rows) for f in table.files] == [(0, 1), (1, 1), (2, 1), (3, 0), (3, 2)]


def test_lists_with_few_columns_are_not_put_together(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for name in ("accounts", "products", "stages-1", "stages-2"):
        (tmp_path / f"{name}.csv").write_text("id,name\n1,a\n")
    assert [t.name for t in read([tmp_path], con)] == ["accounts", "products", "stages"]


def test_a_folder_names_what_it_leaves_out(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deals.csv").write_text(HEAD + "1,a,1,x\n")
    for name in ("README.md", "x.json", "x.py", "x.toml", ".hidden.csv", "~$book.xlsx"):
        (tmp_path / name).write_text("x")
    tables = read([tmp_path], con)
    assert [t.name for t in tables] == ["deals"]
    assert set(kinds(tables)["files_skipped"]) == {
        "README.md",
        "x.json",
        "x.py",
        "x.toml",
        ".hidden.csv",
        "~$book.xlsx",
    }


def test_a_bad_file_of_a_folder_is_a_finding_and_the_rest_goes_on(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text(HEAD + "1,a,1,x\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "junk.csv").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    tables = read([tmp_path], con)
    assert [t.rows for t in tables] == [1]
    found = [f for t in tables for f in t.findings if f.kind == "file_unreadable"]
    assert {Path(f.where.removeprefix("in ")).name for f in found} == {"empty.csv", "junk.csv", "gone.csv"}


def test_a_named_file_that_fails_is_an_error_even_beside_good_ones(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text(HEAD)
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(DataError, match="empty"):
        read([tmp_path / "good.csv", tmp_path / "empty.csv"], con)


def test_a_missing_path_and_a_folder_without_tables_are_errors(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file") as caught:
        read([tmp_path / "nowhere.csv"], con)
    assert "nowhere.csv" in caught.value.where
    with pytest.raises(DataError, match="no table"):
        read([tmp_path], con)


def test_a_file_that_vanishes_while_it_is_read_is_an_error(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "1,a,1,x\n")
    with pytest.raises(DataError, match="vanished"):
        read([path], con, progress=lambda *_step: path.unlink(missing_ok=True))


def test_a_path_given_twice_is_read_once(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "1,a,1,x\n")
    [table] = read([tmp_path, tmp_path / "a.csv"], con)
    assert table.rows == 1


def test_a_zip_gives_its_members_as_parts(one: Reader, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    data = zipped(**{
        "jan.csv": (HEAD + "1,a,1,x\n").encode(), "feb.csv": (HEAD + "2,b,2,y\n").encode(), "__MACOSX/x.csv": b"junk",
    })  # fmt: skip
    table, rows = one(data, "export.zip")
    assert [row[0] for row in rows] == ["2", "1"]
    assert line_of(table, con, [1])[1] == (tmp_path / "export.zip", "jan.csv", 2)


def test_members_of_different_headers_are_named_by_archive_and_member(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    bad = gzip.compress(b"x,y\n1,2\n" * 999)[:-9]
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(**{"deals.csv": b"a,b\n1,2\n", "team.csv": b"who,boss\nA,B\n", "bad.csv.gz": bad}))
    tables = read([path], con)
    assert [t.name for t in tables] == ["export/deals", "export/team"]
    assert "file_unreadable" in kinds(tables)


def test_an_archive_that_unpacks_to_far_too_much_is_refused(one: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_limits, "FREE_BYTES", 1 << 20)
    bomb = b"a,b\n" + b"0" * (8 << 20)
    for data, name in ((gzip.compress(bomb), "x.gz"), (zipped(**{"x.csv": bomb}), "x.zip")):
        with pytest.raises(DataError, match="refused") as caught:
            one(data, name)
        assert "200" in caught.value.allowed
    with pytest.raises(DataError, match="refused"):
        one(zipped(**{"[Content_Types].xml": bomb}), "x.xlsx")


def test_archives_are_not_opened_without_end(one: Reader) -> None:
    data = b"a,b\n1,2\n"
    for _level in range(4):
        data = zipped(**{"inner.zip": data})
    with pytest.raises(DataError, match="inside an archive"):
        one(data, "x.zip")


def test_a_row_that_is_not_there_has_no_line(one: Reader, con: duckdb.DuckDBPyConnection) -> None:
    table, _rows = one("a,b\n1,2\n")
    with pytest.raises(UsageError, match="no row 1"):
        line_of(table, con, [1])
