"""Search as you type: accounts, contacts, deals and leads of every source, by name, domain, e-mail or telephone.

What is looked through are two narrow tables in memory, one pair per process: what other sources know, made anew after
an import; and the journal's own records, to which every search adds those that have changed since the last one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from merilo.core.sql import literal
from merilo.core.workspace import Workspace
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.facts.snapshot import Snapshot
from merilo.people.journal.kinds import KINDS, SOURCE, Kind, public_id
from merilo.people.journal.records import rows
from merilo.reports.journal.known import snapshot_of
from merilo.reports.seen import Seen

SEARCHED = (Kind.ACCOUNT, Kind.CONTACT, Kind.DEAL, Kind.LEAD)
_LATE = timedelta(seconds=120)
"""A record may be committed so long after the moment that it bears."""

_LAYOUT = "(kind VARCHAR, id VARCHAR, title VARCHAR, under VARCHAR, owner VARCHAR, sought VARCHAR)"


@dataclass(frozen=True)
class Hit:
    """One record found: `id` as references name it, its `title`, what stands below it (`under`: domain or account)."""

    kind: Kind
    id: str
    title: str
    under: str
    owner: str
    ours: bool


class _Index:
    """The records of one workspace in memory: those of other sources as of `ground`, the journal's as of now."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        self.con.execute("SET TimeZone = 'UTC'")
        self.con.execute(f"CREATE TABLE own {_LAYOUT}")
        self.con.execute(f"CREATE TABLE others {_LAYOUT}")
        self.ground = -1
        self.upto = datetime(1970, 1, 1, tzinfo=UTC)
        self.versions: dict[str, int] = {}
        self.lock = threading.Lock()

    def brought_up(self, place: Workspace) -> None:
        """Take in what has changed since."""
        with self.lock:
            snapshot = snapshot_of(place)
            if snapshot is not None and snapshot.state.ground != self.ground:
                self.con.execute(f"CREATE OR REPLACE TABLE others AS {_others(snapshot)}")
                self.ground = snapshot.state.ground
            self._take_own()

    def _take_own(self) -> None:
        since, now = self.upto - _LATE, datetime.now(UTC)
        changed = [row for kind in SEARCHED for row in _own(kind, since) if self.versions.get(row[1]) != row[-1]]
        if changed:
            columns = list(zip(*changed, strict=True))
            table = pa.table(dict(zip(("kind", "id", "title", "under", "owner", "sought"), columns[:6], strict=True)))
            self.con.register("changed", table)
            self.con.execute("DELETE FROM own WHERE id IN (SELECT id FROM changed)")
            self.con.execute("INSERT INTO own SELECT * FROM changed WHERE sought <> ''")
            self.con.unregister("changed")
            self.versions |= {row[1]: row[-1] for row in changed}
        self.upto = now


_indexes: dict[Path, _Index] = {}
_making = threading.Lock()


def search(seen: Seen, text: str, kinds: Sequence[Kind] = SEARCHED, limit: int = 20) -> tuple[Hit, ...]:
    """The records that fit all words of the text, best first: a title that begins with it, then a word that does.

    Letters' case and ё/е make no difference; digits (at least three) also find telephone numbers however they are
    written. Accounts and contacts are found by everybody, deals and leads by who sees them.
    """
    words = _words(text)
    if not words:
        return ()
    return _hits(seen, _query(seen, words, kinds, limit))


def fitting(seen: Seen, kind: Kind, condition: str, most: int, order: str = "") -> list[Hit]:
    """Records of a kind that meet a condition in SQL on the text that is looked through (`sought`); `order` is SQL."""
    query = f"SELECT kind, id, title, under, owner FROM (FROM own UNION ALL FROM others) WHERE kind = {literal(kind)}"
    return list(_hits(seen, f"{query} AND {_seen_by(seen)} AND {condition} {order} LIMIT {int(most)}"))


def everything(seen: Seen, kind: Kind) -> list[Hit]:
    """All records of a kind that the person may find, in no order."""
    return fitting(seen, kind, "true", 2**31)


def _hits(seen: Seen, query: str) -> tuple[Hit, ...]:
    index = _index_of(seen.place)
    index.brought_up(seen.place)
    with index.con.cursor() as con:
        found = con.execute(query).fetchall()
    return tuple(
        Hit(Kind(kind), number, title, under, owner or "", number.startswith(f"{SOURCE}:"))
        for kind, number, title, under, owner in found
    )


def bare_domain(text: str) -> str:
    """The domain in a web address or e-mail address."""
    found = re.sub(r"^[a-z]+://", "", folded(text)).rpartition("@")[2]
    return re.split(r"[/?#:]", found)[0].removeprefix("www.")


def _index_of(place: Workspace) -> _Index:
    with _making:
        return _indexes.setdefault(place.root.resolve(), _Index())


def _words(text: str) -> list[tuple[str, ...]]:
    """The words of which all must be there, each in one of its forms."""
    number = re.sub(r"[\s()+.-]", "", text)
    if number.isascii() and number.isdigit() and len(number) >= 3:
        return [_forms_of(number)]
    return [(word,) for word in folded(text).split()[:8]]


