"""Warnings and recognition: what changed, is it real, and for whom."""

from merilo.reports.signals.report import COLUMNS, Signal, Signals, signal, signals

__all__ = ["COLUMNS", "Signal", "Signals", "signal", "signals"]
