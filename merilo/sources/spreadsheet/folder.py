"""From paths to files: a folder is walked, and what is not a table is named, never silently passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from merilo.core.errors import DataError
from merilo.core.text import _
from merilo.sources.raw import Finding

SUFFIXES = frozenset(
    ".csv .tsv .tab .psv .txt .xls .xlsx .xlsm .xlsb .ods .html .htm .gz .zip".split()  # noqa: SIM905 - a list to read
)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Files:
    """Files to read. `named` are those that the user named one by one: when such a file fails, the call fails."""

    paths: tuple[Path, ...]
    named: frozenset[Path]
    skipped: tuple[Finding, ...]


def list_files(paths: Sequence[Path]) -> Files:
    """The files of the given paths, in order of name within a folder; raises DataError for a path that is not there."""
    found: dict[Path, None] = {}
    named: set[Path] = set()
    findings: list[Finding] = []
    for path in paths:
        if path.is_dir():
            files, skipped = _walk(path)
            found |= dict.fromkeys(files)
            findings += [_skipped(path, skipped)] if skipped else []
        elif path.exists():
            found[path] = None
            named.add(path)
        else:
            raise DataError(
                _("There is no such file or folder."),
                where=str(path),
                allowed=_("allowed: a file, several files, or a folder"),
                way_out=_("Check the spelling and that it was not moved."),
            )
    return Files(tuple(found), frozenset(named), tuple(findings))


def _walk(folder: Path) -> tuple[list[Path], list[Path]]:
    files: list[Path] = []
    skipped: list[Path] = []
    for path in sorted(folder.rglob("*"), key=_order):
        if path.is_dir():
            continue
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        (skipped if hidden or path.suffix.lower() not in SUFFIXES else files).append(path)
    return files, skipped


def _order(path: Path) -> tuple[tuple[tuple[int, str], ...], str]:
    """By folder, then by name with numbers as numbers: part 2 before part 10."""
    parts = _DIGITS.split(str(path).casefold())
    return tuple((int(p), "") if p.isdigit() else (0, p) for p in parts), str(path)


def _skipped(folder: Path, files: Sequence[Path]) -> Finding:
    message = _("Files that are no tables were left out.")
    names = tuple(str(f.relative_to(folder)) for f in files)
    return Finding("files_skipped", message, len(files), str(folder), names)
