"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Imports begun in the browser, and how far they are."""

    name = "merilo.people.imports"
    label = "imports"
