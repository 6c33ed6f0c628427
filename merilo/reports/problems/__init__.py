"""Problem first: the five problems, and which is the largest loss now, in money per quarter."""

from merilo.reports.problems.declared import PROBLEMS, Problem
from merilo.reports.problems.report import COLUMNS, Found, Problems, Subject, problems, problems_at

__all__ = ["COLUMNS", "PROBLEMS", "Found", "Problem", "Problems", "Subject", "problems", "problems_at"]
