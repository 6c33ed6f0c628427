"""The rows that people own. A row is changed in place, and what it was before is kept beside it."""

from __future__ import annotations

from django.db import models


class CoachingAction(models.Model):
    """What was agreed with a seller about one KPI, from a day on; `ended_on`: the last day on which it held.

    `seller` is an id of the facts and `kpi` a name of the registry: facts are not in this database, so both are words.
    """

    seller = models.TextField()
    kpi = models.TextField()
    starts_on = models.DateField()
    agreed_by = models.TextField()
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        """How the table is ordered and looked up."""

        ordering = ("-starts_on", "-id")
        indexes = (models.Index(fields=["seller", "kpi"], name="coaching_of_seller"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("starts_on")),
                name="coaching_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id}: {self.seller} {self.kpi} {self.starts_on}"


class CoachingEdit(models.Model):
    """One field of an action that was changed: what it was, what it became, when and by whom."""

    action = models.ForeignKey(CoachingAction, on_delete=models.CASCADE, related_name="edits")
    field = models.TextField()
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        """Edits are told in the order in which they were made."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.action_id}.{self.field}: {self.before} → {self.after}"


class Snooze(models.Model):
    """A signal that somebody does not want to see again up to and with a day; the latest row of a key holds."""

    key = models.TextField(db_index=True)
    until = models.DateField()
    by = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.key} until {self.until}"
