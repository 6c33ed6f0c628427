"""`merilo forecast`: the range, its record and what if, for people and for programs."""

from __future__ import annotations

import csv
import io
import json

from tests.cli.conftest import Run


def test_where_too_little_was_won_the_run_rate_is_named(imported: Run) -> None:
    ended = imported("forecast")
    assert ended.code == 0
    assert "run rate" in ended.out
    assert "too few deals were won to learn chances" in ended.out
    assert "nothing proves this one" in imported("forecast", "--backtest").out


def test_csv_and_json_say_the_same(imported: Run) -> None:
    document = json.loads(imported("forecast", "--json").out)
    rows = list(csv.DictReader(io.StringIO(imported("forecast", "--format", "csv").out)))
    assert [(row["label"], row["period"], float(row["amount_p50"])) for row in rows] == [
        (line["label"], line["period"], line["amount_p50"]) for line in document["lines"]
    ]
    assert document["step"] == "run_rate"
    assert {"week", "month", "quarter"} == {line["every"] for line in document["lines"]}


def test_a_wrong_name_is_refused(imported: Run) -> None:
    ended = imported("forecast", "--seller", "Nobody")
    assert ended.code == 2
    assert "Known are" in ended.out + ended.err
