"""A person's forecast as a row."""

from __future__ import annotations

from django.db import models


class Call(models.Model):
    """So much will be won in these days, of a seller, a team or (neither) the company; rows are only ever added.

    `seller` and `given_by` are ids of the facts, `by` is who typed it in, in words that stay readable.
    """

    seller = models.TextField(blank=True)
    team = models.TextField(blank=True)
    given_by = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    category = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        """The earliest first."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="call_days"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="call_amount"),
            models.CheckConstraint(condition=models.Q(seller="") | models.Q(team=""), name="call_of_one"),
        )

    def __str__(self) -> str:
        whose = self.seller or self.team or "company"
        return f"{self.id}: {self.category} of {whose} {self.starts_on}..{self.ends_on}"
