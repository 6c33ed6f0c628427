"""Every page of a real server as seller, manager and analyst: how long it takes, cold, warm, and beside an import."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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
_IDLE = 2.0  # seconds
_PATIENCE = 120.0  # seconds for the figures of one page
_SIGN = re.compile(
    r"""<p class="soft"[^>]* hx-get="([^"]+)" hx-trigger="load delay:([\d.]+)s"[^>]* hx-headers='([^']+)'"""
)

# What a person opens, and what those pages load into themselves; {seller} is his own id, or of somebody he leads.
PAGES: dict[str, str] = {
    "my week": "/week/{seller}/",
    "team": "/team/",
    "1:1 sheet": "/team/{seller}/sheet/",
    "problems": "/problems/",
    "pipeline": "/pipeline/",
    "pipeline, a past day": "/pipeline/?as_of=2026-03-31",
    "pipeline: balance": "/pipeline/balance/?seller={seller}",
    "pipeline: over age": "/pipeline/old/",
    "plan": "/plan/",
    "plan: what if": "/plan/what/?whom=seller%7C{seller}",
    "forecast": "/forecast/",
    "forecast: the quarter": "/forecast/quarter/",
    "time to close": "/time-to-close/",
    "retention": "/retention/",
    "expectations": "/expectations/",
    "coaching": "/coaching/",
    "data": "/data/",
    "notifications": "/notifications/",
    "journal": "/journal/",
    "journal: deals": "/journal/deals/",
    "journal: accounts": "/journal/accounts/",
    "journal: search": "/journal/find/?q=ware",
    "journal: search, a page": "/journal/search/?q=north+w",
    "KPIs": "/kpi/",
    "KPI: touches": "/kpi/touches/",
    "answer: touches by week": "/kpi/touches/answer/?every=week",
    "answer: first meetings by month": "/kpi/first_meetings/answer/?every=month",
    "answer: pipeline by stage": "/kpi/pipeline/answer/?by=stage",
    "answer: won amount by quarter": "/kpi/won_amount/answer/?every=quarter",
    "answer: time to close": "/kpi/time_to_close/answer/?folded=1",
    "answer: NRR by quarter": "/kpi/nrr/answer/?folded=1&every=quarter",
    "why: touches": "/kpi/touches/why/",
    "rows: won amount": "/kpi/won_amount/rows/?seller={seller}",
    "rows: touches, ordered": "/kpi/touches/rows/?sort=-account_name",
}
_NOT_FOR = {"seller": {"team", "1:1 sheet", "data"}, "manager": {"data"}, "analyst": set[str]()}
Say = Callable[[str], None]


@dataclass
class Times:
    """Of one page, opened one or several times: seconds of each response, and until all its figures stood.

    `cpu`: seconds of the server's processor for one opening, without the processes beside it.
    """

    responses: list[float] = field(default_factory=list)
    stood: list[float] = field(default_factory=list)
    cpu: float = 0.0


type Key = tuple[str, str]


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
        say(f"{size.name}: cold …")
        found = {"cold": _rounds(browsers, sellers, server, 1)}
        say(f"{size.name}: warm …")
        found["warm"] = _rounds(browsers, sellers, server, ROUNDS)
        say(f"{size.name}: beside an import …")
        with _importing(place):
            found["beside an import"] = _rounds(browsers, sellers, server, ROUNDS)
    told = {"documents": made, "made_s": took[0], "made_cpu": took[1], "load": before, "rounds": ROUNDS}
    return _summed(size, found) | told


def _every() -> list[Key]:
    return [(page, who) for who in _NOT_FOR for page in PAGES if page not in _NOT_FOR[who]]


