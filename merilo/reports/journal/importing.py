"""A spreadsheet brought into the journal: its accounts, contacts, leads and deals become records that are kept here.

Files are read, recognised and checked as for any import (`merilo/intake`); what comes out is written as records instead
of facts. A row that was brought in before is left as it is now: what people changed since is worth more than the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from merilo.core.cells import csv_of
from merilo.core.errors import MeriloError
from merilo.core.text import N_, _
from merilo.core.workspace import Workspace
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.intake.compute import Computed, compute
from merilo.intake.prepare import Prepared
from merilo.intake.rejects import write_rejects
from merilo.people.journal.fields import check_complete, read
from merilo.people.journal.kinds import KINDS, STATUSES, Holds, Kind, public_id
from merilo.people.journal.records import exists, listed, rows
from merilo.people.journal.writing import What, doing
from merilo.reports.journal.duplicates import bare_name
from merilo.reports.journal.known import snapshot_of
from merilo.reports.journal.pipelines import Pipeline, pipelines
from merilo.reports.journal.rights import check_writes, writes_for
from merilo.reports.journal.search import bare_domain, everything
from merilo.reports.seen import Seen

_ORDER = (Kind.ACCOUNT, Kind.CONTACT, Kind.DEAL, Kind.LEAD)
"""What a record refers to comes before it."""

_AT_ONCE = 2000
"""So many records are one deed: few enough that others need not wait, and that it can be undone."""

_FILLED_IN: dict[Kind, str] = {Kind.CONTACT: N_("Contact"), Kind.LEAD: N_("Lead"), Kind.DEAL: N_("Deal")}


@dataclass(frozen=True)
class Brought:
    """One kind: `read` = `new` + `known` (brought in before) + `matched` (there already, of any source) + `refused`."""

    kind: str
    read: int
    new: int
    known: int
    matched: int
    refused: int


@dataclass(frozen=True)
class JournalImport:
    """The account of an import. `rejected` rows of the files were unreadable and are in `rejects_path`, mendable;
    `refused` records could not be kept and are in `refused_path`, each with the reason. `left_out`: rows by fact table
    that are no records of the journal. `deeds`: what an undo would take back, the last one first.
    """

    source: str
    kinds: tuple[Brought, ...]
    rejected: int
    rejects_path: str
    refused_path: str
    left_out: Mapping[str, int]
    deeds: tuple[int, ...]
    dry_run: bool

    def to_json(self) -> dict[str, Any]:
        """The account as plain values."""
        return asdict(self)


@dataclass
class _Bringing:
    """An import while it goes on: ids of records by the ids they have in the files."""

    seen: Seen
    source: str
    sellers: Mapping[str, str]
    pipelines: dict[str, Pipeline]
    ids: dict[Kind, dict[str, str]] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[int] = field(default_factory=list)


def bring_into_journal(seen: Seen, prepared: Prepared, *, dry_run: bool = False) -> JournalImport:
    """Make records of the files' rows, in the name of the person; `dry_run` says what would happen and writes nothing.

    A row belongs to the seller whom it names, where the person may write for him; one that names nobody known is the
    person's own. Raises DataError when the mapping leaves something open, NotAllowedError for who writes nothing.
    """
    check_writes(seen)
    settings = seen.place.settings
    computed = compute(
        prepared.con, prepared, prepared.mapping, _stored(seen.place), time_zone=settings.time_zone,
        currency=settings.currency,
    )  # fmt: skip
    bringing = _Bringing(seen, computed.mapping.source, _sellers(seen), {each.name: each for each in pipelines(seen)})
    found = tuple(_brought(bringing, kind, list(_given(prepared, computed, kind)), dry_run) for kind in _ORDER)
    own = {KINDS[kind].table for kind in _ORDER}
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-journal"
    return JournalImport(
        source=bringing.source,
        kinds=tuple(each for each in found if each.read),
        rejected=sum(each.total for each in computed.rejected),
        rejects_path="" if dry_run else _keep_rejects(seen.place, prepared, computed, stamp),
        refused_path="" if dry_run else _keep_refused(seen.place, bringing.refused, stamp),
        left_out={table: final.rows for table, final in computed.finals.items() if table not in own},
        deeds=tuple(reversed(bringing.deeds)),
        dry_run=dry_run,
    )


def _stored(place: Workspace) -> dict[str, str]:
    snapshot = snapshot_of(place)
    return {name: rows_of(table, snapshot.files(name) if snapshot else ()) for name, table in TABLES.items()}


def _sellers(seen: Seen) -> dict[str, str]:
    """Sellers by id, by the id at their source and by name, as a file may write them; none that several share."""
    found: dict[str, set[str]] = {}
    for who, name in seen.staff["names"].items():
        for word in (who, who.partition(":")[2], name):
            found.setdefault(str(word).casefold(), set()).add(who)
    return {word: next(iter(whose)) for word, whose in found.items() if len(whose) == 1}


def _given(prepared: Prepared, computed: Computed, kind: Kind) -> Iterator[dict[str, Any]]:
    """The files' rows of a kind as plain values; accounts that are only named, too."""
    table = KINDS[kind].table
    relations = [computed.finals[table].relation] if table in computed.finals else []
    relations += [computed.stubs[table]] if kind is Kind.ACCOUNT and table in computed.stubs else []
    for relation in relations:
        yield from prepared.con.sql(f"SELECT * FROM {relation}").to_arrow_table().to_pylist()


