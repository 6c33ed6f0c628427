"""Uploaded files in the workspace's own folder until they are imported: safe names, limits, who works on them."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.intake.mapping import Mapping
from merilo.intake.mapping_file import write_mapping
from merilo.sources.spreadsheet.folder import SUFFIXES

MOST_BYTES = 1 << 30
MOST_FILES = 50
_LONGEST_NAME = 120
_UNWANTED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def folder(place: Workspace, name: str) -> Path:
    """The folder of an upload."""
    return place.root / "uploads" / name


def files(place: Workspace, name: str) -> list[Path]:
    """The files of an upload, by name."""
    return sorted((folder(place, name) / "files").glob("*"))


def mapping_file(place: Workspace, name: str) -> Path:
    """Where the mapping that was shown for an upload lies."""
    return folder(place, name) / "mapping.toml"


def keep_mapping(place: Workspace, name: str, mapping: Mapping) -> None:
    """Keep the mapping by which an upload shall be brought in."""
    write_mapping(mapping, mapping_file(place, name))


def receive(place: Workspace, uploaded: Iterable[tuple[str, Iterable[bytes]]]) -> tuple[str, list[str]]:
    """Keep files in a new folder: its name and the files' names. Raises UsageError for what cannot be a table."""
    name = secrets.token_hex(8)
    target = folder(place, name) / "files"
    target.mkdir(parents=True)
    names: list[str] = []
    try:
        for given, chunks in uploaded:
            names.append(_safe(given, names))
            with (target / names[-1]).open("wb") as out:
                out.writelines(chunks)
        _check(target, names)
    except BaseException:
        drop(place, name)
        raise
    return name, names


def drop(place: Workspace, name: str) -> None:
    """Delete an upload's files."""
    shutil.rmtree(folder(place, name), ignore_errors=True)


def _safe(given: str, taken: list[str]) -> str:
    """A file's name as it may stand in a folder of ours, on every system; of equal names each gets a number."""
    bare = _UNWANTED.sub("_", unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])).strip(" .")
    stem, dot, ending = (bare or "file").partition(".")
    stem = stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
    ending = (dot + ending)[-40:]
    name, number = f"{stem}{ending}", 1
    while name.casefold() in {each.casefold() for each in taken}:
        number += 1
        name = f"{stem} ({number}){ending}"
    return name


def _check(target: Path, names: list[str]) -> None:
    if not names:
        raise UsageError(_("No file was chosen."), way_out=_("Choose one or more files of your CRM or spreadsheet."))
    for name in names:
        if Path(name).suffix.lower() not in SUFFIXES:
            raise UsageError(
                _("{name} is no table.").format(name=name),
                allowed=_("allowed: {allowed}").format(allowed=", ".join(sorted(SUFFIXES))),
                way_out=_("Save it as one of these and choose it again."),
            )
        if not (target / name).stat().st_size:
            raise UsageError(_("{name} is empty.").format(name=name), way_out=_("Export it again."))


@contextmanager
def at_work(place: Workspace, name: str) -> Iterator[None]:
    """Held by the process that works on an upload; the system lets go of it when that process dies."""
    with FileLock(folder(place, name) / "at-work.lock"):
        yield


def is_at_work(place: Workspace, name: str) -> bool:
    """Whether a living process works on the upload."""
    if not folder(place, name).is_dir():
        return False
    try:
        with FileLock(folder(place, name) / "at-work.lock", timeout=0):
            return False
    except Timeout:
        return True
