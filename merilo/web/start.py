"""Starting: the database brought up to date, the chart library written, the worker and the server run until stopped."""

from __future__ import annotations

import os
import shutil
import socket
from importlib.metadata import version
from pathlib import Path

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.whole_file import write_whole
from merilo.core.workspace import Workspace
from merilo.people.database import check, make_tables
from merilo.web.beside import Beside
from merilo.web.parts.asked import ADDRESS as PARTS
from merilo.web.parts.asked import new_address
from merilo.web.place import VARIABLE

_ENVIRONMENT = "DJANGO_SETTINGS_MODULE"
ADDRESS = "MERILO_URL"
_THREADS = 8
_BESIDE, _RECKONER = ("merilo.web.worker", "merilo.web.keeper"), "merilo.web.parts.reckoner"


def set_up(workspace: Workspace) -> None:
    """Make this process Django's for the workspace, its database as new as the program. May be called again."""
    root = workspace.root.resolve()
    os.environ[VARIABLE], os.environ[_ENVIRONMENT] = str(root), "merilo.web.settings"
    _write_library(root / "cache" / "static" / "vega.js")
    check(workspace)
    import django  # noqa: PLC0415 - settings read the environment set above
    from django.conf import settings  # noqa: PLC0415

    django.setup()
    if "merilo.web" not in settings.INSTALLED_APPS:
        raise RuntimeError("Django was set up for the people's tables alone: serve in a process of its own")
    make_tables(workspace)


def _write_library(path: Path) -> None:
    """Vega, Vega-Lite and Vega-Embed as one file, from the package that carries them; nothing is fetched."""
    import vl_convert  # noqa: PLC0415 - large, and used once

    marked = path.with_suffix(f".{version('vl-convert-python')}")
    if path.exists() and marked.exists():
        return
    library = vl_convert.javascript_bundle()  # type: ignore[call-arg] # its stub takes the snippet to be required
    write_whole(path, library)
    marked.touch()


def serve(workspace: Workspace, port: int, host: str = "127.0.0.1") -> None:
    """Serve the workspace until interrupted. Raises UsageError when the port is taken."""
    _check_free(host, port)
    set_up(workspace)
    os.environ.setdefault(ADDRESS, f"http://{host}:{port}")
    address = new_address()
    os.environ.update({PARTS: address} if address else {})
    beside = Beside((*_BESIDE, _RECKONER) if address else _BESIDE)
    try:
        from granian import Granian  # noqa: PLC0415
        from granian.constants import Interfaces  # noqa: PLC0415

        Granian(
            "merilo.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
            workers=1, blocking_threads=_THREADS, log_enabled=False,
        ).serve()  # fmt: skip
    finally:
        beside.stop()
        if address:
            shutil.rmtree(Path(address).parent, ignore_errors=True)


def _check_free(host: str, port: int) -> None:
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host, port))
        except OSError as error:
            raise UsageError(
                _("Port {port} cannot be used: {error}").format(port=port, error=error.strerror),
                way_out=_("Choose another: --port NUMBER."),
            ) from error