def _brought(bringing: _Bringing, kind: Kind, given: list[dict[str, Any]], dry_run: bool) -> Brought:
    ids = bringing.ids.setdefault(kind, {})
    ids |= _imported_before(bringing, kind, given)
    known = len(ids)
    matches = _Matches(bringing.seen) if kind is Kind.ACCOUNT and given else None
    matched, ready = 0, []
    for row in given:
        own = f"{bringing.source}:{row['source_id']}"
        if own in ids:
            continue
        there = matches.of(row) if matches else None
        if there:
            ids[own], matched = there, matched + 1
            continue
        values = _values(bringing, kind, row)
        if values is not None:
            ready.append((values, own))
    new = 0
    for part in batched(ready, _AT_ONCE, strict=False):
        new += len(part)
        if dry_run:
            ids |= {own: own for _values_of, own in part}
        else:
            _write(bringing, kind, part)
    return Brought(kind.value, len(given), new, known, matched, len(given) - known - matched - new)


def _write(bringing: _Bringing, kind: Kind, part: Iterable[tuple[dict[str, Any], str]]) -> None:
    pairs = list(part)
    with doing(bringing.seen.person, What.IMPORT, bringing.source, said=KINDS[kind].label) as doer:
        if kind is Kind.DEAL:
            _make_stages(bringing, doer, {(v["pipeline"], v["stage"], v["status"]) for v, _own in pairs})
        made = doer.add_all(kind, pairs)
    bringing.deeds.append(doer.deed.pk)
    bringing.ids[kind] |= {own: record.id for (_v, own), record in zip(pairs, made, strict=True)}


def _imported_before(bringing: _Bringing, kind: Kind, given: list[dict[str, Any]]) -> dict[str, str]:
    """Records that these rows became before; one that was deleted since stays deleted."""
    found: dict[str, str] = {}
    for part in batched((f"{bringing.source}:{row['source_id']}" for row in given), 500, strict=False):
        known = rows(kind, deleted=True).filter(imported_as__in=part)
        found |= {str(own): public_id(number) for own, number in known.values_list("imported_as", "source_id")}
    return found


class _Matches:
    """Accounts that are there already: the same domain, or the same name but for its legal form."""

    def __init__(self, seen: Seen) -> None:
        self._by: dict[str, str | None] = {}
        for hit in everything(seen, Kind.ACCOUNT):
            for word in {bare_name(hit.title), f"@{bare_domain(hit.under)}"}:
                self._by[word] = None if word in self._by else hit.id  # several: nobody knows which

    def of(self, row: Mapping[str, Any]) -> str | None:
        domain = bare_domain(str(row.get("domain") or ""))
        return (self._by.get(f"@{domain}") if domain else None) or self._by.get(bare_name(str(row.get("name") or "")))


