"""The history of deals against the deals as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from merilo.core.text import N_, _
from merilo.intake.findings.ground import Check, Ground, some
from merilo.sources.raw import Finding

_OWN = "evidence = 'history' AND field = 'stage'"


def _has_history(ground: Ground) -> bool:
    final = ground.final("deal_changes")
    return final is not None and bool(final.parts)


def _before_creation(ground: Ground) -> Iterable[Finding]:
    if not _has_history(ground):
        return []
    relation = (
        f"(SELECT c.deal FROM {ground.facts('deal_changes')} c JOIN {ground.facts('deals')} d ON d.id = c.deal "
        f"WHERE c.evidence = 'history' AND CAST(c.at AS DATE) < CAST(d.created_at AS DATE))"
    )
    message = _("rows of the history lie before the creation of their deal")
    return some("history_before_creation", message, ground.counted(relation, "true", "deal"), "deal_changes")


def _last_stage_differs(ground: Ground) -> Iterable[Finding]:
    if not _has_history(ground):
        return []
    changes = ground.facts("deal_changes")
    # Ties of time are settled as in the history itself.
    place = "coalesce(_place, 0)" if ground.gives("deal_changes", "_place") else "0"
    relation = (
        f"(SELECT d.source_id, d.stage, l.last FROM {ground.facts('deals')} d JOIN ({_last(changes, place)}) l "
        f"ON l.deal = d.id WHERE l.last IS DISTINCT FROM d.stage)"
    )
    example = "source_id || ': ' || last || ' ≠ ' || coalesce(stage, '')"
    message = _("the last stage of the history is not the stage that the deal stands in")
    return some("last_history_stage_differs", message, ground.counted(relation, "true", example), "deals, deal_changes")


def _last(changes: str, place: str) -> str:
    return f'SELECT deal, arg_max("new", ("at", {place}, source_id)) AS last FROM {changes} WHERE {_OWN} GROUP BY deal'


def _repeats(ground: Ground) -> Iterable[Finding]:
    if not _has_history(ground):
        return []
    counted = ground.counted(ground.facts("deal_changes"), f'{_OWN} AND "old" = "new"', "deal")
    return some("stage_repeated", _("rows of the history repeat the stage before"), counted, "deal_changes")


def _backward(ground: Ground) -> Iterable[Finding]:
    if not _has_history(ground):
        return []
    stages = ground.facts("stages")
    relation = (
        f'(SELECT c.deal FROM {ground.facts("deal_changes")} c JOIN {stages} o ON o.name = c."old" '
        f'JOIN {stages} n ON n.name = c."new" WHERE c.{_OWN} AND n.position < o.position)'
    )
    message = _("moves go back to an earlier stage; kept as they are")
    return some("moves_backward", message, ground.counted(relation, "true", "deal"), "deal_changes")


def _after_closing(ground: Ground) -> Iterable[Finding]:
    if not _has_history(ground):
        return []
    relation = (
        f'(SELECT c.deal FROM {ground.facts("deal_changes")} c JOIN {ground.facts("stages")} s ON s.name = c."old" '
        f"WHERE c.{_OWN} AND s.kind IN ('won', 'lost'))"
    )
    message = _("deals moved on after a stage that closes them")
    return some("moves_after_closing", message, ground.counted(relation, "true", "deal"), "deal_changes")


CHECKS = (
    Check("history_before_creation", N_("Does the history begin before the deal does?"), _before_creation),
    Check("last_history_stage_differs", N_("Does the history end where the deal stands?"), _last_stage_differs),
    Check("stage_repeated", N_("Does the history repeat stages?"), _repeats),
    Check("moves_backward", N_("Do deals move back?"), _backward),
    Check("moves_after_closing", N_("Do deals move after they were closed?"), _after_closing),
)
