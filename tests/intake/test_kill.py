"""Kill -9 in the middle of an import leaves the old facts or the new ones, never something between."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace
from merilo.facts.store import FactStore
from merilo.intake.run import prepare, run_import
from tests.intake.conftest import HEADER, do_import, facts, mapping_file

_ROWS = 8_000
_KILLS = 16


def _write(path: Path, amount: int) -> Path:
    """All deals have the same amount, so a mixture of two imports would show; each closed deal has two changes."""
    rows = (f"{n},A{n % 50},S{n % 9},{'Won' if n % 2 else 'Demo'},{amount},2026-01-02,2026-02-03" for n in range(_ROWS))
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def _child(root: Path, path: Path, mapping: Path, pipe: Connection) -> None:
    """The process that is killed: it says when its import begins, and when it is done."""
    workspace = Workspace.open(root)
    prepared = prepare(workspace, [path], mapping=mapping)
    pipe.send("go")
    run_import(workspace, prepared)
    pipe.send("done")


def _is_new(workspace: Workspace) -> bool:
    """Whether the second import is there; asserts that all of it is, or nothing, in every table."""
    number = FactStore.open(workspace.facts).latest().number
    deals = facts(workspace, "SELECT count(*), count(DISTINCT amount), min(amount)::int FROM deals")
    compared = facts(workspace, "SELECT count(*) FROM deal_changes WHERE evidence = 'compared'")[0][0]
    closing = facts(workspace, "SELECT count(*) FROM deal_changes WHERE evidence = 'closing'")[0][0]
    assert (deals[0], compared, number) in [((_ROWS, 1, 1), 0, 1), ((_ROWS, 1, 2), _ROWS, 2)]
    assert closing == _ROWS
    return number == 2


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kill_at_random_moments_never_leaves_half_an_import(workspace: Workspace, tmp_path: Path) -> None:
    mapping = mapping_file(tmp_path)
    do_import(workspace, _write(tmp_path / "deals_a.csv", 1), mapping=mapping)
    second = _write(tmp_path / "deals_b.csv", 2)
    # Children are forked from a server that has imported everything and started no thread.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["merilo.intake.run"])
    chance = random.Random(20260701)
    duration, outcomes = 2.0, set()
    for kill in range(_KILLS):
        root = tmp_path / f"copy_{kill}"
        shutil.copytree(workspace.root, root)
        ours, theirs = context.Pipe()
        child = context.Process(target=_child, args=(root, second, mapping, theirs))
        child.start()
        assert ours.poll(120)
        assert ours.recv() == "go"
        started = time.monotonic()
        # The first one is let through to know how long an import takes here.
        if ours.poll(chance.uniform(0, duration * 1.1) if kill else 120):
            duration = time.monotonic() - started
        child.kill()
        child.join()
        outcomes.add(_is_new(Workspace.open(root)))
        shutil.rmtree(root)
    assert outcomes == {True, False}
    root = tmp_path / "last"
    shutil.copytree(workspace.root, root)
    assert do_import(Workspace.open(root), second, mapping=mapping).state == 2
