"""Where pages ask for parts: what was made before is there at once; else the page does not wait for it."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, Concatenate, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from merilo.core.errors import NoFactsError
from merilo.core.text import language
from merilo.reports.recent import Recent
from merilo.reports.seen import NotReadyError
from merilo.web.parts.asked import ADDRESS, Asked, Made, receive, send
from merilo.web.request import PageRequest, reads_part

_PATIENCE = 0.06  # seconds that a page waits for a part; what takes longer comes later
_AGAIN = 0.02  # seconds until one who does not answer is asked once more
_MOMENT, _WAITED = "Merilo-Moment", "Merilo-Waited"
_DELAYS = (0.1, 0.2, 0.4, 0.8, 1.6)  # seconds until a page asks again
_KEPT = Recent(512)

type View[**P] = Callable[Concatenate[PageRequest, P], HttpResponse]


def part[**P](view: View[P]) -> View[P]:
    """A view of a part that another process works out: until it has, the page reads "being computed" and asks again.

    What it shows must depend on nothing but the address, what the person sees, and the moment (`Seen.moment`).
    """

    def shown(request: PageRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = _moment(request)
        if not now:
            return view(request, *args, **kwargs)
        # Who waits is answered about the moment at which he first asked: in the next one he would wait anew.
        moment = _given(request) or now
        found = _found(_asked(request, moment, _target(request)))
        return HttpResponse(_content(found)) if found else _later(request, moment)

    return cast("View[P]", wraps(view)(shown))


def inline[**P](request: PageRequest, view: View[P], *args: P.args, **kwargs: P.kwargs) -> SafeString:
    """A part at the address of the page itself, within the page: or what stands for it until it is loaded."""
    moment = _moment(request)
    if not moment:
        return mark_safe(view(request, *args, **kwargs).content.decode())  # noqa: S308 - our own template made it
    found = _found(_asked(request, moment, ""))
    if found is None:
        return render_to_string("merilo/waiting_part.html", _waiting(request, moment, "", 0), request)
    return mark_safe(_content(found).decode())  # noqa: S308


def _moment(request: PageRequest) -> str:
    """The moment by which parts are kept; empty where they are worked out in place.

    That is so where nobody else works them out, and as long as nothing is known of anything, which takes no time.
    """
    try:
        return request.seen.moment if ADDRESS in os.environ and request.seen.whose else ""
    except (NoFactsError, NotReadyError):
        return ""


def _given(request: PageRequest) -> str:
    named = request.headers.get(_MOMENT, "")
    return named if re.fullmatch(r"[\d.-]{1,60}", named) else ""


def _asked(request: PageRequest, moment: str, target: str) -> Asked:
    """The question; as a part of a page, whatever the request itself is."""
    path, seen, spoken = request.get_full_path(), request.seen, language()
    headers = (("HX-Request", "true"), ("HX-Target", target))
    return Asked((moment, seen.whose, spoken, path, target), path, headers, seen.person.id, spoken)


def _found(asked: Asked) -> Made | None:
    """What is known; else what the other process says in time. None: not yet."""
    found: Made | None = _KEPT.known(asked.key)
    if found is None:
        found = _told(asked)
        if found is not None and found.lasting:
            _KEPT.keep(asked.key, found)
    return found


def _told(asked: Asked) -> Made | None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as other:
                other.settimeout(_PATIENCE)
                other.connect(os.environ[ADDRESS])
                send(other, asked)
                made: Made | None = receive(other, until)
                return made
        except TimeoutError:
            return None
        except OSError:  # it is just being started, for the first time or anew
            if time.monotonic() + _AGAIN > until:
                return None
            time.sleep(_AGAIN)


def _content(found: Made) -> bytes:
    if found.error is not None:
        raise copy(found.error)  # each raising adds to an error where it was raised
    if found.broken:
        raise RuntimeError("a part of the page could not be worked out: its fault is in the log")
    return found.content


def _later(request: PageRequest, moment: str) -> HttpResponse:
    word = request.headers.get(_WAITED, "")
    waited = int(word) if word.isdecimal() and len(word) < 4 else 0
    name = "waiting_part" if reads_part(request) else "waiting"
    return render(request, f"merilo/{name}.html", _waiting(request, moment, _target(request), waited), status=202)


def _waiting(request: PageRequest, moment: str, target: str, waited: int) -> dict[str, Any]:
    """What the sign of waiting says; it asks again the less often the longer it takes."""
    delay = f"{_DELAYS[min(waited, len(_DELAYS) - 1)]:g}s"
    return {"address": request.get_full_path(), "delay": delay, "moment": moment, "target": target,
            "waited": waited + 1}  # fmt: skip


def _target(request: PageRequest) -> str:
    """Into which place of the page the part goes; a page may have a smaller part for some of them."""
    named = request.headers.get("HX-Target", "")
    return named if re.fullmatch(r"[\w-]{1,40}", named) else ""
