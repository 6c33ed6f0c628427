"""What several questions share is worked out once per content of the facts, and may disappear at any time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from merilo.core.time import Calendar
from merilo.facts.engines import duckdb_engine, open_engine
from merilo.facts.store import FactStore
from merilo.facts.tables import Facts
from merilo.kpis.shared import shared
from tests.facts.importing import deal, imported


def _by_seller(facts: Facts) -> ir.Table:
    deals = facts.deals
    counted = shared(deals.group_by("seller").agg(n=deals.count()), "counted")
    return shared(counted.filter(counted.n > 0), "some").order_by("seller")


def _asked(store: FactStore, keep: Path, known_at: Any = None) -> list[tuple[str, int]]:
    duckdb_engine._answered.cache_clear()  # what was answered before would not be asked again
    with open_engine("duckdb", store.snapshot(), Calendar(), known_at, keep) as engine:
        return [(row["seller"], row["n"]) for row in engine.execute(_by_seller(engine.facts)).to_pylist()]


def _files(keep: Path) -> set[str]:
    return {path.name for path in keep.iterdir()}


def test_kept_rows_serve_the_next_question_and_no_other_content(store: FactStore, tmp_path: Path) -> None:
    keep = tmp_path / "keep"
    imported(store, "deals", [deal("a", seller="crm:s")])
    assert _asked(store, keep) == [("crm:s", 1)]
    first = _files(keep)
    assert {name.split("-")[0] for name in first} == {"counted", "some"}
    imported(store, "sellers", [{"source_id": "s", "name": "Anna"}])
    assert _asked(store, keep) == [("crm:s", 1)]
    assert _files(keep) == first, "a table that is not read does not matter"
    imported(store, "deals", [deal("b", seller="crm:s")])
    assert _asked(store, keep) == [("crm:s", 2)]
    assert len(_files(keep)) == 4


def test_they_are_read_and_not_made_again(store: FactStore, tmp_path: Path) -> None:
    imported(store, "deals", [deal("a", seller="crm:s")])
    _asked(store, tmp_path / "one")
    imported(store, "deals", [deal("b", seller="crm:s")])
    _asked(store, tmp_path / "two")
    # The earlier content under the present name: who is told it has read the file.
    (old,), (new,) = ([*(tmp_path / folder).glob("some-*")] for folder in ("one", "two"))
    new.write_bytes(old.read_bytes())
    assert _asked(store, tmp_path / "two") == [("crm:s", 1)]


def test_damaged_rows_or_no_place_to_keep_them_cost_time_and_no_answer(store: FactStore, tmp_path: Path) -> None:
    imported(store, "deals", [deal("a", seller="crm:s")])
    keep = tmp_path / "keep"
    _asked(store, keep)
    for path in keep.iterdir():
        path.write_bytes(b"damaged")
    assert _asked(store, keep) == [("crm:s", 1)]
    assert all(path.read_bytes() != b"damaged" for path in keep.iterdir()), "made again"
    (tmp_path / "file").write_text("no folder")
    assert _asked(store, tmp_path / "file") == [("crm:s", 1)]


def test_nothing_is_kept_of_what_was_known_at_a_past_moment(store: FactStore, tmp_path: Path) -> None:
    imported(store, "deals", [deal("a", seller="crm:s")])
    assert _asked(store, tmp_path / "keep", store.latest().committed_at) == [("crm:s", 1)]
    assert not (tmp_path / "keep").exists()


def test_sums_of_whole_numbers_are_kept_as_such(store: FactStore, tmp_path: Path) -> None:
    """DuckDB adds them up in 128 bits and would write those as fractions, which end at 2^53."""
    imported(store, "deals", [deal("a", seller="crm:s")])
    with open_engine("duckdb", store.snapshot(), Calendar(), None, tmp_path) as engine:
        deals = engine.facts.deals
        big = deals.mutate(big=ibis.literal(2**60 + 1, "int64"))
        added = shared(big.group_by("seller").agg(n=big.big.sum()), "added")
        assert engine.execute(added)["n"].to_pylist() == [2**60 + 1]
    (kept,) = tmp_path.glob("added-*")
    assert pq.read_schema(kept).field("n").type == pa.int64()
