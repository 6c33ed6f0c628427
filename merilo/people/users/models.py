"""Who may log in, as a row."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from merilo.people.roles import LABELS, Person, Role


class UserManager(BaseUserManager["User"]):
    """Makes people; their e-mail address is what they log in by."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A person; without a password he cannot log in until he has set one."""
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """Somebody who may log in. `seller` is an id of the facts: whose numbers are his own, and whose teams he leads."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.TextField()
    role = models.CharField(max_length=16, choices=[(role.value, LABELS[role]) for role in Role])
    seller = models.TextField(blank=True, db_index=True)
    language = models.CharField(max_length=8, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()  # type: ignore[misc,assignment]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def person(self) -> Person:
        """The row as the rest of Merilo knows it."""
        return Person(self.pk, self.email, self.name, Role(self.role), self.seller, self.language)
