"""Every page of a real server as seller, manager and analyst: how long it takes, cold, warm, and beside an import."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from bench.machine import load
from bench.sizes import Size
from merilo.core.workspace import Workspace
from merilo.people.accounts import add_person
from merilo.people.database import opened
from merilo.people.roles import Role
from merilo.reports.prepared import Prepared

GOAL = 0.150
"""Seconds of server time, for 95 of 100 pages."""
ROUNDS = 12
_PASSWORD = "a password of the benchmark"
_PORT = 8377
_ROWS = 20_000

# What a person opens, and what those pages load into themselves; {seller} is his own id, or of somebody he leads.
PAGES: dict[str, str] = {
    "my week": "/week/{seller}/",
    "team": "/team/",
    "1:1 sheet": "/team/{seller}/sheet/",
    "problems": "/problems/",
    "pipeline": "/pipeline/",
    "pipeline, a past day": "/pipeline/?as_of=2026-03-31",
    "plan": "/plan/",
    "time to close": "/time-to-close/",
    "retention": "/retention/",
    "expectations": "/expectations/",
    "coaching": "/coaching/",
    "data": "/data/",
    "KPIs": "/kpi/",
    "KPI: touches": "/kpi/touches/",
    "answer: touches by week": "/kpi/touches/answer/?every=week",
    "answer: first meetings by month": "/kpi/first_meetings/answer/?every=month",
    "answer: pipeline by stage": "/kpi/pipeline/answer/?by=stage",
    "answer: won amount by quarter": "/kpi/won_amount/answer/?every=quarter",
    "answer: time to close": "/kpi/time_to_close/answer/?folded=1",
    "answer: NRR by quarter": "/kpi/nrr/answer/?folded=1&every=quarter",
    "rows: won amount": "/kpi/won_amount/rows/?seller={seller}",
}
_NOT_FOR = {"seller": {"team", "1:1 sheet", "data"}, "manager": {"data"}, "analyst": set[str]()}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Opened:
    """One page for one kind of person: seconds of each opening, by state; `cpu`: of the server, for a warm one."""

    page: str
    who: str
    cold: float
    warm: tuple[float, ...]
    importing: tuple[float, ...]
    cpu: float


def p95(times: list[float]) -> float:
    """The time that 95 of 100 do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def measure(size: Size, say: Say) -> dict[str, Any]:
    """All pages of that size; the workspace is a copy, since an import changes it."""
    place = _copy(size)
    say(f"{size.name}: documents …")
    began, cpu = time.perf_counter(), time.process_time()
    made = Prepared(place, "en").make(say)
    took = (time.perf_counter() - began, time.process_time() - cpu)
    sellers = _people(place)
    before = load()
    with _served(place) as (browsers, server):
        cold = {key: _open(browsers, key, sellers) for key in _every()}
        warm = _rounds(browsers, sellers, server)
        with _importing(place):
            beside = _rounds(browsers, sellers, server)
    found = [Opened(*key, cold[key], warm[key][0], beside[key][0], warm[key][1]) for key in _every()]
    return _summed(size, found) | {"documents": made, "made_s": took[0], "made_cpu": took[1], "load": before}


def _every() -> list[tuple[str, str]]:
    return [(page, who) for who in _NOT_FOR for page in PAGES if page not in _NOT_FOR[who]]


def _summed(size: Size, found: list[Opened]) -> dict[str, Any]:
    states = {
        "cold": [each.cold for each in found],
        "warm": [t for each in found for t in each.warm],
        "warm, CPU": [each.cpu for each in found],
        "beside an import": [t for each in found for t in each.importing],
    }
    lines = {
        state: {"n": len(t), "p50": median(t), "p95": p95(t), "good": p95(t) <= GOAL} for state, t in states.items()
    }
    pages = [
        {"page": each.page, "who": each.who, "cold": each.cold, "warm": median(each.warm),
         "importing": median(each.importing), "cpu": each.cpu}
        for each in sorted(found, key=lambda each: -each.cpu)
    ]  # fmt: skip
    return {"name": size.name, "sellers": size.sellers, "states": lines, "pages": pages}


def _copy(size: Size) -> Workspace:
    """The files are never changed in place, so the copy shares them."""
    root = size.folder.with_name(f"{size.name}-pages")
    kept = root / "cache" / "pages"
    if not root.exists():
        shutil.copytree(size.folder / "workspace", root, copy_function=os.link)
    for old in [*root.glob("merilo.sqlite3*"), root / "cache" / "sql"]:
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    kept.mkdir(parents=True, exist_ok=True)
    return Workspace.open(root)


def _people(place: Workspace) -> dict[str, str]:
    """A log-in for each kind of person; gives whose pages each of them opens."""
    staff = Prepared(place, "en").made_now("staff")
    led = {each["seller"]: each["manager"] for each in staff["led"]}
    seller = next(who for who in staff["sellers"] if who in led)
    known = (("seller", Role.SELLER, seller), ("manager", Role.MANAGER, led[seller]), ("analyst", Role.ANALYST, ""))
    for name, role, own in known:
        add_person(place, email=f"{name}@example.com", name=name, role=role, seller=own, password=_PASSWORD)
    return dict.fromkeys(_NOT_FOR, seller)


