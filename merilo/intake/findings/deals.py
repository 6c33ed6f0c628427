"""Deals: dates in an impossible order, what is missing, what has long been dead."""

from __future__ import annotations

from collections.abc import Iterable

from merilo.core.sql import quoted
from merilo.core.text import N_, _
from merilo.intake.findings.ground import Check, Ground, some
from merilo.intake.translate import Identity
from merilo.sources.raw import Finding


def _closed_before_created(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("deals", "closed_at", "created_at"):
        return []
    where = "CAST(closed_at AS DATE) < CAST(created_at AS DATE)"
    example = "source_id || ': ' || CAST(created_at AS DATE) || ' > ' || CAST(closed_at AS DATE)"
    counted = ground.counted(ground.facts("deals"), where, example)
    return some(
        "closed_before_created", _("deals were closed before they were created; kept as they are"), counted, "deals"
    )


def _expected_before_created(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("deals", "expected_close_on", "created_at"):
        return []
    where = "status = 'open' AND expected_close_on < CAST(created_at AS DATE)"
    counted = ground.counted(ground.facts("deals"), where)
    return some(
        "expected_before_created", _("open deals are expected to close before they were created"), counted, "deals"
    )


def _won_before_first_contact(ground: Ground) -> Iterable[Finding]:
    """A deal that a lead became cannot be won before the lead's first contact."""
    if not (ground.gives("deals", "closed_at") or ground.gives("leads", "deal", "created_at")):
        return []
    relation = (
        f"(SELECT d.source_id, d.closed_at, min(l.created_at) AS first FROM {ground.facts('deals')} d "
        f"JOIN {ground.facts('leads')} l ON l.deal = d.id WHERE d.status = 'won' GROUP BY ALL)"
    )
    example = "source_id || ': ' || CAST(first AS DATE) || ' > ' || CAST(closed_at AS DATE)"
    counted = ground.counted(relation, "CAST(closed_at AS DATE) < CAST(first AS DATE)", example)
    message = _("deals were won before the first contact with their lead; kept as they are")
    return some("won_before_first_contact", message, counted, "deals, leads")


_MISSING = (
    ("deals_without_account", "account", "true", N_("deals name no account")),
    ("deals_without_seller", "seller", "true", N_("deals name no seller")),
    ("deals_without_created_at", "created_at", "true", N_("deals have no date of creation")),
    ("won_without_amount", "amount", "status = 'won'", N_("won deals have no amount")),
    ("open_without_amount", "amount", "status = 'open'", N_("open deals have no amount")),
    ("closed_without_date", "closed_at", "status <> 'open'", N_("closed deals have no closing date")),
)


def _missing(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("deals"):
        return
    relation = ground.facts("deals")
    for kind, column, among, message in _MISSING:
        if ground.gives("deals", column) or column == "closed_at":
            yield from some(kind, _(message), ground.counted(relation, f"{column} IS NULL AND {among}"), "deals")


def _zero_amounts(ground: Ground) -> Iterable[Finding]:
    if not ground.gives("deals", "amount"):
        return
    relation = ground.facts("deals")
    lost = _("lost deals have the amount 0, not a blank: an average over closed deals would be wrong")
    yield from some("lost_amount_zero", lost, ground.counted(relation, "status = 'lost' AND amount = 0"), "deals")
    other = _("deals that are not lost have the amount 0")
    yield from some("amount_zero", other, ground.counted(relation, "status <> 'lost' AND amount = 0"), "deals")


def _older_than_any_closed(ground: Ground) -> Iterable[Finding]:
    """Open deals that are older, on the last day of the data, than any deal that ever closed."""
    if not ground.gives("deals", "created_at", "closed_at"):
        return []
    relation = ground.facts("deals")
    oldest, last = ground.one(
        f"SELECT max(date_diff('day', CAST(created_at AS DATE), CAST(closed_at AS DATE))), "
        f"max(CAST(greatest(created_at, closed_at) AS DATE)) FROM {relation} WHERE status <> 'open'"
    )
    if oldest is None:
        return []
    age = f"date_diff('day', CAST(created_at AS DATE), DATE '{last}')"
    counted = ground.counted(relation, f"status = 'open' AND {age} > {oldest}")
    message = _("open deals are older on {day} than any deal that ever closed ({days} days)").format(
        day=last, days=oldest
    )
    return some("open_older_than_any_closed", message, counted, "deals")


def _alike_but_for_the_id(ground: Ground) -> Iterable[Finding]:
    """Rows that say what an earlier one says, under another id, are reported and never put together."""
    for part in ground.computed.parts:
        for typed in part.typed:
            plan = typed.plan
            if plan.table != "deals" or plan.identity is not Identity.MAPPED:
                continue
            raw = plan.bound.raw
            others = ", ".join(quoted(name) for name in raw.columns if name not in plan.id_columns)
            own = " || '-' || ".join(quoted(name) for name in plan.id_columns)
            if not others or not own:
                continue
            groups = (
                f"(SELECT min({own}) AS e, count(*) AS n FROM {raw.relation} GROUP BY {others} HAVING count(*) > 1)"
            )
            rows = int(ground.one(f"SELECT coalesce(sum(n - 1), 0)::BIGINT FROM {groups}")[0])
            examples = [row[0] for row in ground.rows(f"SELECT e FROM {groups} ORDER BY 1 LIMIT 5")] if rows else []
            message = _("deals are equal to an earlier one in everything but the id; they are kept apart")
            yield from some("alike_but_for_the_id", message, (rows, tuple(map(str, examples))), raw.name)


def _contradictory_flags(ground: Ground) -> Iterable[Finding]:
    """Columns that say again whether a deal is closed or won, against its status."""
    final = ground.final("deals")
    for name, test, message in (
        ("closed", "status <> 'open'", N_("the flag “closed” contradicts the stage; the stage is believed")),
        ("won", "status = 'won'", N_("the flag “won” contradicts the stage; the stage is believed")),
    ):
        if final is not None and f"_check_{name}" in final.columns:
            counted = ground.counted(final.relation, f"_check_{name} IS DISTINCT FROM ({test})")
            yield from some(f"{name}_flag_contradicts", _(message), counted, "deals")


def _without_id(ground: Ground) -> Iterable[Finding]:
    for part in ground.computed.parts:
        plan = part.typed[0].plan
        if plan.table in ("deals", "leads") and plan.identity is Identity.CONTENT:
            message = _("rows have no id: a row that changes will count as a new one")
            yield from some("rows_without_id", message, (part.rows, ()), plan.bound.raw.name)


CHECKS = (
    Check("closed_before_created", N_("Was a deal closed before it was created?"), _closed_before_created),
    Check(
        "expected_before_created", N_("Is a deal expected to close before it was created?"), _expected_before_created
    ),
    Check("won_before_first_contact", N_("Was a deal won before the first contact?"), _won_before_first_contact),
    Check("deals_missing", N_("Which deals lack an account, a seller, an amount or a date?"), _missing),
    Check("zero_amounts", N_("Which deals have the amount 0?"), _zero_amounts),
    Check("open_older_than_any_closed", N_("Which open deals are older than any that closed?"), _older_than_any_closed),
    Check("alike_but_for_the_id", N_("Which deals are equal in everything but the id?"), _alike_but_for_the_id),
    Check("contradictory_flags", N_("Do flags contradict the stage?"), _contradictory_flags),
    Check("rows_without_id", N_("Have deals and leads ids of their own?"), _without_id),
)
