"""An access token, as a row: never the token itself."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """What a program may ask in a person's name until a moment. `digest` is the SHA-256 of the token."""

    user = models.ForeignKey("users.User", on_delete=models.CASCADE, related_name="tokens")
    name = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"token {self.pk}"
