"""Rejected rows mended in the browser: corrections kept beside what came, and only corrected rows tried again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from merilo.core.errors import UsageError
from merilo.core.workspace import Workspace
from merilo.people.imported import begin, forget
from merilo.reports.importing.mending import PAGE, correct, mended_file, page_of, tried

HEADER = ["file", "line", "column", "value", "reason", "Deal, ID", "Value", "Closed", "value (2)"]
AMOUNT = 6
"""The place of the column Value."""


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """120 rejected rows of one import; the last line could not be split into cells."""
    made = Workspace.init(tmp_path / "ws")
    with (made.rejects / "i1.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in range(119):
            writer.writerow(["d.csv", n + 2, "Value; Closed", "much; soon", "why", n, "much", "soon", "=own"])
        writer.writerow(["d.csv", 200, "", "a,b,c", "3 cells", "", "", "", ""])
    return made


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_rejects_are_paged_with_the_cells_at_fault(place: Workspace) -> None:
    first, last = page_of(place, "i1", 1), page_of(place, "i1", 99)
    assert first is not None
    assert last is not None
    assert (first.n, first.pages, len(first.rows), last.page, len(last.rows)) == (120, 3, PAGE, 3, 20)
    assert [each.column for each in first.rows[0].cells] == ["Value", "Closed"]
    assert [each.column for each in first.rows[0].others] == ["Deal, ID", "value (2)"]
    assert not last.rows[-1].whole
    assert page_of(place, "../i1", 1) is None


def test_only_what_is_corrected_is_tried_and_only_once(place: Workspace) -> None:
    before = (place.rejects / "i1.csv").read_bytes()
    with pytest.raises(UsageError):
        mended_file(place, "i1")
    given = {(3, AMOUNT): "70", (60, AMOUNT): "80", (4, AMOUNT): "much"}  # the last is as it came
    assert correct(place, "i1", given) == 2
    assert correct(place, "i1", given) == 0
    name, content, numbers = mended_file(place, "i1")
    assert (name, numbers) == ("i1.csv", [3, 60])
    assert _rows(content) == [
        HEADER,
        ["d.csv", "5", "Value; Closed", "much; soon", "why", "3", "70", "soon", "=own"],
        ["d.csv", "62", "Value; Closed", "much; soon", "why", "60", "80", "soon", "=own"],
    ]
    upload = begin(place, folder="f", files=["i1.csv"], by="Ann").id
    tried(place, "i1", numbers, upload)
    with pytest.raises(UsageError):
        mended_file(place, "i1")
    page = page_of(place, "i1", 1)
    assert page is not None
    assert [row.tried for row in page.rows[2:5]] == [None, upload, None]
    correct(place, "i1", {(3, AMOUNT): "71"})  # corrected once more: it can be tried once more
    assert mended_file(place, "i1")[2] == [3]
    forget(place, upload)
    assert mended_file(place, "i1")[2] == [3, 60]  # nobody waits for an import that was forgotten
    assert (place.rejects / "i1.csv").read_bytes() == before  # what came stays as it came


def test_a_correction_can_be_taken_back(place: Workspace) -> None:
    correct(place, "i1", {(3, AMOUNT): "70"})
    assert correct(place, "i1", {(3, AMOUNT): "much"}) == 1
    with pytest.raises(UsageError):
        mended_file(place, "i1")


def test_only_cells_of_the_row_can_be_corrected(place: Workspace) -> None:
    """File, line and reason say where a row is from; places beyond the row and rows that are not there are nothing."""
    assert correct(place, "i1", {(3, 0): "other.csv", (3, 99): "x", (10_000, AMOUNT): "x"}) == 0
    with pytest.raises(UsageError, match="too long"):
        correct(place, "i1", {(3, AMOUNT): "x" * 10_001})
