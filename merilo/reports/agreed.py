"""Expectations set in Merilo itself: checked, kept, and published as targets, so that every report holds to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from merilo.core.errors import UsageError
from merilo.core.text import _
from merilo.core.workspace import Workspace
from merilo.facts.schema import SCHEMA
from merilo.facts.store import FactStore
from merilo.kpis.declaration import Unit
from merilo.kpis.registry import kpi_named
from merilo.people import expectations as kept
from merilo.people.expectations import About, Expected
from merilo.reports.target_values import Target, unit_of

SOURCE = "expectations"
"""The source of targets that were set here; its ids are the numbers of the expectations."""

_COLUMNS = ("kpi", "scope", "subject", "starts_on", "ends_on", "low", "high", "currency")


def terms(target: Target) -> str:
    """What somebody accepts when he accepts a target: all that it says. Other words are other terms."""
    upper = "" if target.high is None else f"{target.high:.15g}"
    whose = f"{target.scope} {target.subject or ''}".strip()
    days = f"{target.starts_on}..{target.ends_on}"
    return f"{target.kpi} | {whose} | {days} | {target.low:.15g}..{upper} {target.currency or ''}".strip()


def notice_key(target: str, words: str) -> str:
    """The name under which somebody is told that he is asked for a target (id) in these terms."""
    return f"expectation:{target}:{words}"[:300]


def days_of(workspace: Workspace, label: str) -> tuple[date, date]:
    """The first and the last day of a period by its label; raises UsageError for other words."""
    calendar = workspace.settings.calendar
    named = calendar.named(label)
    if named is None:
        raise UsageError(
            _("{text} is not a period.").format(text=label),
            allowed=_("a day, week, month, quarter or year: 2026-03-02, 2026-W10, 2026-03, 2026Q1, 2026"),
        )
    return named[0], calendar.next(*named) - timedelta(days=1)


def currency_of(workspace: Workspace, kpi: str) -> str:
    """The currency of a KPI's targets; empty where they are no money."""
    return workspace.settings.currency if unit_of(kpi_named(kpi).name) is Unit.MONEY else ""


def ask_for(
    workspace: Workspace, about: About, *, low: float, high: float | None, by: str, imported: Sequence[Target] = ()
) -> Expected:
    """Set a range and publish it. `imported`: the targets that came from elsewhere.

    Raises UsageError where one of those asks the same of the same people for the same days: what another system owns
    is changed there, and two answers to one question would help nobody.
    """
    kpi_named(about.kpi)
    theirs = next((each for each in imported if _same(each, about)), None)
    if theirs is not None:
        raise UsageError(
            _("An import asks that of them already: {terms}").format(terms=terms(theirs)),
            way_out=_("Change it where it came from and import it again, or choose another period."),
        )
    made = kept.set_range(
        workspace, about, low=low, high=high, currency=currency_of(workspace, about.kpi), by=by
    )  # fmt: skip
    publish(workspace)
    return made


def _same(target: Target, about: About) -> bool:
    theirs = About(target.kpi, target.scope, target.subject or "", target.starts_on, target.ends_on)
    return theirs == about


def withdraw(workspace: Workspace, number: int, *, by: str) -> Expected:
    """Ask for it no more, from now on; what was accepted stays on record."""
    gone = kept.withdraw(workspace, number, by=by)
    publish(workspace)
    return gone


def publish(workspace: Workspace) -> None:
    """Make the facts' targets of this source what is asked now. Doing it again changes nothing."""
    now = [each for each in kept.expected(workspace) if not each.withdrawn]
    asked = [{"source": SOURCE, "source_id": str(each.id), **_row(each)} for each in now]
    table = SCHEMA.tables["targets"].arrow
    types = pa.schema([field for field in table if field.name in ("source", "source_id", *_COLUMNS)])
    with duckdb.connect() as con, FactStore.create(workspace.facts).writing(label=_("expectations")) as writer:
        con.register("given", pa.Table.from_pylist(asked, schema=types))
        con.execute("CREATE TABLE asked AS FROM given")
        writer.upsert("targets", con, "asked", frozenset(_COLUMNS))
        writer.delete_missing("targets", SOURCE, con, "asked")
        writer.commit({"source": SOURCE})


def _row(expected: Expected) -> dict[str, object]:
    now = expected.now
    return vars(expected.about) | {
        "subject": expected.about.subject or None, "low": now.low, "high": now.high, "currency": now.currency or None,
    }  # fmt: skip
