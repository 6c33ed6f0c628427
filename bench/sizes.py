"""The companies that are measured: made once per size, their exports and their facts kept in bench/data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from merilo.core.workspace import Workspace
from merilo.demo import Company, company
from merilo.facts.schema import SCHEMA_VERSION
from merilo.facts.states import StateLog
from merilo.facts.store import FactStore

DATA = Path(__file__).parent / "data"
UNTIL = date(2026, 6, 30)
YEARS, SEED = 3, 42
# What the generator gives, over sellers who come and go; the true number of rows is printed.
_TOUCHES_PER_SELLER_YEAR = 5_600
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """A company with about `rows` touches over three years; `seed`: which of many such companies."""

    name: str
    rows: int
    seed: int = SEED

    @property
    def sellers(self) -> int:
        return max(2, round(self.rows / YEARS / _TOUCHES_PER_SELLER_YEAR))

    @property
    def folder(self) -> Path:
        return DATA / (self.name if self.seed == SEED else f"{self.name}-{self.seed}")

    @property
    def csv(self) -> Path:
        return self.folder / "csv"

    def make(self) -> Company:
        return company(sellers=self.sellers, teams=max(1, self.sellers // 8), years=YEARS, seed=self.seed, until=UNTIL)

    def ready(self, say: Say) -> dict[str, int]:
        """Make files and facts unless they are there, of this schema; gives the rows of each fact table."""
        done = self.folder / "rows.json"
        if not done.exists() or self._schema() != SCHEMA_VERSION:
            shutil.rmtree(self.folder, ignore_errors=True)
            say(f"{self.name}: making a company of {self.sellers} sellers over {YEARS} years …")
            made = self.make()
            made.write(self.csv)
            say(f"{self.name}: writing its facts …")
            counts = _store(made, self.folder / "workspace")
            done.write_text(json.dumps(counts))
        return dict(json.loads(done.read_text()))

    def _schema(self) -> int:
        """The schema version of the facts that are there."""
        state = StateLog(self.folder / "workspace" / "facts").latest()
        return state.schema_version if state else 0

    def workspace(self) -> Workspace:
        return Workspace.open(self.folder / "workspace")


def parse(text: str) -> Size:
    """`10M`, `250k` or a plain number."""
    unit = {"k": 1_000, "m": 1_000_000}.get(text[-1].lower(), 1)
    number = text[:-1] if unit > 1 else text
    return Size(text.upper(), round(float(number) * unit))


def _store(made: Company, folder: Path) -> dict[str, int]:
    """The company's facts through the store's own writer, without files between."""
    workspace = Workspace.init(folder, made.settings)
    tables = made.tables()
    counts = {name: table.num_rows for name, table in tables.items()}
    store = FactStore.create(workspace.facts)
    with store.writing("benchmark") as writer:
        while tables:
            name, table = tables.popitem()
            _insert(writer, name, table)
        writer.commit()
    kept = store.snapshot()
    lost = [name for name, rows in counts.items() if kept.rows(name) != rows]
    if lost:
        raise SystemExit(f"The store did not keep all rows of: {', '.join(lost)}")
    return counts


def _insert(writer: object, name: str, table: pa.Table) -> None:
    con = duckdb.connect()
    con.register("arrow", table.drop_columns(["id", "observed_at"]))
    con.execute("CREATE TABLE rows AS SELECT * FROM arrow")
    given = frozenset(table.column_names) - {"id", "source", "source_id", "observed_at"}
    writer.upsert(name, con, "rows", given, compare=False)  # type: ignore[attr-defined]
    con.close()
