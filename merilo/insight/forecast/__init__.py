"""Forecasts of what will be won: chances of open deals, deals to come, their sum as a distribution, and its record."""