def _forms_of(number: str) -> tuple[str, ...]:
    """A telephone number as far as it was typed: with and without the digit for the country or the trunk line."""
    if len(number) > 10:
        return (number[-10:],)
    return (number, number[1:]) if number[0] in "178" and len(number) > 4 else (number,)


def _query(seen: Seen, words: Sequence[tuple[str, ...]], kinds: Sequence[Kind], limit: int) -> str:
    fits = " AND ".join(
        f"({' OR '.join(f'contains(sought, {literal(form)})' for form in forms)})" for forms in words
    )  # fmt: skip
    among = ", ".join(literal(kind.value) for kind in kinds) or "NULL"
    first, whole = literal(" " + words[0][0]), literal(" " + " ".join(forms[0] for forms in words))
    rank = (
        f"CASE WHEN starts_with(sought, {whole}) THEN 0 WHEN contains(sought, {whole}) THEN 1 "
        f"WHEN contains(sought, {first}) THEN 2 ELSE 3 END"
    )
    return (
        f"SELECT kind, id, title, under, owner FROM (FROM own UNION ALL FROM others) "
        f"WHERE {fits} AND kind IN ({among}) AND {_seen_by(seen)} "
        f"ORDER BY {rank}, length(title), title, id LIMIT {int(limit)}"
    )


def _seen_by(seen: Seen) -> str:
    if seen.reach.everything:
        return "true"
    mine = ", ".join(literal(seller) for seller in sorted(seen.reach.sellers)) or "NULL"
    return f"(kind IN ('account', 'contact') OR owner IN ({mine}) OR (kind = 'lead' AND owner IS NULL))"


def _own(kind: Kind, since: datetime) -> Iterator[tuple[Any, ...]]:
    """The journal's records of a kind that changed since; those that were deleted are sought by nothing."""
    declared = KINDS[kind]
    owner = declared.owner or "source_id"
    named = [name for name in ("name", "domain", "email", "phone") if name in declared.names]
    under = named[1] if len(named) > 1 else "source_id"
    found = rows(kind, deleted=True).filter(changed_at__gte=since)
    number = named.index("phone") if "phone" in named else None
    for own, version, gone, holder, below, *texts in found.values_list(
        "source_id", "version", "deleted_at", owner, under, *named
    ):
        sought = "" if gone else _sought_by(texts, number)
        yield (kind.value, public_id(own), texts[0], (below or "") if under in named else "",
               holder if declared.owner else None, sought, version)  # fmt: skip


def _sought_by(texts: Sequence[str | None], number: int | None) -> str:
    """The text that is looked through: a blank before every part; of a telephone number the digits."""
    parts = [re.sub(r"\D", "", text) if place == number else folded(text)
             for place, text in enumerate(texts) if text]  # fmt: skip
    return "".join(f" {part}" for part in parts if part)


def _others(snapshot: Snapshot) -> str:
    """A SELECT of what other sources know, laid out as the journal's part is."""
    tables = {name: f"(SELECT * FROM ({rows_of(TABLES[name], snapshot.files(name))}) WHERE source <> '{SOURCE}')"
              for name in ("accounts", "contacts", "deals", "leads")}  # fmt: skip
    accounts = f"(SELECT id, name FROM ({rows_of(TABLES['accounts'], snapshot.files('accounts'))}))"
    contacts = f"(SELECT id, name FROM ({rows_of(TABLES['contacts'], snapshot.files('contacts'))}))"
    return (
        f"SELECT 'account' AS kind, id, coalesce(name, id) AS title, coalesce(domain, '') AS under, owner, "
        f"{_sought('name', 'domain')} AS sought FROM {tables['accounts']} UNION ALL "
        f"SELECT 'contact', c.id, coalesce(c.name, c.email, c.id), coalesce(a.name, c.email, ''), NULL, "
        f"{_sought('c.name', 'c.email', number='c.phone')} FROM {tables['contacts']} c "
        f"LEFT JOIN {accounts} a ON a.id = c.account UNION ALL "
        f"SELECT 'deal', d.id, coalesce(d.name, d.id), coalesce(a.name, ''), d.seller, "
        f"{_sought('d.name')} FROM {tables['deals']} d LEFT JOIN {accounts} a ON a.id = d.account UNION ALL "
        f"SELECT 'lead', l.id, coalesce(c.name, a.name, l.id), coalesce(a.name, ''), l.owner, "
        f"{_sought('c.name', 'a.name')} FROM {tables['leads']} l LEFT JOIN {accounts} a ON a.id = l.account "
        f"LEFT JOIN {contacts} c ON c.id = l.contact"
    )


def _sought(*columns: str, number: str = "") -> str:
    parts = [f"' ' || {_FOLDED.format(column=column)}" for column in columns]
    if number:
        parts.append(f"' ' || nullif(regexp_replace({number}, '\\D', '', 'g'), '')")
    return " || ".join(f"coalesce({part}, '')" for part in parts)


_FOLDED = "trim(regexp_replace(replace(lower({column}), 'ё', 'е'), '\\s+', ' ', 'g'))"


def folded(text: str) -> str:
    """A text as it is compared: small letters, ё as е, single blanks."""
    return re.sub(r"\s+", " ", text.lower().replace("ё", "е")).strip()
