"""Compiled expressions kept between processes: the same expression is found again, another one never."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from merilo.facts.engines import compiled as module
from merilo.facts.engines.compiled import compiled, digest
from merilo.facts.tables import unbound_facts
from merilo.kpis.working_time import calendar_days


def _won(since: Any = date(2026, 1, 1), by: str = "seller") -> Any:
    deals = unbound_facts().deals
    return deals.filter(deals.status == "won", deals.created_at.date() >= since).group_by(by).agg(n=ibis._.count())


def test_equal_expressions_share_a_name_and_different_ones_do_not() -> None:
    deals = unbound_facts().deals
    different = [
        _won(), _won(date(2026, 1, 2)), _won(by="stage"), _won().limit(1), _won().limit(1, offset=1),
        deals.select(x=ibis.literal(1)), deals.select(x=ibis.literal(True)), deals.select(x=ibis.literal("1")),
        deals.select(x=ibis.literal(1.0)), deals.select(x=ibis.literal(Decimal(1))), deals.select(y=ibis.literal(1)),
        deals.select(x=ibis.literal(1, "int64")), deals.select("id", "name"), deals.select("name", "id"),
        calendar_days(("RU",), 2025, 2026), calendar_days(("RU", "DE"), 2025, 2026),
    ]  # fmt: skip
    assert len({digest(each.op()) for each in different}) == len(different)
    assert digest(_won().op()) == digest(_won().op()) != ""


def test_the_name_is_the_same_in_every_process() -> None:
    asked = "from tests.facts.engines.test_compiled import _won, digest; print(digest(_won().op()))"
    found = {
        subprocess.run([sys.executable, "-c", asked], env=os.environ | {"PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {digest(_won().op())}


def test_what_only_this_process_can_tell_apart_has_no_name() -> None:
    @ibis.udf.scalar.python
    def twice(x: int) -> int:
        return 2 * x

    assert digest(unbound_facts().deals.select(x=twice(1)).op()) == ""


def test_a_kept_query_is_the_compiled_one_and_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expr = unbound_facts().deals.cross_join(calendar_days(("RU",), 2025, 2026)).op()
    compiled.cache_clear()
    made = compiled(expr, tmp_path / "sql")
    compiled.cache_clear()
    monkeypatch.setattr(module, "_made", lambda _operation: pytest.fail("compiled again"))
    assert compiled(expr, tmp_path / "sql") == made
    assert made.memories


@pytest.mark.parametrize("left", [b"", b"{", b"{}", "ж".encode("utf-16")])
def test_a_file_that_cannot_be_read_is_made_anew(tmp_path: Path, left: bytes) -> None:
    made = compiled(_won().op(), tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(left)
    compiled.cache_clear()
    assert compiled(_won().op(), tmp_path) == made


def test_old_ones_go(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.touch()
    os.utime(old, (time.time() - 8 * 86_400,) * 2)
    compiled.cache_clear()
    compiled(_won(date(2026, 5, 5)).op(), tmp_path)
    assert not old.exists()
    assert len(list(tmp_path.iterdir())) == 1
