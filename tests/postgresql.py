"""A real PostgreSQL for tests: a server of their own in a temporary folder, spoken with over a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

_USER = "merilo"
_BINARIES = Path("/usr/lib/postgresql")  # where Debian puts them, a folder per version
_SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"


@dataclass(frozen=True)
class Server:
    """A running server. Who asks for a database gets one that nobody else has."""

    folder: Path
    binaries: Path
    _numbers: count[int] = field(default_factory=count)

    def database(self, template: str = "template0") -> str:
        """The address of a new database; without a password, since the socket's folder is ours alone."""
        name = f"t{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def run(self, sql: str, database: str = "postgres") -> str:
        """What psql prints for it, without headings."""
        told = _as_user(
            [self.binaries / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", _USER, "-d", database,
             "-c", sql],
        )  # fmt: skip
        return told.strip()

    def stop(self) -> None:
        """End the server as a power cut would not: at once, but in order."""
        _as_user([self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop"])

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = f"{_SETTINGS} -c unix_socket_directories='{self.folder}'"
        _as_user(
            [self.binaries / "pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", settings,
             "start"],
        )  # fmt: skip


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server of this test run; tests are skipped, with the reason, where PostgreSQL is not installed."""
    found = sorted(_BINARIES.glob("*/bin/initdb"))
    if not found:
        pytest.skip(f"PostgreSQL is not installed (no {_BINARIES}/*/bin/initdb)")
    folder = Path(tempfile.mkdtemp(prefix="merilo-pg-", dir="/tmp"))
    server = Server(folder, found[-1].parent)
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
        _as_user([found[-1], "-D", folder / "data", "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"])
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(command: list[str | Path]) -> str:
    root = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*root, *command]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
