"""Django's name for this application."""

from __future__ import annotations

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Access tokens."""

    name = "merilo.people.tokens"
    label = "tokens"
