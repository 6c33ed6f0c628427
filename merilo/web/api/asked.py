"""What a caller asks about a KPI, in the words of `merilo kpi`."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from merilo.core.asked import day_of, first_day_of, last_day_of, pairs_of, words_of
from merilo.core.time import Calendar, Period
from merilo.kpis.question import Question
from merilo.reports.derived import refuse_derived


class Asked(Schema):
    """The parameters of a question; all may be left out."""

    by: Annotated[list[str], Field(default_factory=list, description="Cut by these; given twice, or with commas.")]
    every: Annotated[Period | None, Field(description="One line per day, week, month …")] = None
    first: Annotated[str, Field(alias="from", description="The first day, or a period: 2026-03-31, 2026-03.")] = ""
    last: Annotated[str, Field(alias="to", description="The last day, inclusive, or a period.")] = ""
    as_of: Annotated[str, Field(description="As it was known at the end of this day.")] = ""
    where: Annotated[list[str], Field(default_factory=list, description="Only where CUT=VALUE.")]
    policy: Annotated[list[str], Field(default_factory=list, description="Choose a policy, NAME=VALUE.")]

    def question(self, kpi: str, calendar: Calendar) -> Question:
        """The question; raises UsageError naming the parameter that was wrong."""
        refuse_derived(kpi)
        return Question(
            kpi=kpi,
            by=words_of(self.by),
            every=self.every,
            start=first_day_of("from", self.first, calendar),
            end=last_day_of("to", self.last, calendar),
            as_of=day_of("as_of", self.as_of),
            where=pairs_of("where", self.where),
            policies=pairs_of("policy", self.policy),
        )


Parameters = Query[Asked]
