"""One thing that was done, as a row."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """Who did what, when and from where. The name stays readable when the person is gone; rows are never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.ForeignKey("users.User", on_delete=models.SET_NULL, null=True, related_name="+")
    who = models.TextField()
    action = models.CharField(max_length=32, db_index=True)
    what = models.TextField(blank=True)
    place = models.CharField(max_length=8)

    class Meta:
        """The latest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at} {self.who}: {self.action} {self.what}"
