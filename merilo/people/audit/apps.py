"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what."""

    name = "merilo.people.audit"
    label = "audit"
