"""What the pipeline page shows beside the deals: since when deals are known, in which pipelines, and the balance."""

from __future__ import annotations

from typing import Any

from merilo.reports.asking import Desk
from merilo.reports.balance import StageBalance, Whole, weigh
from merilo.reports.balance.words import sentences


def stage_sheet(desk: Desk) -> dict[str, Any]:
    """The first day of a deal, the pipelines by name, and the balance of the whole company as of today."""
    deals = desk.engine.facts.deals
    named = desk.records(deals.filter(deals.pipeline.notnull()).select("pipeline").distinct())
    return {
        "first": desk.since(("deals",)),
        "pipelines": sorted(row["pipeline"] for row in named),
        "balance": balance_document(weigh(desk, Whole())),
    }


def balance_document(found: StageBalance) -> dict[str, Any]:
    """A balance as plain values, with what is to be said of each stage in words (`says`)."""
    document = found.to_json()
    for stage, line in zip(document["stages"], found.lines, strict=True):
        stage["says"] = sentences(line)
    return document
