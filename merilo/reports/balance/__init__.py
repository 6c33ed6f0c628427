"""What each stage should hold so that the target is met, what it holds, and where deals are stuck."""

from merilo.reports.balance.report import STAYING, Balance, Clog, StageBalance, StageLine, Whole, balance, weigh

__all__ = ["STAYING", "Balance", "Clog", "StageBalance", "StageLine", "Whole", "balance", "weigh"]
