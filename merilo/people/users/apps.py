"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Who may log in."""

    name = "merilo.people.users"
    label = "users"
