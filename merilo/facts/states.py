"""States: the numbered manifests that make an import over many Delta tables visible at once."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from merilo.core.errors import WorkspaceError
from merilo.core.text import _

_FOLDER = "states"
_DIGITS = 10


@dataclass(frozen=True)
class State:
    """What the fact store held at one moment: one Delta version per stored table.

    `sources` says when rows of each source were first committed, `latest` when something new last came from it;
    `summary` is the importer's own account, JSON values. `ground` is the number of the last state that an import made:
    states since then differ from it by what people logged alone, and by files merged.
    """

    number: int
    import_id: str
    committed_at: datetime
    label: str
    versions: dict[str, int]
    schema_version: int
    sources: dict[str, datetime] = field(default_factory=dict)
    latest: dict[str, datetime] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    ground: int = 0

    @property
    def is_light(self) -> bool:
        """Whether it was not made by an import, but by what people logged or by files merged."""
        return self.ground < self.number


class StateLog:
    """The folder `states/` of a fact store: one file per state, never changed once it has its number."""

    def __init__(self, store: Path) -> None:
        self.folder = store / _FOLDER

    def numbers(self) -> list[int]:
        """The numbers of all states, ascending; empty when there are none."""
        if not self.folder.is_dir():
            return []
        return sorted(int(name[:-5]) for name in os.listdir(self.folder) if _is_state_file(name))  # noqa: PTH208

    def read(self, number: int) -> State:
        """The state of that number; raises WorkspaceError when there is none or its file is damaged."""
        path = self._path(number)
        try:
            return _from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise _no_such_state(number, self.numbers(), path) from error
        except (ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                _("The state file cannot be read: {error}").format(error=error),
                where=str(path),
                way_out=_("Restore the workspace from a backup."),
            ) from error

    def latest(self) -> State | None:
        """The present state; None when the store has none yet."""
        numbers = self.numbers()
        return self.read(numbers[-1]) if numbers else None

    def publish(self, state: State) -> None:
        """Make the state visible, whole and on disk; raises FileExistsError when its number is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f".{state.number}.{state.import_id}.new"
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(_to_json(state), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails if the number is taken: a state is never overwritten.
        os.link(unfinished, self._path(state.number))
        sync_folder(self.folder)
        unfinished.unlink()

    def sweep(self) -> None:
        """Drop manifests that a dead writer left unfinished. Only under the writer's lock."""
        for leftover in self.folder.glob(".*.new"):
            leftover.unlink()

    def drop(self, number: int) -> None:
        """Forget a state; never the present one. Only under the writer's lock."""
        self._path(number).unlink()

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:0{_DIGITS}}.json"


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on disk, so that a power cut does not lose a file's name."""
    if os.name == "nt":  # Windows cannot open a folder, and does not need to
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_state_file(name: str) -> bool:
    return len(name) == _DIGITS + 5 and name.endswith(".json") and name[:-5].isdigit()


def _no_such_state(number: int, known: list[int], path: Path) -> WorkspaceError:
    allowed = _("states {first} to {last}").format(first=known[0], last=known[-1]) if known else ""
    return WorkspaceError(
        _("There is no state {number}.").format(number=number), where=str(path.parent), allowed=allowed
    )


def _to_json(state: State) -> dict[str, Any]:
    return {
        "number": state.number,
        "import_id": state.import_id,
        "committed_at": state.committed_at.isoformat(),
        "label": state.label,
        "schema_version": state.schema_version,
        "versions": state.versions,
        "sources": {name: first.isoformat() for name, first in state.sources.items()},
        "latest": {name: last.isoformat() for name, last in state.latest.items()},
        "summary": state.summary,
        "ground": state.ground,
    }


def _from_json(raw: dict[str, Any]) -> State:
    return State(
        number=raw["number"],
        import_id=raw["import_id"],
        committed_at=datetime.fromisoformat(raw["committed_at"]),
        label=raw["label"],
        versions=dict(raw["versions"]),
        schema_version=raw["schema_version"],
        sources={name: datetime.fromisoformat(first) for name, first in raw["sources"].items()},
        # States written before this was kept know only when each source began.
        latest={name: datetime.fromisoformat(last) for name, last in raw.get("latest", raw["sources"]).items()},
        summary=dict(raw["summary"]),
        ground=raw.get("ground", raw["number"]),
    )
