"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Accounts, contacts, leads, deals, touches, meetings and next steps that people log themselves."""

    name = "merilo.people.journal"
    label = "journal"
