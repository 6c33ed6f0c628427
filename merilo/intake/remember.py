"""Accepted mappings, kept in the workspace and found again by the headers that they were accepted for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from merilo.core.workspace import Workspace
from merilo.intake.columns import matches, shape_of, wanted_columns
from merilo.intake.mapping import Mapping
from merilo.intake.mapping_file import read_mapping, write_mapping
from merilo.sources.raw import RawTable


def remembered(workspace: Workspace, raws: Sequence[RawTable]) -> Mapping | None:
    """The mapping accepted for files of these headers, in whatever order of columns; None when there is none.

    Every file must be known. Of several mappings the one accepted last wins, because that is what its owner wants now.
    """
    shapes = {shape_of(raw.columns) for raw in raws}
    for path in sorted(workspace.mappings.glob("*.toml"), key=_age):
        mapping = read_mapping(path)
        if shapes <= {shape_of(shape) for shape in mapping.shapes}:
            return mapping
    return None


def _age(path: Path) -> tuple[float, str]:
    return -path.stat().st_mtime, path.name


def remember(workspace: Workspace, mapping: Mapping, raws: Sequence[RawTable]) -> Path:
    """Keep an accepted mapping with the headers of the files it was used for; returns its file.

    Files that no entry reads are remembered too: leaving them out was accepted with the rest.
    """
    known = {shape_of(shape): shape for shape in mapping.shapes}
    for raw in raws:
        known.setdefault(shape_of(raw.columns), raw.columns)
    path = _own_file(workspace, mapping, set(known))
    whole = replace(mapping, shapes=tuple(known.values()))
    if not (path.exists() and read_mapping(path) == whole):
        write_mapping(whole, path)
    else:
        path.touch()
    return path


def _own_file(workspace: Workspace, mapping: Mapping, shapes: set[frozenset[str]]) -> Path:
    """The file of the mapping of that name for these headers; another file when the name has other headers already."""
    name, number = file_name(mapping.name), 1
    while True:
        path = workspace.mappings / (f"{name}.toml" if number == 1 else f"{name}-{number}.toml")
        if not path.exists() or shapes & {shape_of(shape) for shape in read_mapping(path).shapes}:
            return path
        number += 1


def file_name(name: str) -> str:
    """A mapping's name as the name of a file, on every system."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._") or "mapping"


def unread(mapping: Mapping, raws: Sequence[RawTable]) -> list[RawTable]:
    """The files that no entry of the mapping reads, not even for a lookup."""
    globs = {entry.file for entry in mapping.entries}
    for entry in mapping.entries:
        globs |= {field.lookup.file for field in entry.fields.values() if field.lookup}
        globs |= {listed.file for listed in entry.listed}
    return [raw for raw in raws if not any(matches(glob, raw) for glob in globs) and not _by_shape(mapping, raw)]


def _by_shape(mapping: Mapping, raw: RawTable) -> bool:
    own = shape_of(raw.columns)
    return own in {shape_of(s) for s in mapping.shapes} and any(
        shape_of(wanted_columns(entry)) <= own for entry in mapping.entries
    )
