"""`merilo ageing`: the chances of open deals by age, for people and for programs."""

from __future__ import annotations

import csv
import io
import json

from tests.cli.conftest import Run


def test_people_read_that_few_wins_say_nothing_of_age(imported: Run) -> None:
    ended = imported("ageing")
    assert ended.code == 0
    assert "Too few deals were won to learn how old a deal may be" in ended.out


def test_csv_and_json_say_the_same(imported: Run) -> None:
    lines = json.loads(imported("ageing", "--by", "seller", "--json").out)["lines"]
    rows = list(csv.DictReader(io.StringIO(imported("ageing", "--by", "seller", "--format", "csv").out)))
    assert [(row["group"], int(row["age"]), int(row["n"])) for row in rows] == [
        (line["group"], line["age"], line["n"]) for line in lines
    ]
    assert {line["group"] for line in lines} <= {"Anna", "Boris"}
    assert all(line["too_few"] for line in lines)


def test_before_any_deal_people_read_that_there_was_none(imported: Run) -> None:
    ended = imported("ageing", "--as-of", "1990-01-01")
    assert ended.code == 0
    assert "No deal had begun by this day" in ended.out
    assert "too few" not in ended.out.casefold()
    assert "Open deals" not in ended.out


def test_a_wrong_cut_names_those_that_there_are(imported: Run) -> None:
    ended = imported("ageing", "--by", "colour")
    assert ended.code != 0
    assert "seller" in ended.out + ended.err
