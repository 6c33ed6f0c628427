"""Laws of the fact store, for any sequence of imports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from tests.facts.importing import Row, at, deal, imported, put, relation, rows, session, tables

IDS = st.sampled_from("abcd")
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "stage": st.sampled_from(["Demo", "Offer", None]),
    "name": st.sampled_from(["N", "M", None]),
    "status": st.sampled_from(["open", "won"]),
    "modified_at": st.integers(1, 9).map(at),
}
FACTS = tuple(column.name for column in TABLES["deals"].columns if column.name != "observed_at")


@st.composite
def imports(draw: st.DrawFn) -> tuple[list[Row], bool]:
    """Deals that share their columns, and whether they are the complete list."""
    optional = draw(st.sets(st.sampled_from(["stage", "name", "modified_at"])))
    ids = draw(st.lists(IDS, unique=True, max_size=4))
    columns = ["status", *sorted(optional)]
    return [deal(i) | {c: draw(CELLS[c]) for c in columns} for i in ids], draw(st.booleans())


@contextmanager
def fresh(empty_store: Path) -> Iterator[FactStore]:
    """A new store for every example."""
    with TemporaryDirectory() as folder:
        shutil.copytree(empty_store, Path(folder) / "facts")
        yield FactStore.open(Path(folder) / "facts")


def run(store: FactStore, deals: list[Row], complete: bool) -> None:
    """One import."""
    with store.writing(label="law") as writer, session() as con:
        if deals:
            put(writer, "deals", deals)
        if complete:
            relation(con, "deals", deals)
            writer.delete_missing("deals", "crm", con, "incoming")
        writer.commit()


few = settings(max_examples=12)


@few
@given(history=st.lists(imports(), min_size=1, max_size=4))
def test_importing_the_same_again_changes_nothing(empty_store: Path, history: list[tuple[list[Row], bool]]) -> None:
    with fresh(empty_store) as store:
        for deals, complete in history:
            run(store, deals, complete)
            state = store.latest()
            run(store, deals, complete)
            assert store.latest() == state


@few
@given(history=st.lists(imports(), min_size=1, max_size=5), compact=st.booleans())
def test_what_was_known_at_a_commit_is_the_state_then(
    empty_store: Path, history: list[tuple[list[Row], bool]], compact: bool
) -> None:
    with fresh(empty_store) as store:
        for deals, complete in history:
            run(store, deals, complete)
        states = store.states()[1:]
        read = ("deals", "deal_changes")
        travelled = {state.number: tables(store, *read, state=state.number) for state in states}
        if compact:
            store.compact(keep=timedelta(0))
        for state in states:
            assert tables(store, *read, known_at=state.committed_at) == travelled[state.number]


@few
@given(deals=st.lists(imports(), min_size=2, max_size=2))
def test_the_order_of_imports_of_different_rows_does_not_matter(
    empty_store: Path, deals: list[tuple[list[Row], bool]]
) -> None:
    first, second = (
        [row | {"source": source} for row in given] for source, (given, _) in zip("xy", deals, strict=True)
    )
    with fresh(empty_store) as one, fresh(empty_store) as other:
        for batch in (first, second):
            run(one, batch, False)
        for batch in (second, first):
            run(other, batch, False)
        assert rows(one, "deals", *FACTS) == rows(other, "deals", *FACTS)


@few
@given(before=imports(), after=imports())
def test_a_partial_update_is_the_known_row_overwritten_in_the_given_columns(
    empty_store: Path, before: tuple[list[Row], bool], after: tuple[list[Row], bool]
) -> None:
    known = {row["source_id"]: row for row in before[0]}
    for row in after[0]:
        old = known.get(row["source_id"], {})
        newest = old.get("modified_at")
        if not ("modified_at" in row and newest and row["modified_at"] < newest):
            known[row["source_id"]] = old | row
    with fresh(empty_store) as store:
        run(store, before[0], False)
        run(store, after[0], False)
        columns = ("source_id", *CELLS)
        expected = [tuple(row.get(column) for column in columns) for _, row in sorted(known.items())]
        assert rows(store, "deals", *columns) == expected


@few
@given(stages=st.lists(st.sampled_from(["A", "B", "C"]), min_size=1, max_size=6))
def test_compared_changes_lead_from_the_first_stage_to_the_last(empty_store: Path, stages: list[str]) -> None:
    with fresh(empty_store) as store:
        for stage in stages:
            imported(store, "deals", [deal("a", stage=stage)])
        told = sorted(rows(store, "deal_changes", "at", "old", "new"))
        path = [stages[0], *(new for _, _, new in told)]
        assert path == [stage for n, stage in enumerate(stages) if n == 0 or stage != stages[n - 1]]
        assert [old for _, old, _ in told] == path[:-1]
