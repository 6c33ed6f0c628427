"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told of, and the mails that were sent to them."""

    name = "merilo.people.notices"
    label = "notices"
