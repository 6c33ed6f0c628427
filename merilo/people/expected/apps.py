"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class ExpectedConfig(AppConfig):
    """Expectations and who accepted them."""

    name = "merilo.people.expected"
    label = "expected"
