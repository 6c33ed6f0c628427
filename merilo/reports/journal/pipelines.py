"""Pipelines and their stages: those that are known, and one to begin with where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from merilo.core.errors import UsageError
from merilo.core.text import N_, _, language, set_language
from merilo.facts.parquet import rows_of
from merilo.facts.schema import TABLES
from merilo.people.journal.kinds import SOURCE, STATUSES, Kind
from merilo.people.journal.records import Record, listed
from merilo.people.journal.writing import Doing, What, doing
from merilo.reports.access import refused
from merilo.reports.journal.known import asked, snapshot_of
from merilo.reports.journal.rights import leads_others
from merilo.reports.seen import Seen

_DEFAULT = N_("Sales")
_STAGES = (
    (N_("New"), "open"), (N_("Qualified"), "open"), (N_("Proposal"), "open"), (N_("Negotiation"), "open"),
    (N_("Won"), "won"), (N_("Lost"), "lost"),
)  # fmt: skip
_MOST = 30


@dataclass(frozen=True)
class Stage:
    """A stage as people move deals through it. `kind`: open, won or lost."""

    pipeline: str
    name: str
    kind: str


@dataclass(frozen=True)
class Pipeline:
    """A pipeline with its stages in order, won and lost last. `ours`: kept by the journal, so it may be changed."""

    name: str
    stages: tuple[Stage, ...]
    ours: bool


def pipelines(seen: Seen) -> tuple[Pipeline, ...]:
    """All pipelines that are known, those of the journal first; where there are none, the one to begin with."""
    own = _own()
    others = [each for each in _of_facts(seen) if each.name not in {mine.name for mine in own}]
    return (*own, *others) or (_default(seen),)


def pipeline_named(seen: Seen, name: str | None) -> Pipeline:
    """The pipeline of that name (default: the first); raises UsageError naming those that there are."""
    known = pipelines(seen)
    for each in known:
        if name in (None, each.name):
            return each
    raise UsageError(
        _("There is no pipeline {name}.").format(name=name), where="pipeline",
        allowed=", ".join(each.name for each in known),
    )  # fmt: skip


def stage_named(seen: Seen, pipeline: str | None, name: str) -> Stage:
    """The stage of a pipeline; raises UsageError naming those that it has."""
    found = pipeline_named(seen, pipeline)
    for stage in found.stages:
        if stage.name == name:
            return stage
    raise UsageError(
        _("The pipeline {pipeline} has no stage {name}.").format(pipeline=found.name, name=name), where="stage",
        allowed=", ".join(stage.name for stage in found.stages),
    )  # fmt: skip


def first_stage(seen: Seen, pipeline: str | None) -> Stage:
    """The stage in which a deal of the pipeline begins."""
    found = pipeline_named(seen, pipeline)
    return next((stage for stage in found.stages if stage.kind == "open"), found.stages[0])


def set_stages(seen: Seen, pipeline: str, stages: Sequence[tuple[str, str]]) -> Pipeline:
    """Say what stages a pipeline has, in order: pairs of name and kind (open, won, lost); a new name is a new pipeline.

    Deals stay where they are: a stage in which one stands cannot go. Raises NotAllowedError for who leads nobody,
    UsageError for a pipeline of another system, a name given twice, or one without an open, a won and a lost stage.
    """
    if not leads_others(seen):
        raise refused()
    name = pipeline.strip()
    wanted = [(stage.strip(), kind) for stage, kind in stages]
    _check_stages(seen, name, wanted)
    before = {record.fields["name"]: record for record in _records() if record.fields["pipeline"] == name}
    _check_unused(name, [record for key, record in before.items() if key not in dict(wanted)])
    with doing(seen.person, What.CHANGE, name, said=N_("Pipeline")) as doer:
        for key, record in before.items():
            if key not in dict(wanted):
                doer.remove(record)
        for position, (key, kind) in enumerate(wanted, 1):
            if key in before:
                doer.change(before[key], {"position": position, "kind": kind})
            else:
                doer.add(Kind.STAGE, {"pipeline": name, "name": key, "position": position, "kind": kind})
    return pipeline_named(seen, name)


def make_sure_of(seen: Seen, doer: Doing, pipeline: str) -> None:
    """Keep the stages of the pipeline to begin with, once a deal is in it."""
    default = _default(seen)
    if pipeline != default.name or any(each.name == pipeline for each in (*_own(), *_of_facts(seen))):
        return
    for position, stage in enumerate(default.stages, 1):
        doer.add(Kind.STAGE, {"pipeline": stage.pipeline, "name": stage.name, "position": position, "kind": stage.kind})


def _records() -> list[Record]:
    return listed(Kind.STAGE, order=("pipeline", "position", "id"), limit=_MOST * 100)


def _own() -> list[Pipeline]:
    found: dict[str, list[Stage]] = {}
    for record in _records():
        fields = record.fields
        found.setdefault(fields["pipeline"], []).append(Stage(fields["pipeline"], fields["name"], fields["kind"]))
    return [Pipeline(name, _in_order(stages), ours=True) for name, stages in found.items()]


def _of_facts(seen: Seen) -> list[Pipeline]:
    snapshot = snapshot_of(seen.place)
    files = snapshot.files("stages") if snapshot else ()
    if not files:
        return []
    rows = asked(
        f"SELECT coalesce(pipeline, '') AS pipeline, name, coalesce(kind, 'open') AS kind "
        f"FROM ({rows_of(TABLES['stages'], files)}) WHERE source <> '{SOURCE}' ORDER BY pipeline, position, name"
    )
    found: dict[str, dict[str, Stage]] = {}
    for row in rows:
        found.setdefault(row["pipeline"], {}).setdefault(row["name"], Stage(row["pipeline"], row["name"], row["kind"]))
    return [Pipeline(name, _in_order(list(stages.values())), ours=False) for name, stages in found.items() if name]


def _in_order(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    return tuple(sorted(stages, key=lambda stage: STATUSES.index(stage.kind)))


def _default(seen: Seen) -> Pipeline:
    """In the language of the workspace, whoever asks: its names become facts."""
    spoken = language()
    set_language(seen.place.settings.language)
    try:
        name = _(_DEFAULT)
        return Pipeline(name, tuple(Stage(name, _(stage), kind) for stage, kind in _STAGES), ours=True)
    finally:
        set_language(spoken)


def _check_stages(seen: Seen, name: str, wanted: Sequence[tuple[str, str]]) -> None:
    names = [stage for stage, _kind in wanted]
    if any(each.name == name and not each.ours for each in pipelines(seen)):
        raise UsageError(
            _("The pipeline {name} is kept in another system.").format(name=name), way_out=_("Change it there.")
        )
    if not name or not all(names) or len(set(names)) < len(names) or len(names) > _MOST:
        raise UsageError(_("Every stage needs a name of its own."), where="stages")
    if {kind for _stage, kind in wanted} != set(STATUSES):
        raise UsageError(
            _("A pipeline needs open stages, one for won deals and one for lost ones."), where="stages",
            allowed=", ".join(STATUSES),
        )  # fmt: skip


def _check_unused(pipeline: str, gone: Sequence[Record]) -> None:
    for record in gone:
        stage = record.fields["name"]
        if listed(Kind.DEAL, limit=1, pipeline=pipeline, stage=stage):
            raise UsageError(
                _("There are deals in the stage {name}.").format(name=stage), where="stages",
                way_out=_("Move them into another stage first."),
            )  # fmt: skip
