"""From a reading to the entries of a mapping: fields, fixed values, translations, and rows derived from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from merilo.intake.mapping import Condition, Entry, Field
from merilo.intake.recognise.choices import CHOICES, STATUS, translation
from merilo.intake.recognise.evidence import Evidence, Shape
from merilo.intake.recognise.reading import Pick, Reading
from merilo.intake.recognise.references import identity
from merilo.intake.recognise.words import key, stem, stems

_SKIPPED = {"position", "region", "account_name", "seller_name", "quantity", "unit_price", "cost", "won_at", "lost_at",
            "closed", "won"}  # fmt: skip
_PER = (
    ("month", ("month", "monthly", "mrr", "ежемесячн", "месяц", "абонентск")),
    ("year", ("annual", "year", "yearly", "arr", "год")),
    ("quarter", ("quarter", "quarterly", "квартал")),
)
_PERIODS = {stem(word) for word in ("month", "period", "quarter", "year", "месяц", "период", "квартал", "год")}
"""A column of costs named so holds the first day of a longer time; any other holds the one day of the cost."""


def entry_of(reading: Reading, glob: str, seen: Mapping[str, Evidence]) -> Entry:
    """The entry for the fact table that the reading is of."""
    own = _own_columns(reading)
    fields = {target: _field(reading, target, pick, seen) for target, pick in reading.picks.items() if target in own}
    fields |= {target: Field(constant=word) for target, word in reading.constants.items()}
    if reading.to in _SPECIAL:
        fields |= _SPECIAL[reading.to](reading, fields, seen)
    own_id = identity(reading)
    if own_id and "source_id" not in fields:
        fields["source_id"] = Field(
            (own_id,), confidence=0.9, why=reading.picks["name" if "name" in reading.picks else "email"].why
        )
    stage_dates = {stage: pick.columns[0] for stage, pick in reading.stage_dates.items()}
    return Entry(glob, reading.to, fields, where=_conditions(reading, fields), stage_dates=stage_dates,
                 order_by=_order(reading), checks=_checks(reading))  # fmt: skip


def _own_columns(reading: Reading) -> set[str]:
    position_is_own = {"position"} if reading.to == "stages" else set()
    region_is_own = {"region"} if reading.to == "accounts" else set()
    return set(reading.picks) - (_SKIPPED - position_is_own - region_is_own)


def _field(reading: Reading, target: str, pick: Pick, seen: Mapping[str, Evidence]) -> Field:
    values: dict[str, str] = {}
    otherwise = None
    if choice := CHOICES.get((reading.to, target)):
        words = [word for column in pick.columns for word in seen[column].words]
        values = translation(choice, words, _known(reading, target))
        otherwise = choice.otherwise
    return Field(pick.columns, how="first" if pick.first else "join", values=values, otherwise=otherwise,
                 lookup=pick.lookup, confidence=pick.confidence, why=pick.why)  # fmt: skip


def _known(reading: Reading, target: str) -> dict[str, str] | None:
    known = reading.layout.values.get(target) if reading.layout else None
    return dict(known) if known else None


def _deals(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra = {}
    if "status" not in fields and "stage" in fields:
        stage = reading.picks["stage"]
        extra["status"] = Field(stage.columns, values=status_values(reading, seen), otherwise="open",
                                confidence=stage.confidence, why=stage.why)  # fmt: skip
    name = reading.column("name")
    if "source_id" not in fields and name and seen[name].unique:
        # Without any id a deal that moves on would look like a new one; a name that no other deal has is an id.
        extra["source_id"] = Field((name,), confidence=fields["name"].confidence, why=fields["name"].why)
    return extra | _source_detail(fields)


def status_values(reading: Reading, seen: Mapping[str, Evidence]) -> dict[str, str]:
    """What each stage word says about won, lost or open."""
    words = [word for column in reading.picks["stage"].columns for word in seen[column].words]
    return translation(STATUS, words, _known(reading, "status"))


def _source_detail(fields: Mapping[str, Field]) -> dict[str, Field]:
    if "origin" not in fields or "source_detail" in fields:
        return {}
    origin = fields["origin"]
    return {"source_detail": Field(origin.columns, how=origin.how, confidence=origin.confidence, why=origin.why)}


def _leads(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    return _source_detail(fields)


def _touches(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra = {} if "kind" in fields else {"kind": Field(constant=_kind_by_name(reading))}
    return extra if "direction" in fields else extra | {"direction": Field(constant="outbound")}


def _kind_by_name(reading: Reading) -> str:
    meaning = CHOICES["touches", "kind"].meaning(reading.raw.name)
    return meaning or ("call" if "duration_s" in reading.picks else "other")


def _meetings(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra = {} if "status" in fields else {"status": Field(constant="held")}
    return extra | _source_detail(fields)


def _deal_changes(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra = {} if "field" in fields else {"field": Field(constant="stage")}
    return extra | {"evidence": Field(constant="history")}


def _revenue(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    picks = reading.picks
    extra: dict[str, Field] = {}
    if "amount" not in picks:
        parts = (picks["quantity"], picks["unit_price"])
        extra["amount"] = Field(tuple(part.columns[0] for part in parts), how="times",
                                confidence=min(part.confidence for part in parts), why=parts[1].why)  # fmt: skip
    per = per_of(reading)
    if "per" not in fields:
        extra["per"] = Field(constant=per)
    if "kind" not in fields:
        extra["kind"] = Field(constant="recurring" if per != "row" or "ends_on" in picks else "one_off")
    document = reading.column("document")
    if "source_id" not in fields and document and seen[document].unique:
        extra["source_id"] = Field((document,), confidence=picks["document"].confidence, why=picks["document"].why)
    return extra


def per_of(reading: Reading) -> str:
    """What the amount is for, by its header: each month, quarter or year, or the row's whole time."""
    header = set(stems(reading.column("amount") or ""))
    return next((per for per, marks in _PER if header & set(marks)), "row")


