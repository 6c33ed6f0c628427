"""What somebody was told, how he wants to hear of things, and what was mailed to him."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing that one person is told once. `key` says what; `values` holds what its words need.

    `scope` and `subject` say of whom it is (company, team or seller), empty where it is of nobody but the person.
    `week` is the first day of the week in which it was made: so many signals are told in one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=16)
    scope = models.CharField(max_length=16, blank=True)
    subject = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    week = models.DateField()
    read_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)

    class Meta:
        """The latest first; nothing is told twice."""

        ordering = ("-made_at", "-id")
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="notice_told_once"),)
        indexes = (models.Index(fields=["person", "read_at"], name="notice_unread"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.key}"


class Choice(models.Model):
    """How a person wants to hear of one kind of thing; where there is no row, the default holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=16)
    way = models.CharField(max_length=8)

    class Meta:
        """One choice for each kind."""

        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="notice_one_choice"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.way}"


class Mail(models.Model):
    """One mail to one person for one period. The row is there before the mail server is spoken to.

    `state` is a word of `people.mailed.State`; `again_at`: when a failed one may be tried again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=16)
    period = models.CharField(max_length=32)
    state = models.CharField(max_length=12)
    attempts = models.PositiveSmallIntegerField(default=1)
    error = models.TextField(blank=True)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first; one mail for each period."""

        ordering = ("-claimed_at", "-id")
        constraints = (models.UniqueConstraint(fields=["person", "kind", "period"], name="mail_sent_once"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.period} ({self.state})"
