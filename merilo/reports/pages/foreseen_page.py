"""The forecast as a page shows it: of a seller, a team or the company, with its record and the deals that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from merilo.core.asked import amount_of
from merilo.core.errors import MeriloError, UsageError
from merilo.core.text import _
from merilo.facts.engines import open_engine
from merilo.facts.store import FactStore
from merilo.reports.access import refused
from merilo.reports.answer import ENGINE
from merilo.reports.asking import Desk
from merilo.reports.forecast.document import line_record
from merilo.reports.forecast.foreseen import Asked, Foreseen, foresee
from merilo.reports.seen import Seen

Record = Mapping[str, Any]
_SHOWN = 12


@dataclass(frozen=True)
class ForeseenPage:
    """What is foreseen of one scope: `lines` (weeks, months, quarters), `now` the running quarter, `others` in it.

    `record` and `calibration` are the company's, in shares alone; `deals`: the open ones that carry most of it.
    """

    day: str
    currency: str
    whom: tuple[tuple[str, str], ...]
    chosen: str
    who: str
    step: str
    wins_known: int
    now: Record
    lines: tuple[Record, ...]
    others: tuple[Record, ...]
    record: tuple[Record, ...]
    origins: int
    calibration: tuple[Record, ...]
    deals: tuple[Record, ...]
    notes: tuple[str, ...]

    @property
    def spans(self) -> tuple[Record, ...]:
        """The record of forecasts so many days ahead."""
        return tuple(line for line in self.record if line["days"])

    @property
    def periods(self) -> tuple[Record, ...]:
        """The record of forecasts of whole periods."""
        return tuple(line for line in self.record if not line["days"])


def foreseen_page(seen: Seen, whom: str = "") -> ForeseenPage:
    """The prepared forecast of whom the person chose, of those whom he sees; else of the widest."""
    found, every = seen.sheet("forecast").content, foreseen_lines(seen)
    choices = tuple(dict.fromkeys((key_of(line), line["label"]) for line in every))
    chosen = whom if whom in dict(choices) else (choices[0][0] if choices else "")
    if whom and whom != chosen:
        raise refused()
    own = tuple(line for line in every if key_of(line) == chosen)
    now: Record = next((line for line in own if line["every"] == "quarter"), {})
    record = found["record"]
    return ForeseenPage(
        day=found["day"], currency=found["currency"], whom=choices, chosen=chosen,
        who=dict(choices).get(chosen, ""), step=found["step_label"], wins_known=found["wins_known"], now=now, lines=own,
        others=tuple(line for line in every if line["period"] == now.get("period") and key_of(line) != chosen),
        record=tuple(record["lines"]), origins=record["origins"], calibration=tuple(record["calibration"]),
        deals=tuple(_deals(seen, found["open_deals"], chosen)), notes=(*found["notes"], *record["notes"]),
    )  # fmt: skip


def foreseen_lines(seen: Seen) -> list[Record]:
    """The prepared lines of all whom the person sees."""
    every = seen.sheet("forecast").content["lines"]
    return [line for line in every if seen.reach.sees(line["scope"], line["subject"])]


def key_of(line: Record) -> str:
    """Whose line it is, as an address says it."""
    return f"{line['scope']}|{line['subject'] or ''}"


def _deals(seen: Seen, every: list[Record], chosen: str) -> Iterator[Record]:
    scope, _bar, subject = chosen.partition("|")
    teams, shown = seen.staff["teams"], 0
    for deal in every:
        seller = deal["seller"]
        mine = {"company": True, "team": teams.get(seller) == subject, "seller": seller == subject}.get(scope, False)
        if mine and seen.reach.sees_seller(seller) and shown < _SHOWN:
            shown += 1
            yield dict(deal) | {"who": seen.name(seller) if seller else "—"}


def deal_chance(seen: Seen, deal: str) -> Record | None:
    """The chances of one open deal (id) and what moves them; None where nothing is foreseen of it, or not yet.

    Who asks must have made sure that the person sees the deal.
    """
    try:
        content = seen.sheet("forecast_deals").content
    except MeriloError:  # not made yet, or it cannot be: the deal's page opens without
        return None
    found = content["deals"].get(deal)
    return None if found is None else dict(found) | {"day": content["day"], "currency": content["currency"]}


def foreseen_of_all(seen: Seen) -> Record:
    """The prepared forecast, of those whom the person sees; the record in shares alone."""
    sheet = seen.sheet("forecast")
    content = sheet.content
    deals = [deal for deal in content["open_deals"] if seen.reach.sees_seller(deal["seller"])]
    record = content["record"]
    shares = [{name: value for name, value in line.items() if name not in _AMOUNTS} for line in record["lines"]]
    shown = {name: content[name] for name in ("day", "currency", "step", "wins_known", "notes")}
    told = {
        "lines": foreseen_lines(seen),
        "open_deals": deals,
        "record": dict(record) | {"lines": shares},
        "older": sheet.older,
    }
    return shown | told


_AMOUNTS = ("mean", "pinball", "crps")
"""What of the company's record tells its amounts."""


