"""People at work: clicking pages and logging touches against a real server, and nothing is lost.

Every acknowledged entry must be in the journal and in the facts, exactly once. The company is that of `bench.sizes`,
copied, with people who sell; they are logged in beforehand, as log-ins are throttled on purpose.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np

from bench.sizes import Size
from merilo.core.workspace import Workspace
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.facts.store import FactStore
from merilo.people.accounts import add_person
from merilo.people.journal import outbox
from merilo.people.journal.kinds import Kind, public_id
from merilo.people.journal.records import rows
from merilo.people.roles import Role
from merilo.people.tokens.keys import Scope, make
from merilo.reports.prepared import Prepared
from merilo.web.start import set_up

PAGES = ("/week/", "/kpi/", "/kpi/touches/", "/pipeline/", "/problems/", "/journal/")
THINKING = (1.0, 3.0)
FRESH = 5.0
"""Seconds from an entry to the facts that have it."""


@dataclass
class Load:
    """What was measured: seconds of each request by what it was; entries acknowledged, found in journal and facts."""

    people: int
    seconds: float
    took: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, nothing failed, and 95 of 100 entries in the facts in time."""
        whole = sorted(self.acknowledged) == sorted(self.journal) == sorted(self.facts)
        return whole and not self.failed and bool(self.lags) and float(np.percentile(self.lags, 95)) <= FRESH

    def words(self) -> str:
        """The figures in lines."""
        lines = [f"{self.people} people, {self.seconds:.0f} s"]
        for what, took in sorted(self.took.items()):
            p50, p95 = np.percentile(took, [50, 95]) * 1000
            lines.append(f"  {what}: {len(took)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {max(took) * 1000:.0f} ms")
        if self.lags:
            p50, p95 = np.percentile(self.lags, [50, 95])
            lines.append(f"  from entry to facts: p50 {p50:.1f} s, p95 {p95:.1f} s, most {max(self.lags):.1f} s")
        counts = len(self.acknowledged), len(self.journal), len(self.facts)
        lines.append("  acknowledged {}, in the journal {}, in the facts {}".format(*counts))
        lines += [f"  failed: {each}" for each in self.failed[:5]]
        lines.append(f"  goal {'met' if self.good else 'missed'}")
        return "\n".join(lines) + "\n"


def measure(size: Size, people: int, seconds: float, say: Callable[[str], None]) -> Load:
    """Let so many people work for so long on a copy of the company."""
    size.ready(say)
    with tempfile.TemporaryDirectory(prefix="merilo-load-") as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(size.folder / "workspace", root)
        return _worked(root, people, seconds, say)


def _worked(root: Path, people: int, seconds: float, say: Callable[[str], None]) -> Load:
    place = Workspace.open(root)
    set_up(place)
    say("load: making the documents of the pages …")
    Prepared(place, "en").make()
    keys = _people(place, people)
    load = Load(people, seconds)
    with _served(root) as port:
        say(f"load: {people} people at work for {seconds:.0f} s …")
        lock, until = threading.Lock(), time.monotonic() + seconds
        threads = [threading.Thread(target=_work, args=(port, key, until, load, lock)) for key in keys]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _settle()
    _account(place, load)
    return load


def _people(place: Workspace, n: int) -> list[tuple[str, str]]:
    """So many people who sell, each with a session and a token."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 - Django is set up by now
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from merilo.people.users.models import User  # noqa: PLC0415

    sellers = Prepared(place, "en").made_now("staff")["sellers"]
    found = []
    for number in range(n):
        person = add_person(
            place, email=f"p{number}@example.com", name=f"Person {number}", role=Role.SELLER,
            seller=sellers[number % len(sellers)],
        )  # fmt: skip
        user = User.objects.get(pk=person.id)
        user.language = "en"
        user.save()
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        found.append((str(session.session_key), make(person, "load", frozenset({Scope.JOURNAL}), 30)))
    return found


@contextmanager
def _served(root: Path) -> Iterator[int]:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    with (root / "serve.log").open("w") as log:
        command = [sys.executable, "-m", "merilo", "serve", "--port", str(port), "-w", str(root)]
        server = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"MERILO_LANGUAGE": "en"})
    try:
        for _try in range(240):
            try:
                with socket.create_connection(("127.0.0.1", port), 1):
                    break
            except OSError:
                time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _work(port: int, key: tuple[str, str], until: float, load: Load, lock: threading.Lock) -> None:
    """One person: two pages, then a touch, thinking between."""
    session, token = key
    chance = random.Random(session)
    turn = 0
    while time.monotonic() < until:
        time.sleep(chance.uniform(*THINKING))
        turn += 1
        if turn % 3:
            _click(port, session, chance.choice(PAGES), load, lock)
        else:
            _log(port, token, f"{session}-{turn}", load, lock)


def _click(port: int, session: str, page: str, load: Load, lock: threading.Lock) -> None:
    status, _text, took = _asked(port, "GET", page, {"Cookie": f"sessionid={session}"})
    with lock:
        load.took.setdefault("pages", []).append(took)
        if status != 200:
            load.failed.append(f"{page}: {status}")


def _log(port: int, token: str, name: str, load: Load, lock: threading.Lock) -> None:
    body = json.dumps({"fields": {"kind": "call", "outcome": "connected"}, "key": name})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    status, text, took = _asked(port, "POST", "/api/v1/journal/touch", headers, body)
    with lock:
        load.took.setdefault("entries", []).append(took)
        if status == 201:
            load.acknowledged.append(json.loads(text)["record"]["id"])
        else:
            load.failed.append(f"entry: {status} {text[:200]}")


def _asked(
    port: int, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, str, float]:
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), time.monotonic() - began
    except OSError as error:
        return 0, str(error), time.monotonic() - began
    finally:
        connection.close()


def _settle() -> None:
    for _try in range(240):
        if not outbox.waiting():
            return
        time.sleep(0.25)


def _account(place: Workspace, load: Load) -> None:
    """What is in the journal and in the facts, and how long each entry took to get there."""
    load.journal = [public_id(own) for own in rows(Kind.TOUCH).values_list("source_id", flat=True)]
    files = FactStore.open(place.facts).snapshot().files("touches")
    touches = rows_of(TABLES["touches"], files)
    query = f"SELECT id, epoch(observed_at - modified_at) FROM ({touches}) WHERE source = 'journal'"
    found = duckdb.connect().execute(query).fetchall()
    load.facts = [number for number, _lag in found]
    load.lags = [float(lag) for _number, lag in found]
