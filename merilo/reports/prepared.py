"""What pages show of everybody, computed before anybody asks: documents of one state of the facts, day and language.

A page must open at once, and the company's signals take seconds. So they are made for all at once whenever the facts
have changed, in the background, and kept as files that may be deleted at any time. Until new ones are there, the ones
of the state before are shown, and said to be older. What people log changes the facts all day long: for that alone they
are made anew every few minutes, not for each entry.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from filelock import FileLock

from merilo.core.errors import MeriloError
from merilo.core.text import LANGUAGES, language, set_language
from merilo.core.whole_file import write_whole
from merilo.core.workspace import Workspace
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.people.coaching import actions
from merilo.reports.answer import ENGINE, SHARED
from merilo.reports.asking import Desk
from merilo.reports.kept import program
from merilo.reports.listing import plain_json

_FILE, _BEFORE = "{name}.json", "{name}.before.json"
_WORDLESS = ("staff", "search")
"""Documents that say the same in every language: who sees what must not wait for another one's to be made."""

_MADE = "made.txt"
_RENEWED = 300.0  # seconds after which entries of people alone have documents made anew, at the earliest
_RESTING = 10  # times as long as making them took
_KEEP = 2  # states: the present one and the one shown until it is ready


def _signals(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.signals import signal  # noqa: PLC0415 - pages open without what makes the documents

    del place
    return signal(desk).to_json()


def _expectations(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.expectations import Wanted, expect  # noqa: PLC0415

    del place
    return expect(desk, Wanted()).to_json()


def _weeks(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.weekly import weekly  # noqa: PLC0415

    del place
    return weekly(desk)


def _scorecard(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.scorecard import score  # noqa: PLC0415

    del place
    return score(desk).to_json()


def _plan(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.plan import Planned, make_plan  # noqa: PLC0415

    del place
    return make_plan(desk, Planned()).to_json()


def _problems(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.problems import problems_at  # noqa: PLC0415

    del place
    return problems_at(desk).to_json()


def _coaching(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.coaching import coached  # noqa: PLC0415
    from merilo.reports.coaching_words import document  # noqa: PLC0415

    return document(coached(desk, actions(place)))


def _next_up(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.next_up import next_up  # noqa: PLC0415

    del place
    return next_up(desk)


def _stages(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.stage_sheet import stage_sheet  # noqa: PLC0415

    del place
    return stage_sheet(desk)


def _ageing(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.win_probability import age  # noqa: PLC0415

    del place
    return age(desk).to_json()


def _staff(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.access import led  # noqa: PLC0415
    from merilo.reports.staff import Staff  # noqa: PLC0415

    del place
    staff = Staff(desk, desk.today)
    return {
        "day": desk.today,
        "names": staff.names,
        "teams": staff.teams,
        "roles": staff.roles,
        "sellers": staff.sellers,
        "led": [vars(each) for each in led(desk)],
    }


def _suggestions(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.suggest import suggest  # noqa: PLC0415

    del place
    return suggest(desk).to_json()


def _calls(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.forecast.record import records  # noqa: PLC0415

    del place
    return records(desk).to_json()


def _foreseen(desk: Desk, place: Workspace) -> Any:
    """What two documents tell is foreseen once: drawing the futures of all deals takes longest."""
    from merilo.reports.forecast.foreseen import foresee  # noqa: PLC0415

    return desk.remembered("foreseen", lambda: foresee(desk, place))


def _forecast(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.forecast.document import document  # noqa: PLC0415

    return document(_foreseen(desk, place))


def _forecast_deals(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.forecast.document import deals_document  # noqa: PLC0415

    return deals_document(_foreseen(desk, place))


def _trust(desk: Desk, place: Workspace) -> Any:
    from merilo.reports.relied import relied  # noqa: PLC0415

    return relied(desk, FactStore.open(place.facts).snapshot())


def _search(desk: Desk, place: Workspace) -> Any:
    """No document of its own: what is looked through is brought up when the facts have changed."""
    from merilo.reports.journal.others import bring_up  # noqa: PLC0415

    del desk
    bring_up(place)
    return {}


MAKERS: Mapping[str, Callable[[Desk, Workspace], Any]] = {
    "staff": _staff,
    "weeks": _weeks,
    "next_up": _next_up,
    "search": _search,
    "expectations": _expectations,
    "stages": _stages,
    "signals": _signals,
    "plan": _plan,
    "problems": _problems,
    "scorecard": _scorecard,
    "coaching": _coaching,
    "suggestions": _suggestions,
    "ageing": _ageing,
    "calls": _calls,
    "trust": _trust,
    "forecast": _forecast,
    "forecast_deals": _forecast_deals,
}
"""Every document, in the order in which they are made: what pages need first comes first."""


@dataclass(frozen=True)
class Sheet:
    """A document made beforehand: its content, when it was made (UTC), and whether the facts have moved on since.

    `refused`: why it could not be made, in words; the content is empty then.
    """

    name: str
    content: Any
    made_at: datetime
    older: bool
    refused: str = ""


class Prepared:
    """The documents of a workspace in one language."""

    def __init__(self, place: Workspace, spoken: str | None = None) -> None:
        self._place, self._spoken = place, spoken or language()
        self._parent = place.root / "cache" / "pages"

    def sheet(self, name: str) -> Sheet | None:
        """The newest document of that name; None as long as none was ever made."""
        present = self._folder(self._state())
        places = [(present, _FILE), (present, _BEFORE), *((other, _FILE) for other in self._others(present))]
        spoken = LANGUAGES if name in _WORDLESS else (self._spoken,)
        for (folder, file), language_of in product(places, spoken):
            path = folder / language_of / file.format(name=name)
            try:
                stamp = path.stat().st_mtime_ns
            except FileNotFoundError:
                continue
            content = _content(str(path), stamp)
            made_at = datetime.fromtimestamp(stamp / 1e9, UTC)
            older = (folder, file) != (present, _FILE)
            return Sheet(name, content["content"], made_at, older, content["refused"])
        return None

    def made_now(self, name: str) -> Any:
        """A document's content for the present state, made at once where it is missing."""
        if name in self.missing:
            self.make(only=(name,))
        found = self.sheet(name)
        return found.content if found else None

    @property
    def edition(self) -> int:
        """A number that changes when a document of the present state is made; 0 before the first."""
        try:
            return (self._folder(self._state()) / self._spoken).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    @property
    def missing(self) -> tuple[str, ...]:
        """The documents that are not there for the present state and day."""
        folder = self._folder(self._state()) / self._spoken
        return tuple(name for name in MAKERS if not (folder / f"{name}.json").exists())

    @property
    def due(self) -> tuple[str, ...]:
        """The documents to be made: those that are missing; all, when people have logged something some minutes ago."""
        return tuple(MAKERS) if self._outdated() else self.missing

    def make(self, told: Callable[[str], None] = lambda _name: None, only: Sequence[str] = tuple(MAKERS)) -> int:
        """Make every document (of `only` these) that is due, one process at a time; `told` hears of each.

        Gives their number.
        """
        self._parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._parent / ".making.lock"):
            before = language()
            set_language(self._spoken)
            try:
                return self._made(told, only)
            finally:
                set_language(before)

    def forget(self, name: str) -> None:
        """Have a document of the present state made anew, because of what people did; until then it is an older one."""
        for path in self._folder(self._state()).glob(f"*/{_FILE.format(name=name)}"):
            path.replace(path.with_name(_BEFORE.format(name=name)))

    def _made(self, told: Callable[[str], None], only: Sequence[str]) -> int:
        missing = [name for name in self.due if name in only]
        if not missing:
            return 0
        place, snapshot, began = self._place, FactStore.open(self._place.facts).snapshot(), time.monotonic()
        folder = self._folder(snapshot.state.ground)
        with open_engine(ENGINE, snapshot, place.settings.calendar, keep=place.root / SHARED) as engine:
            desk = Desk(engine, place.settings)
            for name in missing:
                told(name)
                _write(folder / self._spoken / f"{name}.json", _document(desk, place, name))
        stamp = folder / self._spoken / _MADE
        if len(missing) == len(MAKERS) or not (stamp.exists() or self.missing):
            stamp.write_text(f"{snapshot.state.number} {time.monotonic() - began:.0f}", encoding="utf-8")
        self._tidy(folder)
        return len(missing)

    def _outdated(self) -> bool:
        """Whether the documents of the present ground are older than what people logged some minutes ago."""
        state = FactStore.open(self._place.facts).latest()
        path = self._folder(state.ground) / self._spoken / _MADE
        try:
            made, took = map(int, path.read_text(encoding="utf-8").split())
            age = time.time() - path.stat().st_mtime
        except (FileNotFoundError, ValueError):  # not all made yet; or all, but one by one, so nobody knows of what
            return not self.missing
        return made < state.number and age > max(_RENEWED, _RESTING * took)

    def _folder(self, ground: int) -> Path:
        day = self._place.settings.calendar.today()
        return self._parent / f"{ground:010d}-{day.isoformat()}-{program()}"

    def _state(self) -> int:
        return FactStore.open(self._place.facts).latest().ground

    def _others(self, present: Path) -> list[Path]:
        made = [each for each in self._parent.glob(f"*-{program()}") if each != present]
        return sorted(made, reverse=True)

    def _tidy(self, present: Path) -> None:
        every = sorted(
            (each for each in self._parent.glob("*-*") if each.is_dir()), key=lambda each: each.stat().st_mtime
        )
        for old in [each for each in every if each != present][: -(_KEEP - 1)]:
            shutil.rmtree(old, ignore_errors=True)


def _document(desk: Desk, place: Workspace, name: str) -> dict[str, Any]:
    """The document, or why there is none: what one page cannot say must not keep the others from opening."""
    try:
        return {"content": plain_json(MAKERS[name](desk, place)), "refused": ""}
    except MeriloError as error:
        return {"content": None, "refused": str(error)}


def _write(path: Path, document: Any) -> None:
    write_whole(path, json.dumps(document, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


@lru_cache(maxsize=64)
def _content(path: str, _stamp: int) -> Any:
    """A file's document; `_stamp` makes a newer file another question. Nobody may change what he gets."""
    return json.loads(Path(path).read_text(encoding="utf-8"))
