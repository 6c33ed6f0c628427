"""Recognising a known system's export by its headers, and reading it by the system's declaration."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from merilo.core.text import N_, _
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.fitness import fitness
from merilo.intake.recognise.generic import read_as
from merilo.intake.recognise.proposal import MAPPED_FROM
from merilo.intake.recognise.reading import Pick, Reading
from merilo.intake.recognise.systems import SYSTEMS, Layout, System
from merilo.intake.recognise.words import key
from merilo.sources.raw import RawTable

_SURE, _CONTRADICTED = 0.98, 0.5
_PREFIX = re.compile(r"^(\w[\w ]*?) - (.+)$")
_PREFIXED_FROM = 0.6
_LOOKS = {
    Shape.EMPTY: N_("empty cells"), Shape.DATE: N_("dates"), Shape.NUMBER: N_("numbers"), Shape.FLAG: N_("yes or no"),
    Shape.EMAIL: N_("e-mail addresses"), Shape.TEXT: N_("texts"),
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """A layout that a raw table's headers fit. `bare` gives each column's comparable text; `share` of headers known."""

    system: System
    layout: Layout
    bare: Mapping[str, str]
    share: float
    signs: tuple[str, ...]


def match_system(raw: RawTable) -> Match | None:
    """The known export that fits the headers best, or None."""
    matches = [found for system in SYSTEMS for layout in system.layouts if (found := _match(raw, system, layout))]
    return max(matches, key=lambda match: (len(match.signs), match.share), default=None)


def _match(raw: RawTable, system: System, layout: Layout) -> Match | None:
    bare = _without_prefix(raw) if system.prefixed else {column: key(column) for column in raw.columns}
    own = set(bare.values())
    present = [signs for signs in layout.signs if bare and all(key(sign) in own for sign in signs)]
    if not present:
        return None
    known = {key(header) for header in layout.headers}
    share = sum(text in known for text in bare.values()) / len(bare)
    return Match(system, layout, bare, share, max(present, key=len))


def _without_prefix(raw: RawTable) -> dict[str, str]:
    """Headers without the prefix that most of them share; empty when most share none."""
    prefixes = Counter(found[1] for column in raw.columns if (found := _PREFIX.match(column)))
    prefix, count = prefixes.most_common(1)[0] if prefixes else ("", 0)
    if not count or count < _PREFIXED_FROM * len(raw.columns):
        return {}
    return {column: key(column.removeprefix(f"{prefix} - ")) for column in raw.columns}


def read_known(raw: RawTable, match: Match, seen: Mapping[str, Evidence]) -> Reading:
    """The table read by the layout; columns that the layout does not know are then read by the vocabulary."""
    layout = match.layout
    picks = {target: pick for target in layout.columns if (pick := _pick(match, target, seen, layout.to))}
    picks |= {target: pick for target in layout.firsts if (pick := _pick_all(match, target))}
    doubtful = {target: pick for target, pick in picks.items() if pick.confidence < MAPPED_FROM}
    picks = {target: pick for target, pick in picks.items() if target not in doubtful}
    picks |= _custom(raw, match, seen, picks)
    why = _("{n} headers of {system} {layout}").format(
        n=sum(len(pick.columns) for pick in picks.values()), system=match.system.title, layout=layout.name
    )
    return Reading(raw, layout.to, picks, _SURE, why, doubtful, constants=dict(layout.constants),
                   system=match.system, layout=layout)  # fmt: skip


def _columns(match: Match, header: str) -> list[str]:
    """The raw columns of that header, the copy that belongs to the record itself first."""
    found = [column for column, text in match.bare.items() if text == key(header)]
    return found[::-1] if match.system.last_copy else found


def _pick(match: Match, target: str, seen: Mapping[str, Evidence], to: str) -> Pick | None:
    for header in match.layout.columns[target]:
        for column in _columns(match, header)[:1]:
            if _fits(to, target, seen[column]):
                return Pick((column,), _SURE, _why(match, header))
            why = _("{system} calls it “{header}”, but its values look like {shape}").format(
                system=match.system.title, header=header, shape=_(_LOOKS[seen[column].shape])
            )
            return Pick((column,), _CONTRADICTED, why)
    return None


def _fits(to: str, target: str, evidence: Evidence) -> bool:
    if target in {"source_id", "seller", "stage"}:
        return True
    return fitness(to, target, evidence) > 0


def _pick_all(match: Match, target: str) -> Pick | None:
    headers = match.layout.firsts[target]
    columns = tuple(column for header in headers for column in _columns(match, header))
    return Pick(columns, _SURE, _why(match, headers[0]), first=len(columns) > 1) if columns else None


def _why(match: Match, header: str) -> str:
    return _("{system} calls it “{header}”").format(system=match.system.title, header=header)


def _custom(raw: RawTable, match: Match, seen: Mapping[str, Evidence], picks: Mapping[str, Pick]) -> dict[str, Pick]:
    """What the table's own columns, unknown to the layout, add to fact columns that are still empty."""
    known = {key(header) for header in match.layout.headers}
    own = [column for column, text in match.bare.items() if text not in known]
    if not own:
        return {}
    renamed = replace(raw, columns=tuple(own))
    reading = read_as(renamed, match.layout.to, seen, own)
    return {target: pick for target, pick in reading.picks.items() if target not in picks}
