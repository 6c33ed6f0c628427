"""An import that somebody began in the browser, as a row: it survives a restart."""

from __future__ import annotations

from django.db import models


class Upload(models.Model):
    """Files that somebody brought, and how far their import is.

    `folder`: the name of their folder in the workspace's `uploads`. `by` is the name of who began it, `person_id` the
    number of his row (None for imports of an older Merilo). `phase` is a word of `people.imported.Phase`; `step`,
    `done` and `of` are its progress. `proposal`, `report` and `error` are JSON documents for the page.
    """

    folder = models.TextField(unique=True)
    files = models.JSONField(default=list)
    by = models.TextField()
    person_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    phase = models.CharField(max_length=12)
    step = models.TextField(blank=True)
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)
    complete = models.BooleanField(default=False)
    proposal = models.JSONField(null=True)
    report = models.JSONField(null=True)
    error = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.id}: {', '.join(self.files)} ({self.phase})"
