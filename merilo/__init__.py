"""Merilo measures a sales team honestly, from any CRM or spreadsheet to the few KPIs that matter."""

__version__ = "0.1.0"
