"""Django's name for the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates, charts."""

    name = "merilo.web"
    label = "web"