def _values(bringing: _Bringing, kind: Kind, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row as values of a record; None, and the reason kept, where it cannot be one."""
    declared, zone = KINDS[kind], bringing.seen.place.settings.calendar.zone
    given: dict[str, Any] = {}
    try:
        for each in declared.fields:
            value = row.get(each.name)
            if value is not None:
                given[each.name] = _led(bringing, each.holds, each.refers, value)
        values = {name: value for name, value in read(kind, given, zone).items() if value is not None}
        values = _completed(bringing, kind, values)
        check_complete(kind, values)
        _check_owner(bringing, values.get(declared.owner))
    except MeriloError as error:
        told = " ".join(part for part in (error.what, error.where, error.allowed) if part)
        bringing.refused.append({"kind": kind.value, "id": row["source_id"], "name": row.get("name"), "why": told})
        return None
    return values


def _led(bringing: _Bringing, holds: Holds, refers: Kind | None, value: Any) -> Any:
    """A reference led to the record that it means here."""
    if holds is Holds.REF and refers:
        return bringing.ids.get(refers, {}).get(str(value), "")
    if holds is Holds.SELLER:
        return bringing.sellers.get(str(value).removeprefix(f"{bringing.source}:").casefold(), "")
    return value


def _completed(bringing: _Bringing, kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    owner, now = KINDS[kind].owner, datetime.now(UTC)
    own = {owner: bringing.seen.person.seller} if owner and bringing.seen.person.seller else {}
    found = own | ({"created_at": now} if "created_at" in KINDS[kind].names else {}) | values
    if "domain" in found:
        found["domain"] = bare_domain(found["domain"]) or found["domain"]
    if "name" not in found and kind in _FILLED_IN:
        found["name"] = found.get("email") or found.get("source_detail") or _(_FILLED_IN[kind])
    if kind is Kind.DEAL:
        found |= _staged(bringing, found)
    return found


def _staged(bringing: _Bringing, values: Mapping[str, Any]) -> dict[str, Any]:
    """The place of a deal in a pipeline; a deal without a stage stands in the first one of its status."""
    status = values.get("status", "open")
    name = values.get("pipeline") or next(iter(bringing.pipelines))
    pipeline = bringing.pipelines.get(name)
    first = next((stage.name for stage in pipeline.stages if stage.kind == status), None) if pipeline else None
    closed = {"closed_at": values.get("closed_at") or values["created_at"]} if status != "open" else {}
    stage = values.get("stage") or first or _(status.capitalize())
    currency = values.get("currency") or bringing.seen.place.settings.currency
    return {"pipeline": name, "stage": stage, "status": status, "currency": currency} | closed


def _make_stages(bringing: _Bringing, doer: Any, wanted: set[tuple[str, str, str]]) -> None:
    """Stages that deals stand in and that no pipeline has yet: after those that there are, closed ones last."""
    for name, stage, status in sorted(wanted, key=lambda each: (STATUSES.index(each[2]), each)):
        pipeline = bringing.pipelines.get(name)
        there = {each.name for each in pipeline.stages} if pipeline and not pipeline.ours else set()
        if stage not in there and not exists(Kind.STAGE, pipeline=name, name=stage):
            position = len(listed(Kind.STAGE, pipeline=name)) + 1
            doer.add(Kind.STAGE, {"pipeline": name, "name": stage, "position": position, "kind": status})


def _check_owner(bringing: _Bringing, owner: str | None) -> None:
    if owner and not writes_for(bringing.seen, owner):
        raise MeriloError(_("It is another seller's."), where=bringing.seen.name(owner))


def _keep_rejects(place: Workspace, prepared: Prepared, computed: Computed, stamp: str) -> str:
    if not computed.rejected:
        return ""
    path = place.rejects / f"{stamp}.csv"
    write_rejects(prepared.con, computed.rejected, computed.mapping, path)
    return str(path)


def _keep_refused(place: Workspace, refused: list[dict[str, Any]], stamp: str) -> str:
    if not refused:
        return ""
    path = place.rejects / f"{stamp}-refused.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_of(("kind", "id", "name", "why"), refused), encoding="utf-8-sig")
    return str(path)
