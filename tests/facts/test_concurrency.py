"""Several processes at one store: readers never see half, writers take turns."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from merilo.core.errors import BusyError
from merilo.facts.store import FactStore
from tests.facts.importing import deal, imported, put, rows

ROOT = Path(__file__).parents[2]
READER = """
import sys
from pathlib import Path
from merilo.facts.store import FactStore
from tests.facts.importing import rows

store = FactStore.open(Path(sys.argv[1]))
print("ready", flush=True)
seen = set()
while max(seen, default=0) < int(sys.argv[2]):
    state = store.latest().number
    deals, accounts = rows(store, "deals", "id", state=state), rows(store, "accounts", "id", state=state)
    assert len(deals) == len(accounts) == state, (state, deals, accounts)
    seen.add(state)
print(len(seen))
"""


def test_readers_never_see_half_an_import(store: FactStore) -> None:
    imports = 12
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(store.path), str(imports)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for n in range(imports):
        with store.writing(label="x") as writer:
            put(writer, "deals", [deal(f"d{n}")])
            put(writer, "accounts", [{"source_id": f"a{n}"}])
            writer.commit()
    out, errors = reader.communicate(timeout=60)
    assert (reader.returncode, errors) == (0, "")
    assert int(out) >= 2


def test_a_second_writer_says_once_that_it_waits_and_then_succeeds(store: FactStore) -> None:
    said: list[str] = []
    waits, done = threading.Event(), threading.Event()

    def second() -> None:
        with store.writing(label="second", waiting=lambda: (said.append("waiting"), waits.set())[0]) as writer:
            put(writer, "deals", [deal("b")])
            writer.commit()
        done.set()

    thread = threading.Thread(target=second)
    with store.writing(label="first") as writer:
        put(writer, "deals", [deal("a")])
        thread.start()
        assert waits.wait(30)
        assert not done.is_set()
        writer.commit()
    thread.join(30)
    assert (said, done.is_set()) == (["waiting"], True)
    assert [state.label for state in store.states()] == ["", "first", "second"]
    assert rows(store, "deals", "id") == [("crm:a",), ("crm:b",)]


def test_a_lone_writer_does_not_say_that_it_waits(store: FactStore) -> None:
    with store.writing(label="x", waiting=lambda: pytest.fail("nobody else is writing")) as writer:
        writer.commit()


def test_waiting_ends_with_an_error_that_may_be_tried_again(store: FactStore) -> None:
    with store.writing(label="x"), pytest.raises(BusyError) as caught, store.writing(label="y", timeout=0.05):
        pass
    assert caught.value.retryable
    imported(store, "deals", [deal("a")])
    assert rows(store, "deals", "id") == [("crm:a",)]


def test_two_makers_of_one_store_make_one(tmp_path: Path) -> None:
    makers = [threading.Thread(target=FactStore.create, args=(tmp_path,)) for _ in range(2)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert [state.number for state in FactStore.open(tmp_path).states()] == [0]
