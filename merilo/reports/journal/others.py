"""What other systems know, to be looked through: a SQLite file in the workspace's cache, brought up after an import.

Its trigrams find any part of a word among millions of records in milliseconds, and a record by its id at once, without
a share of the server's memory. The file may be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
from filelock import FileLock

from merilo.core.sql import literal
from merilo.core.workspace import Workspace
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES, earlier_name, earlier_table
from merilo.facts.snapshot import Snapshot
from merilo.people.journal.kinds import SOURCE
from merilo.reports.journal.known import snapshot_of

FEW = 50_000
"""Records that are brought up while somebody waits; more of them are the worker's business."""
_LAYOUT = 1  # another one is another file
_TABLES = {"accounts": "account", "contacts": "contact", "deals": "deal", "leads": "lead"}
_AT_ONCE = 20_000
_MAKE = """
CREATE TABLE about (ground INTEGER NOT NULL, upto INTEGER NOT NULL);
INSERT INTO about VALUES (-1, -1);
CREATE TABLE record (n INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
                     under TEXT NOT NULL, owner TEXT, sought TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(sought, content='', tokenize='trigram', detail='none', columnsize=0);
"""
_INSERT = "INSERT INTO record (n, kind, id, title, under, owner, sought) VALUES (?, ?, ?, ?, ?, ?, ?)"
_INDEX = """
CREATE UNIQUE INDEX IF NOT EXISTS by_id ON record (id, kind);
CREATE INDEX IF NOT EXISTS by_sought ON record (sought);
"""