def _targets(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra: dict[str, Field] = {}
    if "scope" not in fields:
        extra["scope"] = Field(constant=_scope(reading))
    if "ends_on" not in fields:
        start = reading.picks["starts_on"]
        extra["ends_on"] = _ends_on(start, _period_end(start.columns[0]))
    return extra


def _ends_on(start: Pick, how: str) -> Field:
    """The last day, worked out of the first one's column."""
    return Field(start.columns, how=how, confidence=start.confidence, why=start.why)


def _costs(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra: dict[str, Field] = {}
    if "ends_on" not in fields:
        start = reading.picks["starts_on"]
        named = set(stems(start.columns[0])) & _PERIODS
        extra["ends_on"] = _ends_on(start, _period_end(start.columns[0]) if named else "join")
    # What is called marketing is spent to win customers; costs that nothing says this of are asked about.
    purpose = CHOICES["costs", "purpose"].meaning(" ".join((reading.raw.name, *reading.picks["amount"].columns)))
    return extra if "purpose" in fields or purpose is None else extra | {"purpose": Field(constant=purpose)}


def _forecast_calls(reading: Reading, fields: Mapping[str, Field], seen: Mapping[str, Evidence]) -> dict[str, Field]:
    extra: dict[str, Field] = {}
    start = reading.picks["starts_on"]
    # A column of months or quarters says where they end; a first day alone does not.
    if "ends_on" not in fields and set(stems(start.columns[0])) & _PERIODS - {stem("period"), stem("период")}:
        extra["ends_on"] = _ends_on(start, _period_end(start.columns[0]))
    said = CHOICES["forecast_calls", "category"].meaning(" ".join((*reading.picks["amount"].columns, reading.raw.name)))
    return extra if "category" in fields or said is None else extra | {"category": Field(constant=said)}


def best_case_entry(reading: Reading, entry: Entry) -> Entry | None:
    """Where commit and best case stand beside each other in one row: the second call of each; else None."""
    category, used = entry.fields.get("category"), reading.picks["amount"].columns
    others = [name for name in reading.raw.columns if name not in used and _says_best_case(name)]
    if category is None or category.constant != "commit" or len(others) != 1:
        return None
    amount = Field((others[0],), confidence=reading.picks["amount"].confidence, why=reading.picks["amount"].why)
    # The row's own id is that of its commit.
    fields = {name: field for name, field in entry.fields.items() if name != "source_id"}
    return replace(entry, fields=fields | {"amount": amount, "category": Field(constant="best_case")})


def _says_best_case(header: str) -> bool:
    return CHOICES["forecast_calls", "category"].meaning(header) == "best_case"


def _scope(reading: Reading) -> str:
    subject = set(stems(reading.column("subject") or ""))
    if not subject:
        return "company"
    return "team" if subject & {"team", "office", "команд", "отдел"} else "seller"


def _period_end(header: str) -> str:
    text = key(header)
    if "quarter" in text or "квартал" in text:
        return "quarter_end"
    return "year_end" if "year" in text or "год" in text.split() else "month_end"


_SPECIAL = {
    "deals": _deals,
    "leads": _leads,
    "touches": _touches,
    "meetings": _meetings,
    "deal_changes": _deal_changes,
    "revenue": _revenue,
    "targets": _targets,
    "costs": _costs,
    "forecast_calls": _forecast_calls,
}


def _conditions(reading: Reading, fields: Mapping[str, Field]) -> tuple[Condition, ...]:
    """A field history also tells of fields that Merilo does not follow; those rows are not used."""
    told = fields.get("field") if reading.to == "deal_changes" else None
    if told is None or not told.columns:
        return ()
    return (Condition(told.columns[0], equals=tuple(told.values)),)


def _order(reading: Reading) -> tuple[str, ...]:
    position = reading.column("position") if reading.to == "deal_changes" else None
    return (position,) if position else ()


def _checks(reading: Reading) -> dict[str, str]:
    names = {"deals": ("closed", "won"), "revenue": ("cost",)}.get(reading.to, ())
    return {name: column for name in names if (column := reading.column(name))}


def manager_entry(reading: Reading, glob: str) -> Entry:
    """Managers of a team list are people too: one seller row for each."""
    pick = reading.picks["manager"]
    own = Field(pick.columns, confidence=pick.confidence, why=pick.why)
    return Entry(glob, "sellers", {"source_id": own, "name": own, "role": Field(constant="manager")})


def derived_entry(reading: Reading, target: str, table: str, glob: str, seen: Mapping[str, Evidence]) -> Entry | None:
    """Rows of a table that no file lists (sellers, accounts), where more than their id is said; else None.

    Somebody of whom only the id or name is known needs no entry: the import makes a row for everyone who is named.
    """
    pick = reading.picks[target]
    own = _plain_field(pick)
    more: dict[str, Field] = {}
    if name := reading.picks.get(f"{target}_name"):
        more["name"] = _plain_field(name)
    if table == "sellers" and seen[pick.columns[0]].shape is Shape.EMAIL:
        more["email"] = own
    if table == "accounts" and "region" in reading.picks:
        more["region"] = _plain_field(reading.picks["region"])
    if not more or (set(more) == {"name"} and more["name"].columns == pick.columns):
        return None
    fields = {"source_id": own, "name": own} | more
    return Entry(glob, table, fields, where=(Condition(pick.columns[0], filled=True),))


def _plain_field(pick: Pick) -> Field:
    return Field(pick.columns, how="first" if pick.first else "join", confidence=pick.confidence, why=pick.why)


def stages_entry(reading: Reading, glob: str, seen: Mapping[str, Evidence]) -> Entry:
    """The list of stages that the deals or their history stand in."""
    stage = reading.picks["stage" if reading.to == "deals" else "new"]
    name = Field(stage.columns, confidence=stage.confidence, why=stage.why)
    fields = {"source_id": name, "name": name}
    pipeline = reading.picks.get("pipeline")
    if pipeline:
        fields["source_id"] = Field((*pipeline.columns, *stage.columns), confidence=stage.confidence, why=stage.why)
        fields["pipeline"] = Field(pipeline.columns, confidence=pipeline.confidence, why=pipeline.why)
    words = [word for column in stage.columns for word in seen[column].words]
    # Where the status has a column of its own, its words are no stages.
    known = None if "status" in reading.picks else _known(reading, "status")
    fields["kind"] = Field(stage.columns, values=translation(STATUS, words, known), otherwise="open",
                           confidence=stage.confidence, why=stage.why)  # fmt: skip
    if position := reading.picks.get("position"):
        fields["position"] = Field(position.columns, confidence=position.confidence, why=position.why)
    return Entry(glob, "stages", fields, where=(Condition(stage.columns[0], filled=True),))
