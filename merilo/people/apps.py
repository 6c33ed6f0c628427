"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The rows that people own."""

    name = "merilo.people"
    label = "people"
