"""Rejects files that were mended: recognised by their header, their rows given back to the files they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from merilo.core.errors import DataError
from merilo.core.sql import literal, quoted
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.intake.columns import plain, shape_of
from merilo.intake.mapping import Mapping
from merilo.intake.mapping_file import read_mapping
from merilo.intake.rejects import HEADER
from merilo.sources.raw import RawFile, RawTable


@dataclass(frozen=True)
class Mended:
    """Raw tables as an import wants them. `mapping` is that of the rejects, if there were any among the files."""

    raws: tuple[RawTable, ...]
    lines: dict[str, RawTable] = field(default_factory=dict)
    mapping: Mapping | None = None


def mended(workspace: Workspace, con: DuckDBPyConnection, raws: Sequence[RawTable]) -> Mended:
    """Split every rejects file into the tables whose rows it holds; other tables stay as they are."""
    found: list[RawTable] = []
    lines: dict[str, RawTable] = {}
    mapping = None
    for raw in raws:
        parts = _parts(con, raw) if is_rejects(raw) else [raw]
        if parts != [raw]:
            mapping = mapping or _mapping_of(workspace, raw)
        found += parts
        lines |= {part.relation: raw for part in parts}
    return Mended(tuple(found), lines, mapping)


def is_rejects(raw: RawTable) -> bool:
    """Is it a rejects file that Merilo wrote?"""
    return tuple(plain(name) for name in raw.columns[: len(HEADER)]) == HEADER


def _parts(con: DuckDBPyConnection, raw: RawTable) -> list[RawTable]:
    rows = con.execute(f"SELECT file, count(*) FROM {raw.relation} GROUP BY 1 ORDER BY min(_row)").fetchall()
    return [_part(con, raw, number, name or "", count) for number, (name, count) in enumerate(rows)]


def _part(con: DuckDBPyConnection, raw: RawTable, number: int, name: str, rows: int) -> RawTable:
    """The rows of one original file, under its name and with its own columns."""
    relation = f"{raw.relation}_mended_{number}"
    own = {column: _original(column) for column in raw.columns[len(HEADER) :]}
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT "
        f"{''.join(f'{_bare(ours)} AS {quoted(theirs)}, ' for ours, theirs in own.items())} _row, _file "
        f"FROM {raw.relation} WHERE coalesce(file, '') = {literal(name)}"
    )
    file, __, part = name.partition("/")
    path = Path(file)
    stem = path.name.split(".", 1)[0]
    origin = RawFile(path, part, 0, rows, 1, "", "")
    return replace(
        raw,
        name=f"{stem}/{part}" if part else stem,
        relation=relation,
        columns=tuple(own.values()),
        files=(origin,),
        rows=rows,
        rejects=(),
        findings=(),
    )


def _bare(column: str) -> str:
    """The cell without the sign that kept spreadsheet programs from running it (see `core.cells`)."""
    return f"regexp_replace({quoted(column)}, '^''([=+@\\t\\r-])', '\\1')"


def _original(column: str) -> str:
    """The reader numbers a column that is called like one of ours: `value (2)` was `value`."""
    base = column.removesuffix(" (2)")
    return base if base != column and plain(base) in HEADER else column


def _mapping_of(workspace: Workspace, raw: RawTable) -> Mapping:
    """The mapping that lies beside the rejects, or one in the workspace that was accepted for all their columns."""
    path = raw.files[0].path
    for beside in (path.with_suffix(".toml"), workspace.rejects / path.with_suffix(".toml").name):
        if beside.is_file():
            return read_mapping(beside)
    own = {_original(column) for column in raw.columns[len(HEADER) :]}
    for file in sorted(workspace.mappings.glob("*.toml")):
        mapping = read_mapping(file)
        if mapping.shapes and shape_of(own) <= shape_of(name for shape in mapping.shapes for name in shape):
            return mapping
    raise DataError(
        _("These are rejected rows of an import whose mapping is not here any more."),
        where=str(path),
        allowed=str(workspace.rejects / path.with_suffix(".toml").name),
        way_out=_("Name the mapping with --mapping."),
    )
