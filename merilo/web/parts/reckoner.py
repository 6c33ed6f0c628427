"""`python -m merilo.web.parts.reckoner`: works parts of pages out beside them, as long as who started it lives.

A process of its own, since what takes seconds of Python would hold up every page of the one that shows them.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote

from merilo.core.errors import MeriloError
from merilo.core.text import set_language
from merilo.reports.recent import Recent
from merilo.web.beside import end_with_parent
from merilo.web.parts.asked import ADDRESS, Asked, Made, receive, send

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIRequest

_AT_ONCE = max(2, (os.cpu_count() or 2) // 2)
_MOST = 512
_LISTENS = 10.0  # seconds; who asked has long gone, and asks again


class Reckoner:
    """Works out what is asked, each question once however many ask it, and keeps the answers."""

    def __init__(self) -> None:
        self._found = Recent(_MOST)
        self._doing: dict[Hashable, Future[Made]] = {}
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(_AT_ONCE)

    def answer(self, asked: Asked) -> Future[Made]:
        """The answer, now or later."""
        with self._lock:
            known = self._found.known(asked.key)
            if known is not None:
                done: Future[Made] = Future()
                done.set_result(known)
                return done
            if asked.key not in self._doing:
                self._doing[asked.key] = self._pool.submit(self._work, asked)
            return self._doing[asked.key]

    def _work(self, asked: Asked) -> Made:
        made = work_out(asked)
        with self._lock:
            if made.lasting:
                self._found.keep(asked.key, made)
            del self._doing[asked.key]
        return made


def work_out(asked: Asked) -> Made:
    """The part, by the very view that its address names."""
    from django.db import connection  # noqa: PLC0415 - its settings come from the environment
    from django.urls import resolve  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    try:
        set_language(asked.spoken)
        with translation.override(asked.spoken):
            request = _request(asked)
            view = resolve(request.path_info)
            return Made(view.func(request, *view.args, **view.kwargs).content)
    except MeriloError as error:
        return Made(error=error)
    except Exception:  # the next question has nothing to do with this one
        logging.getLogger("merilo.web").exception("%s could not be worked out", asked.path)
        return Made(broken=True)
    finally:
        connection.close()


def _request(asked: Asked) -> WSGIRequest:
    """The request as the middleware would have made it, of who asked."""
    from django.core.handlers.wsgi import WSGIRequest  # noqa: PLC0415
    from django_htmx.middleware import HtmxDetails  # noqa: PLC0415

    from merilo.people.users.models import User  # noqa: PLC0415
    from merilo.reports.seen import Seen  # noqa: PLC0415
    from merilo.web import place  # noqa: PLC0415

    path, _mark, query = asked.path.partition("?")
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in asked.headers}
    request = WSGIRequest({
        "REQUEST_METHOD": "GET", "PATH_INFO": unquote(path), "QUERY_STRING": query, "wsgi.input": BytesIO(),
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", **named,
    })  # fmt: skip
    user = User.objects.get(pk=asked.person)
    vars(request).update(user=user, seen=Seen(place.workspace(), user.person), htmx=HtmxDetails(request))
    return request


def reckon() -> None:
    """Listen and answer, as long as who started it lives."""
    import django  # noqa: PLC0415

    address, parent = os.environ.pop(ADDRESS), os.getppid()  # here parts are worked out, not asked for
    Thread(target=end_with_parent, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started it, who then ends this
    django.setup()
    from django.urls import resolve  # noqa: PLC0415

    resolve("/")  # loads all pages, and what they are made with, before anybody asks
    reckoner = Reckoner()
    Path(address).unlink(missing_ok=True)  # of one before this, which died
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        while True:
            asking, _whence = listening.accept()
            Thread(target=_hear, args=(reckoner, asking), daemon=True).start()


def _hear(reckoner: Reckoner, asking: socket.socket) -> None:
    with asking, suppress(OSError, NotYetError):  # who asked may have gone
        asked = receive(asking, time.monotonic() + _LISTENS)
        if asked is not None:
            send(asking, reckoner.answer(asked).result(_LISTENS))


if __name__ == "__main__":
    reckon()
