"""An importer killed at any moment leaves the old or the new state, and the next import succeeds."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pytest

from merilo.facts.delta import open_version
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, relation, tables

SEEDS, KILLS = 3, 8

# Children are forked off a server that has everything imported and no threads yet: a child starts in milliseconds.
_children = multiprocessing.get_context("forkserver")
_children.set_forkserver_preload([__name__])


def import_for_ever(folder: Path, ready: Connection) -> None:
    """Each import adds one row to three tables and moves the first deal: five tables that must agree."""
    store, con = FactStore.open(folder), duckdb.connect()
    ready.send("ready")
    while True:
        n = store.latest().number + 1
        deals = [deal("first", name=f"v{n}", stage=f"s{n}"), deal(f"d{n}", name=None, stage=None)]
        named = [{"source_id": f"n{n}", "name": f"v{n}"}]
        with store.writing(label=f"import {n}") as writer:
            for table, given in (("deals", deals), ("accounts", named), ("sellers", named)):
                writer.upsert(table, con, "incoming", relation(con, table, given))
            writer.commit({"n": n})


def agreed(store: FactStore) -> int:
    """How many imports the store holds, by every table; fails when they differ."""
    n = store.latest().number
    accounts, sellers, deals, told = tables(store, "accounts", "sellers", "deals", "deal_changes")
    assert len(accounts) == len(sellers) == n
    assert len(deals) == (n + 1 if n else 0)
    assert not n or ("crm:first", f"v{n}") in [(row["id"], row["name"]) for row in deals]
    assert len(told) == store.snapshot().rows("deals__earlier") == max(n - 1, 0)
    return n


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_killed_importer_leaves_the_old_or_the_new_state(store: FactStore, seed: int) -> None:
    chance = random.Random(seed)
    seen = 0
    for _ in range(KILLS):
        _run_and_kill(store.path, chance.uniform(0, 0.4))
        n = agreed(FactStore.open(store.path))
        assert n >= seen
        seen = n
    _go_on(store, seen)


def _run_and_kill(folder: Path, seconds: float) -> None:
    ready, its_end = _children.Pipe(duplex=False)
    importer = _children.Process(target=import_for_ever, args=(folder, its_end))
    importer.start()
    assert ready.recv() == "ready"
    time.sleep(seconds)
    importer.kill()
    importer.join()
    assert importer.exitcode == -signal.SIGKILL
    for end in (ready, its_end):
        end.close()


def _go_on(store: FactStore, n: int) -> None:
    imported(store, "deals", [deal("after", name="next")])
    assert store.latest().number == n + 1
    versions = store.latest().versions
    assert {name: open_version(store.path / name).version for name in versions} == versions
