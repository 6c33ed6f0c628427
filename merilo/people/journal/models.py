"""The journal's rows. References are ids of facts (`source:source_id`), so they may name records of any source."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models


class Row(models.Model):
    """What every record has: who made and changed it when; `version` grows with every change.

    A deleted record stays, with the moment. `imported_as`: the id that it had in the file that it came from.
    """

    source_id = models.CharField(max_length=32, unique=True)
    version = models.IntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    changed_at = models.DateTimeField(db_index=True)
    changed_by = models.TextField()
    deleted_at = models.DateTimeField(null=True)
    imported_as = models.TextField(null=True, unique=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.source_id}"


def _reference() -> models.TextField[str | None, str | None]:
    return models.TextField(null=True, db_index=True)


def _text() -> models.TextField[str | None, str | None]:
    return models.TextField(null=True)


def _time() -> models.DateTimeField[str | datetime | date | None, datetime | None]:
    return models.DateTimeField(null=True)


class Account(Row):
    """A company."""

    name = models.TextField()
    domain = _text()
    phone = _text()
    email = _text()
    owner = _reference()
    industry = _text()
    region = _text()
    created_at = models.DateTimeField()
    note = _text()


class Contact(Row):
    """A person at an account."""

    name = models.TextField()
    account = _reference()
    title = _text()
    email = _text()
    phone = _text()
    note = _text()


class Lead(Row):
    """Someone to prospect."""

    name = models.TextField()
    email = _text()
    phone = _text()
    owner = _reference()
    account = _reference()
    contact = _reference()
    origin = models.CharField(max_length=16, null=True)
    source_detail = _text()
    created_at = models.DateTimeField()
    qualified_at = _time()
    disqualified_at = _time()
    reason = _text()
    deal = _reference()
    note = _text()


class Deal(Row):
    """An opportunity as it stands."""

    name = models.TextField()
    account = _reference()
    seller = models.TextField(db_index=True)
    pipeline = models.TextField()
    stage = models.TextField()
    status = models.CharField(max_length=8)
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, null=True)
    product = _text()
    origin = models.CharField(max_length=16, null=True)
    source_detail = _text()
    created_at = models.DateTimeField()
    expected_close_on = models.DateField(null=True)
    closed_at = _time()
    lost_reason = _text()
    note = _text()


class About(Row):
    """What is done with somebody: by a seller, about an account, contact, lead or deal."""

    seller = models.TextField(db_index=True)
    account = _reference()
    contact = _reference()
    lead = _reference()
    deal = _reference()
    note = _text()

    class Meta:
        """No table of its own."""

        abstract = True


class Touch(About):
    """One outreach to one person."""

    kind = models.CharField(max_length=16)
    direction = models.CharField(max_length=16)
    at = models.DateTimeField()
    duration_s = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=16, null=True)


class Meeting(About):
    """One meeting."""

    subject = _text()
    booked_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = _time()
    status = models.CharField(max_length=16)
    origin = models.CharField(max_length=16, null=True)
    source_detail = _text()


class Step(About):
    """Something that a seller means to do next."""

    subject = models.TextField()
    created_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = _time()


class Stage(Row):
    """A stage of a pipeline."""

    pipeline = models.TextField()
    name = models.TextField()
    position = models.BigIntegerField()
    kind = models.CharField(max_length=8)


class Move(Row):
    """One field of one deal changed, when."""

    deal = models.TextField(db_index=True)
    field = models.CharField(max_length=32)
    old = _text()
    new = _text()
    at = models.DateTimeField()


class Deed(models.Model):
    """What somebody did at once: one or several changes, undone together. `undoes`: the deed that it took back.

    `about`: a name, as somebody wrote it; `said`: the word before it, a message that each reader has in his language.
    """

    at = models.DateTimeField()
    by = models.TextField()
    person = models.BigIntegerField(null=True, db_index=True)
    what = models.CharField(max_length=16)
    about = models.TextField()
    said = models.CharField(max_length=64, default="")
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        """The latest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.id}: {self.by} {self.what} {self.about}"


class Change(models.Model):
    """One record changed: what it was (nothing: it was made) and what it became, never changed afterwards."""

    deed = models.ForeignKey(Deed, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16)
    record = models.CharField(max_length=32, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        """In the order in which they were made."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Waiting(models.Model):
    """A record whose latest change is not among the facts yet."""

    kind = models.CharField(max_length=16)
    record = models.CharField(max_length=32)
    since = models.DateTimeField()

    class Meta:
        """The first to come is the first to go."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Kept(models.Model):
    """How far the facts have the journal: the number of the state that last took something in. One row."""

    state = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"state {self.state}"
