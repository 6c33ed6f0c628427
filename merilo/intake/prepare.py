"""From paths to something that can be shown and then imported: tables read, profiled, and a mapping found for them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from merilo.core.errors import DataError, UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.intake.aliases import AliasSuggestion, suggest_aliases
from merilo.intake.formats import ColumnProfile, profile
from merilo.intake.mapping import Mapping
from merilo.intake.mapping_file import read_mapping
from merilo.intake.mended import Mended, mended
from merilo.intake.recognise import Proposal, Question, propose
from merilo.intake.remember import remembered
from merilo.sources import spreadsheet
from merilo.sources.raw import RawTable

Progress = Callable[[str, int, int], None]
GIVEN, REMEMBERED, PROPOSED, MENDED = "given", "remembered", "proposed", "mended"


@dataclass(frozen=True)
class Prepared:
    """Files that were read and profiled, and the mapping that an import would use.

    `origin` says where the mapping comes from: `given`, `remembered` (accepted before for these headers), `mended` (the
    files are mended rejects, with the mapping of their import) or `proposed`; only then is there a `proposal`.
    `questions` are what the data could not decide. `lines` gives for each raw table's relation the table that knows its
    lines. The tables live in `con`, which `run_import` uses.
    """

    con: duckdb.DuckDBPyConnection
    raws: tuple[RawTable, ...]
    profiles: dict[str, dict[str, ColumnProfile]]
    mapping: Mapping
    origin: str
    proposal: Proposal | None = None
    aliases: tuple[AliasSuggestion, ...] = ()
    lines: dict[str, RawTable] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the data could not decide."""
        return self.proposal.questions if self.proposal else ()

    @property
    def samples(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Frequent values, by raw table and column."""
        return {
            raw.name: {name: found.samples for name, found in self.profiles[raw.relation].items()} for raw in self.raws
        }

    def with_mapping(self, mapping: Mapping) -> Prepared:
        """The same files with a changed mapping, for instance with a format that answers a question."""
        return replace(self, mapping=mapping)


def prepare(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    source: str | None = None,
    progress: Progress | None = None,
) -> Prepared:
    """Read files and folders, and find how they are to be understood. Nothing in the workspace changes.

    The mapping is the given one, else that of the rejects that were mended, else the one remembered for these headers,
    else a proposed one. `source` renames the connection that the rows come from. Raises DataError when nothing can be
    read or recognised.
    """
    con = connect()
    given = read_mapping(mapping) if mapping else None
    found = mended(workspace, con, spreadsheet.read(paths, con, progress=progress))
    raws = found.raws
    known = given or found.mapping or remembered(workspace, raws)
    origin = GIVEN if given else MENDED if found.mapping else REMEMBERED
    profiles = _profiles(con, raws, known.empty if known else ())
    if known is not None:
        return _known(con, found, profiles, _renamed(known, source), origin)
    return _proposed(workspace, con, found, profiles, source)


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory for one import; what does not fit goes to the system's folder for temporary files."""
    con = duckdb.connect()
    room = Path(tempfile.gettempdir()) / f"merilo-{os.getpid()}"
    con.execute("SET temp_directory = $1", [str(room)])
    return con


def _profiles(
    con: duckdb.DuckDBPyConnection, raws: Sequence[RawTable], empty: Sequence[str]
) -> dict[str, dict[str, ColumnProfile]]:
    return {raw.relation: profile(con, raw.relation, raw.columns, empty) for raw in raws}


def _renamed(mapping: Mapping, source: str | None) -> Mapping:
    if source is None:
        return mapping
    if not source or ":" in source:
        raise UsageError(_("Wrong source: {value}").format(value=repr(source)), allowed=_("a name without a colon"))
    return replace(mapping, source=source)


def _known(
    con: duckdb.DuckDBPyConnection,
    found: Mended,
    profiles: dict[str, dict[str, ColumnProfile]],
    mapping: Mapping,
    origin: str,
) -> Prepared:
    aliases = suggest_aliases(con, mapping, found.raws) if origin != MENDED else ()
    return Prepared(con, found.raws, profiles, mapping, origin, None, aliases, found.lines)


def _proposed(
    workspace: Workspace,
    con: duckdb.DuckDBPyConnection,
    found: Mended,
    profiles: dict[str, dict[str, ColumnProfile]],
    source: str | None,
) -> Prepared:
    by_name = {raw.name: profiles[raw.relation] for raw in found.raws}
    proposal = propose(found.raws, by_name, con, default_currency=workspace.settings.currency, source=source)
    mapping = _renamed(proposal.mapping, source)
    if not mapping.entries:
        raise _unrecognised(proposal, found.raws)
    aliases = suggest_aliases(con, mapping, found.raws)
    return Prepared(con, found.raws, profiles, mapping, PROPOSED, proposal, aliases, found.lines)


def _unrecognised(proposal: Proposal, raws: Sequence[RawTable]) -> DataError:
    asked = "\n".join(question.text for question in proposal.questions[:5])
    return DataError(
        _("These files are not recognised as anything that Merilo measures."),
        where="\n".join(f"{raw.name}: {', '.join(raw.columns[:12])}" for raw in raws[:5]),
        allowed=asked,
        way_out=_("Write a short mapping file (see docs/mapping.md) and give it with --mapping."),
    )