def _summed(size: Size, found: Mapping[str, Mapping[Key, Times]]) -> dict[str, Any]:
    lines = {}
    for state, times in found.items():
        responses = [t for each in times.values() for t in each.responses]
        stood = [t for each in times.values() for t in each.stood]
        lines[state] = {
            "n": len(responses), "p50": median(responses), "p95": p95(responses), "good": p95(responses) <= GOAL,
            "stood_p50": median(stood), "stood_p95": p95(stood), "cpu_p95": p95([e.cpu for e in times.values()]),
        }  # fmt: skip
    pages = [
        {"page": page, "who": who, "cpu": found["warm"][page, who].cpu}
        | {state: (max(times[page, who].responses), median(times[page, who].stood)) for state, times in found.items()}
        for page, who in _every()
    ]
    pages.sort(key=lambda row: -row["beside an import"][0])
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
    settings = root / "merilo.toml"
    text = settings.read_text(encoding="utf-8")
    settings.unlink()  # the other's settings are the same file
    settings.write_text(re.sub("(?m)^language = .*$", 'language = "en"', text), encoding="utf-8")
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
        self._last = 0.0
        self.ask("GET", "/account/login/")
        form = {"login": f"{who}@example.com", "password": _PASSWORD, "csrfmiddlewaretoken": self._cookies["csrftoken"]}
        status, _took = self.ask("POST", "/account/login/", urlencode(form))
        if status != 302:
            raise SystemExit(f"{who} could not log in: {status}")

    def ask(self, method: str, path: str, form: str = "", **more: str) -> tuple[int, float]:
        """The status, and the seconds until the last byte."""
        status, took, _text = self.read(method, path, form, **more)
        return status, took

    def read(self, method: str, path: str, form: str = "", **more: str) -> tuple[int, float, str]:
        """The same, and the text."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Accept-Language": "en", "Cookie": cookies} | more
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        if time.monotonic() - self._last > _IDLE:
            self._con.close()  # the server has given it up, too
        began = time.perf_counter()
        self._con.request(method, path, form or None, headers)
        answer = self._con.getresponse()
        text = answer.read().decode("utf-8", "replace")
        took, self._last = time.perf_counter() - began, time.monotonic()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _sign, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, took, text


def _open(browser: Browser, path: str, found: Times) -> None:
    """Open a page, and ask for what is being computed as a browser does, until all of it stands."""
    part = {"HX-Request": "true"} if re.search("/(answer|why|balance|old|what|quarter|find)/", path) else {}
    began = time.perf_counter()
    status, took, text = browser.read("GET", path, **part)
    found.responses.append(took)
    while True:
        if status not in (200, 202):
            raise SystemExit(f"{urlsplit(path).path}: {status}")
        sign = _SIGN.search(text)
        if sign is None and status == 200:
            break
        if sign is None or time.perf_counter() - began > _PATIENCE:
            raise SystemExit(f"{path}: nothing came of it")
        time.sleep(float(sign[2]))
        own = {"HX-Request": "true"} | json.loads(html.unescape(sign[3]))
        status, took, text = browser.read("GET", html.unescape(sign[1]), **own)
        found.responses.append(took)
    found.stood.append(time.perf_counter() - began)


def _rounds(browsers: dict[str, Browser], sellers: dict[str, str], server: int, rounds: int) -> dict[Key, Times]:
    """Every page of everybody, several times in a row."""
    found: dict[Key, Times] = {}
    for page, who in _every():
        before, found[page, who] = _cpu(server), Times()
        for _round in range(rounds):
            _open(browsers[who], PAGES[page].format(seller=quote(sellers[who], safe="")), found[page, who])
        found[page, who].cpu = (_cpu(server) - before) / rounds
    return found


def _cpu(pid: int) -> float:
    """CPU seconds of a process and those it started, without those beside the pages; 0 where /proc is none."""
    try:
        if b"merilo.web." in Path(f"/proc/{pid}/cmdline").read_bytes():
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
        f"| {state} | {line['n']:,} | {_ms(line['p50'])} | {_ms(line['p95'])} | "
        f"{'met' if line['good'] else 'missed'} | "
        f"{_ms(line['cpu_p95'])} | {_ms(line['stood_p50'])} | {_ms(line['stood_p95'])} |"
        for state, line in result["states"].items()
    ]
    pages = [
        f"| {row['page']} | {row['who']} | {_ms(row['cpu'])} | "
        + " | ".join(f"{_ms(row[state][0])} | {_ms(row[state][1])}" for state in result["states"]) + " |"
        for row in result["pages"]
    ]  # fmt: skip
    heads = " | ".join(f"{state} | figures" for state in result["states"])
    return "\n".join(
        [
            f"\n### {result['name']} touches, {result['sellers']} sellers\n",
            _about(result),
            f"| state | responses | p50 | p95 | goal ({_ms(GOAL)}) | CPU, p95 | figures stand, p50 | p95 |",
            "|---|---:|---:|---:|---|---:|---:|---:|", *states, "",
            f"| page, ms | as | CPU | {heads} |", "|---|---|---:|" + "---:|---:|" * len(result["states"]),
            *pages, "",
        ]
    )  # fmt: skip


def _about(result: dict[str, Any]) -> str:
    made = f"{result['documents']} documents made: {result['made_s']:.0f} s ({result['made_cpu']:.0f} s of CPU)"
    return f"{result['rounds']} openings of each page; load {result['load']} at the start. {made}.\n"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f}"


_BEGIN, _END = "<!-- pages -->", "<!-- /pages -->"
_INTRO = f"""## Pages

`python -m bench --only pages --write`: `merilo serve` on a copy of the facts; a seller, a manager and an analyst open
every page, over one connection each. Milliseconds until the last byte. What takes longer than a page may
([ADR 0008](adr/0008-the-web-application.md)) is answered with "being computed", asked again as a browser does, and each
of these responses is counted; *figures* is the time until all of the page stands. The CPU is that of the process that
shows pages. Cold: the first opening after the start, nothing compiled, read or kept yet; only the documents are there.
Warm: the openings after that, in a row. Beside an import: the same while `merilo import` of {_ROWS:,} deals runs again
and again, each time a new state, for which nothing is kept, and whose documents the worker makes at the same time. In
the table of pages each first figure is the slowest response of a page, the second the median until its figures stand.
On a machine with other work (a load above its cores) the clock tells of that work too: look at the CPU.
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
