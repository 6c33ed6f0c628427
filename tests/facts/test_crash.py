"""An importer killed at any moment leaves the old or the new state, and the next import succeeds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from merilo.facts.delta import open_version
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, rows

# Each import adds one row to three tables and renames the first deal: five tables that must agree.
IMPORTER = """
import sys
from pathlib import Path
import duckdb
from merilo.facts.store import FactStore
from tests.facts.importing import deal, relation

store = FactStore.open(Path(sys.argv[1]))
con = duckdb.connect()
print("ready", flush=True)
while True:
    n = store.latest().number + 1
    with store.writing(label=f"import {n}") as writer:
        for table, rows in (
            ("deals", [deal("first", name=f"v{n}", stage=f"s{n}"), deal(f"d{n}", name=None, stage=None)]),
            ("accounts", [{"source_id": f"a{n}", "name": f"v{n}"}]),
            ("sellers", [{"source_id": f"s{n}", "name": f"v{n}"}]),
        ):
            writer.upsert(table, con, "incoming", relation(con, table, rows))
        writer.commit({"n": n})
"""
PROCESSES, KILLS = 5, 10


def agreed(store: FactStore) -> int:
    """How many imports the store holds, by every table; fails when they differ."""
    n = store.latest().number
    assert len(rows(store, "accounts")) == len(rows(store, "sellers")) == n
    deals = rows(store, "deals", "id", "name")
    assert len(deals) == (n + 1 if n else 0)
    assert not n or ("crm:first", f"v{n}") in deals
    assert len(rows(store, "deal_changes")) == max(n - 1, 0)
    snapshot = store.snapshot()
    assert snapshot.rows("deals__earlier") == max(n - 1, 0)
    return n


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PROCESSES))
def test_a_killed_importer_leaves_the_old_or_the_new_state(store: FactStore, seed: int) -> None:
    chance = random.Random(seed)
    seen = 0
    for _ in range(KILLS):
        _run_and_kill(store.path, chance.uniform(0, 0.5))
        n = agreed(FactStore.open(store.path))
        assert n >= seen
        seen = n
    _go_on(store, seen)


def _run_and_kill(folder: Path, seconds: float) -> None:
    importer = subprocess.Popen([sys.executable, "-c", IMPORTER, str(folder)], stdout=subprocess.PIPE, cwd=_root())
    assert importer.stdout is not None
    assert importer.stdout.readline() == b"ready\n"
    time.sleep(seconds)
    os.kill(importer.pid, signal.SIGKILL)
    assert importer.wait() == -signal.SIGKILL
    importer.stdout.close()


def _go_on(store: FactStore, n: int) -> None:
    imported(store, "deals", [deal("after", name="next")])
    assert store.latest().number == n + 1
    versions = store.latest().versions
    assert {name: open_version(store.path / name).version for name in versions} == versions


def _root() -> Path:
    return Path(__file__).parents[2]
