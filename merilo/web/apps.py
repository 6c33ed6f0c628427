"""Django's name for the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates, charts."""

    name = "merilo.web"
    label = "web"

    def ready(self) -> None:
        """Keep log-ins and changes of passwords in the log."""
        from merilo.web.noted import listen  # noqa: PLC0415 - models exist only now

        listen()
