"""Casualty lists: a list of people as one source gave it, its rows, and what was not taken."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.models import Protected
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Source


class CasualtyList(Protected):
    """A list of people (killed, missing, detained, ...) that a source gave, as it was received.

    ``first_day`` and ``last_day`` are the period it covers, ``coverage`` says in words what and
    where; ``rows_total`` is what the file held. A list that was taken out of use is matched and
    counted no more; nothing of it is lost.
    """

    class State(models.TextChoices):
        """How far the list has come."""

        LOADING = "loading"
        READY = "ready"
        FAILED = "failed"

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    coverage = models.CharField(max_length=500, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.LOADING)
    rows_total = models.PositiveIntegerField(null=True)
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    unused_at = models.DateTimeField(null=True)
    unused_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    unused_reason = models.TextField(blank=True)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                name="casualtylist_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-created_at"], name="casualtylist_newest")]

    def __str__(self) -> str:
        return self.code

    @property
    def usable(self) -> bool:
        """Say whether it can be matched and counted."""
        return self.state == self.State.READY and self.unused_at is None


class ListRow(models.Model):
    """One person as a list names them; the name itself is an `Identity` of this row, encrypted.

    ``number`` is the row of the file (the header is row 1). ``born`` is a year, worked out from
    the age where ``born_by_age``; ``date`` is EDTF, ``places`` run from the widest to the
    narrowest, ``status`` is a code of the codebook's toll_measures. No digest of the row is kept:
    one could try names against it.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE, db_index=False)
    casualty_list = models.ForeignKey(
        CasualtyList, models.CASCADE, related_name="rows", db_index=False
    )
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    number = models.PositiveIntegerField()
    sex = models.CharField(max_length=1, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    born = models.SmallIntegerField(null=True)
    born_by_age = models.BooleanField(default=False)
    date = models.CharField(max_length=40, blank=True)
    date_precision = models.CharField(max_length=16, blank=True)
    places = models.JSONField(default=list)
    status = models.CharField(max_length=32, blank=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["casualty_list", "number"], name="listrow_number_once"),
            models.CheckConstraint(condition=Q(sex__in=["", "f", "m"]), name="listrow_sex_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def sex_code(self) -> str:
        """The sex as the codebook calls it; empty where not known."""
        return {"f": "female", "m": "male"}.get(self.sex, "")

    @property
    def place(self) -> str:
        """The places as they stand in the list, the narrowest first."""
        return " · ".join(reversed(self.places))


class ListRejection(models.Model):
    """A row of a list that was not taken: its number, which kind of column, and why.

    ``column`` is what the column means (name, age, ...), never what its header says: in a file
    without a header that is a person.
    """

    casualty_list = models.ForeignKey(CasualtyList, models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    objects = ScopedManager(programme="casualty_list__programme")

    def __str__(self) -> str:
        return f"{self.casualty_list_id} {self.line}"


class ListUpload(models.Model):
    """A file that waits for its columns to be confirmed, or to be loaded: encrypted, then deleted.

    ``sealed`` is the whole file, ``columns`` what its columns mean, both under the identity key
    named ``key``: a header may be a name. Only who uploaded it sees it.
    """

    programme = models.ForeignKey("core.Programme", models.CASCADE)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    casualty_list = models.OneToOneField(
        CasualtyList, models.CASCADE, null=True, related_name="upload"
    )
    key = models.CharField(max_length=40)
    sealed = models.BinaryField()
    columns = models.BinaryField(null=True)
    by = models.ForeignKey("core.User", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return self.code
