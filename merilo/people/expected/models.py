"""Expectations as rows: what was asked of whom, every version of it, and who accepted which terms."""

from __future__ import annotations

from django.db import models


class Expected(models.Model):
    """What is asked: one KPI of a company, team, role or seller over the days of a period; its range is in `versions`.

    `subject` is a team's or role's name or a seller's id of the facts, empty for the company.
    """

    kpi = models.TextField()
    scope = models.TextField()
    subject = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        """One row for the same thing asked of the same people for the same days."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["kpi", "scope", "subject", "starts_on", "ends_on"], name="expected_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="expected_days"),
        )

    def __str__(self) -> str:
        return f"{self.id}: {self.kpi} of {self.scope} {self.subject} {self.starts_on}..{self.ends_on}"


class ExpectedVersion(models.Model):
    """The range as somebody set it; `withdrawn`: nothing is asked any more. The latest version holds."""

    expected = models.ForeignKey(Expected, on_delete=models.CASCADE, related_name="versions")
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    withdrawn = models.BooleanField(default=False)
    by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        """The earliest first."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=models.Q(withdrawn=True) | models.Q(low__isnull=False), name="has_low"),
        )

    def __str__(self) -> str:
        return f"{self.expected_id}: {self.low}..{self.high}"


class Acceptance(models.Model):
    """A seller (id) accepted an expectation (its id in the facts) on these terms; other terms are asked for anew."""

    seller = models.TextField()
    target = models.TextField()
    terms = models.TextField()
    by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        """Terms are accepted once."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["seller", "target", "terms"], name="accepted_once"),)

    def __str__(self) -> str:
        return f"{self.seller} {self.target} {self.terms}"