class Browser:
    """One person's connection to the server, kept open."""

    def __init__(self, who: str) -> None:
        self._con = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=120)
        self._cookies: dict[str, str] = {}
        self.ask("GET", "/account/login/")
        form = {"login": f"{who}@example.com", "password": _PASSWORD, "csrfmiddlewaretoken": self._cookies["csrftoken"]}
        status, _took = self.ask("POST", "/account/login/", urlencode(form))
        if status != 302:
            raise SystemExit(f"{who} could not log in: {status}")

    def ask(self, method: str, path: str, form: str = "") -> tuple[int, float]:
        """The status, and the seconds until the last byte."""
        headers = {"Accept-Language": "en", "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        self._con.request(method, path, form or None, headers)
        answer = self._con.getresponse()
        answer.read()
        took = time.perf_counter() - began
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _sign, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, took


def _open(browsers: dict[str, Browser], key: tuple[str, str], sellers: dict[str, str]) -> float:
    page, who = key
    path = PAGES[page].format(seller=quote(sellers[who], safe=""))
    status, took = browsers[who].ask("GET", path)
    if status != 200:
        raise SystemExit(f"{page} as {who}: {status} at {urlsplit(path).path}")
    return took


type _Times = dict[tuple[str, str], tuple[tuple[float, ...], float]]


def _rounds(browsers: dict[str, Browser], sellers: dict[str, str], server: int) -> _Times:
    """Every page of everybody, several times in a row: the seconds of each, and the server's CPU seconds for one."""
    found: _Times = {}
    for key in _every():
        before = _cpu(server)
        times = tuple(_open(browsers, key, sellers) for _round in range(ROUNDS))
        found[key] = times, (_cpu(server) - before) / ROUNDS
    return found


def _cpu(pid: int) -> float:
    """CPU seconds of a process and those it started, without the worker of background tasks; 0 where /proc is none."""
    try:
        if b"merilo.web.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return 0.0
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        own = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
        children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return 0.0
    return own + sum(_cpu(child) for child in children)


@contextmanager
def _served(place: Workspace) -> Iterator[tuple[dict[str, Browser], int]]:
    environment = os.environ | {"MERILO_LANGUAGE": "en"}
    command = [sys.executable, "-m", "merilo", "serve", "--port", str(_PORT), "-w", str(place.root)]
    with (place.root / "serve.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        _wait()
        yield {who: Browser(who) for who in _NOT_FOR}, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait() -> None:
    for _try in range(600):
        con = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=60)
        try:
            con.request("GET", "/account/login/")
            con.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            con.close()
    raise SystemExit("the server did not come up")


@contextmanager
def _importing(place: Workspace) -> Iterator[None]:
    """Imports one after another in a process of their own, as long as the context lasts."""
    file = place.root / "beside.csv"
    head = "Deal ID,Owner,Company,Stage,Status,Amount,Created,Closed"
    rows = (f"B{n},Seller {n % 40},Company {n % 500},Won,Won,{n % 900 + 1},2026-01-05,2026-02-20" for n in range(_ROWS))
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    with opened(place):
        pass
    again = f"while true; do {sys.executable} -m merilo import {file} --yes -w {place.root} >/dev/null 2>&1; done"
    running = subprocess.Popen(["bash", "-c", again], start_new_session=True)
    try:
        time.sleep(3)
        yield
    finally:
        os.killpg(running.pid, 9)
        running.wait()


def tables(result: dict[str, Any]) -> str:
    """The figures of one size in Markdown."""
    states = [
        f"| {state} | {line['n']:,} | {line['p50'] * 1000:.0f} | {line['p95'] * 1000:.0f} | "
        f"{'met' if line['good'] else 'missed'} |"
        for state, line in result["states"].items()
    ]
    pages = [
        f"| {row['page']} | {row['who']} | {row['cold'] * 1000:.0f} | {row['warm'] * 1000:.0f} | "
        f"{row['cpu'] * 1000:.0f} | {row['importing'] * 1000:.0f} |"
        for row in result["pages"]
    ]
    return "\n".join(
        [
            f"\n### {result['name']} touches, {result['sellers']} sellers (load {result['load']} at the start)\n",
            f"{result['documents']} documents made: {result['made_s']:.0f} s ({result['made_cpu']:.0f} s of CPU).\n",
            f"| pages | openings | p50, ms | p95, ms | goal ({GOAL * 1000:.0f} ms) |", "|---|---:|---:|---:|---:|",
            *states, "",
            "| page | as | cold, ms | warm, ms | warm, CPU | beside an import |", "|---|---|---:|---:|---:|---:|",
            *pages, "",
        ]
    )  # fmt: skip


_BEGIN, _END = "<!-- pages -->", "<!-- /pages -->"
_INTRO = f"""## Pages

`python -m bench --only pages --write`: `merilo serve` on a copy of the facts; a seller, a manager and an analyst open
every page, over one connection each. The clock runs until the last byte, the CPU is that of the server's process. Cold:
the first opening after the start, nothing compiled or read yet. Warm: {ROUNDS} openings in a row. Beside an import: the
same while `merilo import` of {_ROWS:,} deals runs again and again. When the machine has other work look at the CPU.
"""


def section(page: str) -> str:
    """The part of the page that is about pages, with its marks; empty where there is none."""
    if _BEGIN not in page:
        return ""
    return f"\n{_BEGIN}{page.split(_BEGIN)[1].split(_END, maxsplit=1)[0]}{_END}\n"


def written(page: str, found: list[dict[str, Any]]) -> str:
    """The page with new figures in that part."""
    bare = page.replace(section(page), "") if _BEGIN in page else page
    return f"{bare.rstrip()}\n\n{_BEGIN}\n{_INTRO}{''.join(tables(each) for each in found)}{_END}\n"
