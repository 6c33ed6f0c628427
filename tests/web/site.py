"""A real server on a real workspace: a small invented company with its people, started once for all tests of pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from filelock import FileLock

from merilo.core.text import set_language
from merilo.core.workspace import Workspace
from merilo.demo import company
from merilo.intake.prepare import prepare
from merilo.intake.run import run_import
from merilo.people.accounts import add_person, people
from merilo.people.roles import Person, Role
from merilo.reports.prepared import Prepared
from tests.web.client import Client

PASSWORD = "a password of the tests"
PATIENCE = 240.0
"""Seconds in which a server comes up even on a busy machine."""


@dataclass(frozen=True)
class Site:
    """The served workspace. `seller` is led by `manager`; `outsider` is a seller of another team (ids of the facts)."""

    base: str
    place: Workspace
    staff: dict[str, Any]
    seller: str
    manager: str
    outsider: str
    mate: str
    known: dict[tuple[str, str], Client] = field(default_factory=dict)

    def client(self, who: str = "", language: str = "en") -> Client:
        """A browser in which this person (a key of `PEOPLE`) is logged in; nobody, where none is named."""
        if not who:
            return Client(self.base, language)
        if (who, language) not in self.known:  # logging in is slow and may not be done too often
            self.known[who, language] = Client(self.base, language).log_in(f"{who}@example.com", PASSWORD)
        return self.known[who, language]

    def renew(self, *names: str) -> None:
        """Have these documents (in English) made of the facts as they are now: other tests log and enter deals.

        Pages show those of some minutes ago until the server has them made anew, at a moment of its own.
        """
        prepared = Prepared(self.place, "en")
        with FileLock(self.place.root / "cache" / "pages" / ".making.lock"):  # none is half made of older facts
            for name in names:
                prepared.forget(name)
        for name in names:
            prepared.made_now(name)


@dataclass(frozen=True)
class Made:
    """The workspace before anybody opened a page, and a copy of it to be served in another way."""

    place: Workspace
    copy: Path
    staff: dict[str, Any]
    known: dict[str, str]
    people: tuple[Person, ...]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("site") / "company"
    os.environ["MERILO_LANGUAGE"] = "en"
    set_language("en")
    yesterday = date.today() - timedelta(days=1)
    invented = company(until=yesterday, sellers=5, teams=2, years=1, seed=3)
    place = Workspace.init(folder, invented.settings)
    invented.write(folder / "exports")
    run_import(place, prepare(place, [folder / "exports"], mapping=invented.mapping()))
    Prepared(place, "en").make()
    staff = Prepared(place, "en").made_now("staff")
    known = _people(place, staff)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("exports", "*.lock"))
    return Made(place, copy, staff, known, people(place))


@pytest.fixture(scope="session")
def site(made: Made) -> Iterator[Site]:
    with served(made, made.place) as site:
        yield site


@contextmanager
def served(made: Made, place: Workspace) -> Iterator[Site]:
    """The workspace served by `merilo serve` as long as the context lasts."""
    port = free_port()
    environment = os.environ | {"MERILO_LANGUAGE": "en"}
    command = [sys.executable, "-m", "merilo", "serve", "--port", str(port), "-w", str(place.root)]
    log_file = place.root / "serve.log"
    with log_file.open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(base, server, log_file)
        yield Site(base, place, made.staff, **made.known)
    finally:
        server.terminate()
        server.wait(20)


def _people(place: Workspace, staff: dict[str, Any]) -> dict[str, str]:
    led = {each["seller"]: each["manager"] for each in staff["led"] if each["until"] > staff["day"]}
    sellers = [who for who in staff["sellers"] if who in led]
    seller = sellers[0]
    manager = led[seller]
    mate = next(who for who in sellers if led[who] == manager and who != seller)
    outsider = next(who for who in sellers if led[who] != manager)
    for key, role, own in (
        ("seller", Role.SELLER, seller), ("mate", Role.SELLER, mate), ("outsider", Role.SELLER, outsider),
        ("manager", Role.MANAGER, manager), ("other_manager", Role.MANAGER, led[outsider]),
        ("analyst", Role.ANALYST, ""), ("admin", Role.ADMIN, ""), ("nobody", Role.SELLER, ""),
    ):  # fmt: skip
        name = staff["names"].get(own, key.title())
        add_person(place, email=f"{key}@example.com", name=name, role=role, seller=own, password=PASSWORD)
    return {"seller": seller, "manager": manager, "outsider": outsider, "mate": mate}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; raises RuntimeError with its log when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{base}/account/login/", timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.25)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")
