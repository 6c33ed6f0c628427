"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """People's own forecasts."""

    name = "merilo.people.calls"
    label = "calls"