@dataclass(frozen=True)
class Supposed:
    """How the running and the next quarter would move: a pair of lines each, as it is and as supposed.

    `gap`: what is missing from the target at the middle of the supposed range; None: none was asked about.
    """

    who: str
    currency: str
    pairs: tuple[tuple[Record, Record], ...]
    target: float | None
    gap: float | None
    whom: str


def suppose(seen: Seen, words: Mapping[str, str]) -> Supposed:
    """What if: `target`, `winning`, `arriving` (percent more or less), `won` and `lost` (ids of deals)."""
    whom = words.get("whom", "")
    page = foreseen_page(seen, whom)
    target = amount_of(_("Target"), words.get("target", ""))
    winning, arriving = (1.0 + _percent(words.get(name, ""), name) / 100.0 for name in ("winning", "arriving"))
    won, lost = (tuple(each for each in [words.get(name, "")] if each) for name in ("won", "lost"))
    if not {*won, *lost} <= {deal["id"] for deal in page.deals}:
        raise refused()
    scope, _bar, subject = page.chosen.partition("|")
    asked = Asked(
        subject if scope == "seller" else None, subject if scope == "team" else None,
        target=None if target is None else float(target), won=won, lost=lost, winning=winning, arriving=arriving,
    )  # fmt: skip
    snapshot, settings = FactStore.open(seen.place.facts).snapshot(), seen.place.settings
    with open_engine(ENGINE, snapshot, settings.calendar) as engine:
        desk = Desk(engine, settings, own=seen.person.seller)
        # Both by the model, so that what moves is what was supposed and not the method.
        as_is, found = (foresee(desk, seen.place, replace(each, by_model=True))
                        for each in (replace(asked, won=(), lost=(), winning=1.0, arriving=1.0), asked))  # fmt: skip

    def own(told: Foreseen) -> list[dict[str, Any]]:
        lines = [line_record(line) for line in told.lines if line.scope == scope and (line.subject or "") == subject]
        return [line for line in lines if line["every"] in {"month", "quarter"}]

    wanted, before = own(found), {line["period"]: line for line in own(as_is)}
    quarter = next((line for line in wanted if line["every"] == "quarter"), None)
    gap = max(float(target) - quarter["amount_p50"], 0.0) if target is not None and quarter else None
    pairs = tuple(
        (before[line["period"]], dict(line) | {"change": line["amount_p50"] - before[line["period"]]["amount_p50"]})
        for line in wanted
        if line["period"] in before
    )
    return Supposed(page.who, page.currency, pairs, None if target is None else float(target), gap, page.chosen)


def _percent(text: str, name: str) -> float:
    if not text.strip():
        return 0.0
    try:
        value = float(text.replace(",", ".").replace("−", "-").replace("%", ""))
    except ValueError as error:
        raise _no_percent(text, name) from error
    if not -90 <= value <= 1000:
        raise _no_percent(text, name)
    return value


def _no_percent(text: str, name: str) -> UsageError:
    labels = {"winning": _("Deals won"), "arriving": _("New deals")}
    return UsageError(
        _("{text} is no change in percent.").format(text=text), where=labels[name],
        allowed=_("from -90 to 1000, such as 20 for a fifth more"),
    )  # fmt: skip
