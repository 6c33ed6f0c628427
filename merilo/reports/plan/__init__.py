"""How much is needed: from a target back to wins, first meetings and touches per working week."""

from merilo.reports.plan.making import Need, PlanLine
from merilo.reports.plan.report import Plan, Planned, make_plan, plan

__all__ = ["Need", "Plan", "PlanLine", "Planned", "make_plan", "plan"]