def asked(place: Workspace, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query on `record` and `words`; none before the first bringing up."""
    path = _path(place)
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5)) as db:
        return db.execute(query).fetchall()


def matching(words: Iterable[Iterable[str]]) -> str:
    """A SELECT of the records in which all these words may be, each in one of its forms; to be looked at again.

    A form of one or two letters is taken for the beginning of a word: within words trigrams say nothing of it.
    """
    parts = [" OR ".join(" AND ".join(map(_quoted, _trigrams(form))) for form in forms) for forms in words]
    match = literal(" AND ".join(f"({part})" for part in parts))
    return f"SELECT record.* FROM words JOIN record ON record.n = words.rowid WHERE words MATCH {match}"


def bring_up(place: Workspace, *, all_of_it: bool = True) -> None:
    """Have the file hold what the facts know now; without `all_of_it` only where that takes no time."""
    snapshot = snapshot_of(place)
    if snapshot is None or _ground(place) == snapshot.state.ground:
        return
    if not all_of_it and sum(snapshot.rows(name) for name in _TABLES) > FEW:
        return
    path = _path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        ground = _ground(place)
        if ground == snapshot.state.ground:
            return
        if ground is None or ground > snapshot.state.ground:  # there is none, or it is of other facts
            _make(path, snapshot)
        else:
            with closing(_writing(path)) as db, db:
                _take(db, snapshot, fresh=False)


def _path(place: Workspace) -> Path:
    return place.root / "cache" / "search" / f"others-{_LAYOUT}.sqlite"


def _ground(place: Workspace) -> int | None:
    try:
        found = asked(place, "SELECT ground FROM about")
    except sqlite3.DatabaseError:  # somebody has damaged it
        return None
    return int(found[0][0]) if found else None


def _writing(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60)
    db.execute("PRAGMA journal_mode = WAL")  # whoever searches meanwhile finds what was there before
    db.execute("PRAGMA synchronous = OFF")  # it can be made anew
    return db


def _make(path: Path, snapshot: Snapshot) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as db, db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_MAKE)
        _take(db, snapshot, fresh=True)
        db.executescript(_INDEX)
    for old in (path, *(path.with_name(f"{path.name}-{more}") for more in ("wal", "shm"))):
        old.unlink(missing_ok=True)
    part.replace(path)


def _take(db: sqlite3.Connection, snapshot: Snapshot, *, fresh: bool) -> None:
    """Take in what changed since the last time, and what went."""
    [(upto,)] = db.execute("SELECT upto FROM about")
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        if not fresh:
            _drop(db, con.execute(_gone(snapshot, upto)).fetchall())
        n = db.execute("SELECT coalesce(max(n), 0) FROM record").fetchall()[0][0]
        found = con.execute(_changed(snapshot, upto))
        while rows := found.fetchmany(_AT_ONCE):
            if not fresh:
                _drop(db, [row[:2] for row in rows])
            numbered = [(n + place, *row) for place, row in enumerate(rows, 1)]
            n += len(rows)
            db.executemany(_INSERT, numbered)
            db.executemany("INSERT INTO words (rowid, sought) VALUES (?, ?)", [(r[0], _apart(r[6])) for r in numbered])
        [(last,)] = con.execute(_last(snapshot)).fetchall()
    db.execute("UPDATE about SET ground = ?, upto = ?", (snapshot.state.ground, max(upto, last or -1)))


def _drop(db: sqlite3.Connection, records: Iterable[tuple[Any, ...]]) -> None:
    """Drop records by kind and id."""
    for record in records:
        known = db.execute("SELECT n, sought FROM record WHERE kind = ? AND id = ?", record).fetchone()
        if known:
            db.execute("INSERT INTO words (words, rowid, sought) VALUES ('delete', ?, ?)", (known[0], _apart(known[1])))
            db.execute("DELETE FROM record WHERE n = ?", (known[0],))


def _apart(sought: str) -> str:
    """The text as its trigrams are made: two blanks before every word make trigrams of beginnings, too."""
    return sought.replace(" ", "  ")


def _trigrams(form: str) -> list[str]:
    text = form if len(form) > 2 else f"  {form.lstrip()}"
    return [text[place : place + 3] for place in range(len(text) - 2)]


def _quoted(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'


def _last(snapshot: Snapshot) -> str:
    rows = [f"SELECT max(observed_at) AS moment FROM ({_rows(snapshot, name)})" for name in _TABLES]
    rows += [f"SELECT max(superseded_at) FROM ({_earlier(snapshot, name)})" for name in _TABLES]
    return f"SELECT epoch_us(max(moment)) FROM ({' UNION ALL '.join(rows)})"


def _rows(snapshot: Snapshot, name: str) -> str:
    return rows_of(TABLES[name], snapshot.files(name))


def _earlier(snapshot: Snapshot, name: str) -> str:
    return rows_of(earlier_table(TABLES[name]), snapshot.files(earlier_name(name)))


def _gone(snapshot: Snapshot, upto: int) -> str:
    """A SELECT of the records that were deleted since."""
    return " UNION ALL ".join(
        f"SELECT {literal(kind)}, id FROM ({_earlier(snapshot, name)}) "
        f"WHERE superseded_by = 'delete' AND epoch_us(superseded_at) > {upto}"
        for name, kind in _TABLES.items()
    )


def _changed(snapshot: Snapshot, upto: int) -> str:
    """A SELECT of the records that have changed since, they or what they are named after."""

    def of(name: str) -> str:
        return f"(SELECT * FROM ({_rows(snapshot, name)}) WHERE source <> {literal(SOURCE)})"

    def named(name: str) -> str:
        return f"(SELECT id, name, observed_at FROM ({_rows(snapshot, name)}))"

    def since(*letters: str) -> str:
        return " OR ".join(f"epoch_us({letter}.observed_at) > {upto}" for letter in letters)

    return (
        f"SELECT 'account' AS kind, o.id, coalesce(o.name, o.id) AS title, coalesce(o.domain, '') AS under, o.owner, "
        f"{_sought('o.name', 'o.domain')} AS sought FROM {of('accounts')} o WHERE {since('o')} UNION ALL "
        f"SELECT 'contact', o.id, coalesce(o.name, o.email, o.id), coalesce(a.name, o.email, ''), NULL, "
        f"{_sought('o.name', 'o.email', number='o.phone')} FROM {of('contacts')} o "
        f"LEFT JOIN {named('accounts')} a ON a.id = o.account WHERE {since('o', 'a')} UNION ALL "
        f"SELECT 'deal', o.id, coalesce(o.name, o.id), coalesce(a.name, ''), o.seller, "
        f"{_sought('o.name')} FROM {of('deals')} o LEFT JOIN {named('accounts')} a ON a.id = o.account "
        f"WHERE {since('o', 'a')} UNION ALL "
        f"SELECT 'lead', o.id, coalesce(c.name, a.name, o.id), coalesce(a.name, ''), o.owner, "
        f"{_sought('c.name', 'a.name')} FROM {of('leads')} o LEFT JOIN {named('accounts')} a ON a.id = o.account "
        f"LEFT JOIN {named('contacts')} c ON c.id = o.contact WHERE {since('o', 'a', 'c')}"
    )


def _sought(*columns: str, number: str = "") -> str:
    parts = [f"' ' || {_FOLDED.format(column=column)}" for column in columns]
    if number:
        parts.append(f"' ' || nullif(regexp_replace({number}, '\\D', '', 'g'), '')")
    return " || ".join(f"coalesce({part}, '')" for part in parts)


_FOLDED = "trim(regexp_replace(replace(lower({column}), 'ё', 'е'), '\\s+', ' ', 'g'))"
