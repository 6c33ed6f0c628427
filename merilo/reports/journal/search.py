"""Search as you type: accounts, contacts, deals and leads of every source, by name, domain, e-mail or telephone.

Looked through are a file of what other systems know (`others`), brought up after an import, and the journal's own
records in memory, to which every search adds those that have changed since the last one.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from merilo.core.sql import literal
from merilo.core.workspace import Workspace
from merilo.people.journal.kinds import KINDS, SOURCE, Kind, public_id
from merilo.people.journal.records import rows
from merilo.reports.journal import others
from merilo.reports.seen import Seen

SEARCHED = (Kind.ACCOUNT, Kind.CONTACT, Kind.DEAL, Kind.LEAD)
_SHORTEST_FIRST = ("length(title)", "title", "id")
_MOST_FITTING = 1_000
"""Of more records of other systems that fit, the first so many are put in order, and those whose title begins so."""
_MOST_BEGUN = 20_000
_WITHIN = 50_000
"""Within words what is shorter than three letters is sought in so many records of other systems."""
_LATE = timedelta(seconds=120)
"""A record may be committed so long after the moment that it bears."""

_TABLE = "CREATE TABLE own (kind TEXT, id TEXT PRIMARY KEY, title TEXT, under TEXT, owner TEXT, sought TEXT)"


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
    """The journal's own records of one workspace, in memory, as of now."""

    def __init__(self) -> None:
        self._con = sqlite3.connect(":memory:", check_same_thread=False)
        self._con.execute(_TABLE)
        self._upto = datetime(1970, 1, 1, tzinfo=UTC)
        self._versions: dict[str, int] = {}
        self._lock = threading.Lock()

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on `own`, once what has changed since is taken in."""
        with self._lock:
            since, now = self._upto - _LATE, datetime.now(UTC)
            self._take(row for kind in SEARCHED for row in _own(kind, since) if self._versions.get(row[1]) != row[-1])
            self._upto = now
            return self._con.execute(query).fetchall()

    def close(self) -> None:
        """Forget all of it."""
        self._con.close()

    def _take(self, changed: Iterable[tuple[Any, ...]]) -> None:
        for *record, version in changed:
            self._con.execute("DELETE FROM own WHERE id = ?", (record[1],))
            if record[-1]:
                self._con.execute("INSERT INTO own VALUES (?, ?, ?, ?, ?, ?)", record)
            self._versions[record[1]] = version


_indexes: dict[Path, _Index] = {}
_making = threading.Lock()


def search(seen: Seen, text: str, kinds: Sequence[Kind] = SEARCHED, limit: int = 20) -> tuple[Hit, ...]:
    """The records that fit all words of the text, best first: a title that begins with it, then a word that does.

    Letters' case and ё/е make no difference; digits (at least three) also find telephone numbers however they are
    written. Accounts and contacts are found by everybody, deals and leads by who sees them. Where very many records of
    other systems fit, not all of them are put in order; and what is shorter than three letters is sought at the
    beginnings of words, and within words only where there are not many records.
    """
    words = _words(text)
    if not words:
        return ()
    fits = " AND ".join(f"({' OR '.join(f'instr(sought, {literal(form)}) > 0' for form in forms)})" for forms in words)
    among = ", ".join(literal(kind.value) for kind in kinds) or "NULL"
    first, whole = literal(" " + words[0][0]), literal(" " + " ".join(forms[0] for forms in words))
    rank = (
        f"CASE WHEN instr(sought, {whole}) = 1 THEN 0 WHEN instr(sought, {whole}) > 0 THEN 1 "
        f"WHEN instr(sought, {first}) > 0 THEN 2 ELSE 3 END"
    )
    others.bring_up(seen.place, all_of_it=False)
    asked = _Asked(f"{fits} AND kind IN ({among}) AND {_seen_by(seen)}", (rank, *_SHORTEST_FIRST), limit)
    found = [*_own_hits(seen, asked), *_others(seen, asked, f"SELECT * FROM record WHERE {_begins(whole)}"),
             *_others(seen, asked, others.matching(words))]  # fmt: skip
    if len(found) < limit and any(len(form) < 3 for forms in words for form in forms):
        found += _others(seen, asked, f"SELECT * FROM record WHERE n <= {_WITHIN}")
    return _best(found, limit)


@dataclass(frozen=True)
class _Asked:
    """Which records: a condition, and by what they are ordered, in SQL that both databases speak; how many."""

    condition: str
    order: tuple[str, ...]
    most: int

    def query(self, source: str) -> str:
        """The SELECT of them from a source."""
        order = ", ".join(self.order)
        return (
            f"SELECT kind, id, title, under, owner, {order} FROM {source} WHERE {self.condition} "
            f"ORDER BY {order} LIMIT {int(self.most)}"
        )


def named(seen: Seen, kind: Kind, ids: Iterable[str]) -> list[Hit]:
    """The records of these ids that the person may find."""
    wanted = sorted(ids)
    among = ", ".join(literal(number) for number in wanted)
    return _of_kind(seen, kind, _Asked(f"id IN ({among})", ("id",), len(wanted))) if among else []


def marked(seen: Seen, kind: Kind, mark: str, most: int) -> list[Hit]:
    """Records of a kind in whose text the mark (in small letters) is the end of a word."""
    condition = f"instr(sought || ' ', {literal(f'{mark} ')}) > 0"
    source = others.matching([(part,) for part in mark.split()])
    return _of_kind(seen, kind, _Asked(condition, ("id",), most), source)


def begun(seen: Seen, kind: Kind, starts: Sequence[str], length: int, most: int) -> list[Hit]:
    """Records of a kind with words that begin with any of these letters (three at most).

    Those with most of them first, then those whose titles are about as long.
    """
    each = [f"instr(sought, {literal(f' {start}')}) > 0" for start in starts]
    common = " + ".join(f"CASE WHEN {one} THEN 1 ELSE 0 END" for one in each)
    order = (f"-({common})", f"abs(length(title) - {int(length)})", "id")
    source = others.matching([[f" {start}" for start in starts]])
    asked = _Asked(f"({' OR '.join(each)})", order, most)
    return _of_kind(seen, kind, asked, f"{source} LIMIT {_MOST_BEGUN}")


def everything(seen: Seen, kind: Kind) -> list[Hit]:
    """All records of a kind that the person may find, in no order, as the facts know them now."""
    others.bring_up(seen.place)
    return _of_kind(seen, kind, _Asked("true", ("id",), 2**31 - 1))


def _of_kind(seen: Seen, kind: Kind, asked: _Asked, source: str = "SELECT * FROM record") -> list[Hit]:
    """Those of one kind that the person may find."""
    others.bring_up(seen.place, all_of_it=False)
    own = replace(asked, condition=f"kind = {literal(kind.value)} AND {_seen_by(seen)} AND {asked.condition}")
    return list(_best([*_own_hits(seen, own), *_others(seen, own, source, bound=False)], asked.most))


type _Found = tuple[tuple[Any, ...], Hit]
"""What a record is ordered by, and the record."""


def _own_hits(seen: Seen, asked: _Asked) -> list[_Found]:
    return [_found(row) for row in _index_of(seen.place).asked(asked.query("own"))]


def _others(seen: Seen, asked: _Asked, source: str, *, bound: bool = True) -> list[_Found]:
    limit = f" LIMIT {_MOST_FITTING}" if bound else ""
    inner = f"(SELECT * FROM ({source}) WHERE {asked.condition}{limit})"
    return [_found(row) for row in others.asked(seen.place, asked.query(inner))]


def _found(row: tuple[Any, ...]) -> _Found:
    kind, number, title, under, owner, *order = row
    return tuple(order), Hit(Kind(kind), number, title, under, owner or "", number.startswith(f"{SOURCE}:"))


def _best(found: Iterable[_Found], limit: int) -> tuple[Hit, ...]:
    """The first of them, each once."""
    ordered = sorted(found, key=lambda each: each[0])
    return tuple(dict.fromkeys(hit for _order, hit in ordered))[:limit]


def _begins(text: str) -> str:
    """The condition, for an index, that the text looked through begins so (an SQL literal)."""
    return f"sought >= {text} AND sought < {text} || char(1114111)"


def bare_domain(text: str) -> str:
    """The domain in a web address or e-mail address."""
    found = re.sub(r"^[a-z]+://", "", folded(text)).rpartition("@")[2]
    return re.split(r"[/?#:]", found)[0].removeprefix("www.")


def _index_of(place: Workspace) -> _Index:
    with _making:
        root = place.root.resolve()
        if root not in _indexes:
            _indexes[root] = _Index()
        return _indexes[root]


def _words(text: str) -> list[tuple[str, ...]]:
    """The words of which all must be there, each in one of its forms."""
    if "\x00" in text:
        return []
    number = re.sub(r"[\s()+.-]", "", text)
    if number.isascii() and number.isdigit() and len(number) >= 3:
        return [_forms_of(number)]
    return [(word,) for word in folded(text).split()[:8]]


def _forms_of(number: str) -> tuple[str, ...]:
    """A telephone number as far as it was typed: with and without the digit for the country or the trunk line."""
    if len(number) > 10:
        return (number[-10:],)
    return (number, number[1:]) if number[0] in "178" and len(number) > 4 else (number,)


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


def folded(text: str) -> str:
    """A text as it is compared: small letters, ё as е, single blanks."""
    return re.sub(r"\s+", " ", text.lower().replace("ё", "е")).strip()
