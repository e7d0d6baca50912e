"""Partner organisations, what was agreed with each, and what went out and came in."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from goodoffices.core.codes import new_code
from goodoffices.core.models import Protected, Withdrawable
from goodoffices.core.tlp import TLP


def new_key() -> str:
    """Return a fresh secret of 256 bits, in hexadecimal."""
    return secrets.token_hex(32)


class Partner(Protected):
    """An organisation the programme exchanges records with.

    ``key`` makes the ids under which it knows our records: no other partner has the same ones.
    ``source`` is what its own files are filed under, once it has sent one.
    """

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        RIGHTS = "rights", _("Human-rights organisation")
        HUMANITARIAN = "humanitarian", _("Humanitarian organisation")
        UN = "un", _("United Nations or another intergovernmental body")
        CIVIL = "civil", _("Civil-society organisation")
        RESEARCH = "research", _("University or research institute")
        MEDIA = "media", _("Media")
        OTHER = "other", _("Other")

    tlp = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.AMBER_STRICT)
    name = models.CharField(max_length=200)
    labels = models.JSONField(default=dict)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    note = models.TextField(blank=True)
    party = models.ForeignKey("core.Party", models.SET_NULL, null=True, related_name="+")
    members = models.ManyToManyField("core.Membership", related_name="+", blank=True)
    source = models.ForeignKey("monitor.Source", models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, default=new_key, editable=False)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "name"], name="partner_name_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The partner's name in the reader's language, else its principal name."""
        labels: dict[str, str] = self.labels
        return labels.get((get_language() or "en")[:2]) or self.name


class SharingAgreement(Withdrawable):
    """One version of what was agreed with a partner; the latest holds, and none is ever edited.

    ``fields`` is the allow-list (`publish.partners.fields`); what is not on it never leaves.
    ``ceiling`` is the strictest mark a record may have. ``types``, ``states`` and ``places`` (codes
    of places, and all under them) and the days of the events narrow it; empty means all.
    ``place_level`` is the finest kind of place named, ``grid_km`` the size of the cells points are
    moved to, ``time_unit`` the finest period, ``smallest`` the least number of people that is
    said (0: any). ``since`` and ``until`` are the days on which it holds, both included.
    """

    class Level(models.TextChoices):
        """The finest kind of place that is named."""

        COUNTRY = "country", _("Country")
        REGION = "region", _("Region")
        DISTRICT = "district", _("District")
        TOWN = "town", _("Town")
        VILLAGE = "village", _("Village")

    class Unit(models.TextChoices):
        """The finest period that is said."""

        DAY = "day", _("Day")
        WEEK = "week", _("Week")
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter of a year")
        YEAR = "year", _("Year")

    class Basis(models.TextChoices):
        """On what legal ground it is shared."""

        CONSENT = "consent", _("Consent")
        PUBLIC = "public", _("Public interest")
        VITAL = "vital", _("Vital interest")
        LEGITIMATE = "legitimate", _("Legitimate interest, weighed and written down")
        DUTY = "duty", _("Legal duty")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    number = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    ceiling = models.PositiveSmallIntegerField(choices=TLP.choices, default=TLP.GREEN)
    types = models.JSONField(default=list)
    states = models.JSONField(default=list)
    places = models.JSONField(default=list)
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    place_level = models.CharField(max_length=10, choices=Level.choices, default=Level.DISTRICT)
    grid_km = models.PositiveSmallIntegerField(default=25)
    time_unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.MONTH)
    smallest = models.PositiveSmallIntegerField(default=5)
    language = models.CharField(max_length=2, default="en")
    purpose = models.TextField()
    basis = models.CharField(max_length=12, choices=Basis.choices)
    since = models.DateField()
    until = models.DateField()
    agreed_with = models.CharField(max_length=200)
    files = models.ManyToManyField("core.Evidence", related_name="+", blank=True)

    objects = ScopedManager(programme="partner__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "number"], name="sharing_agreement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(ceiling__lte=TLP.AMBER), name="sharing_never_above_amber"
            ),
            models.CheckConstraint(
                condition=Q(since__lte=F("until")), name="sharing_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(grid_km__gte=1) & (Q(smallest=0) | Q(smallest__gte=2)),
                name="sharing_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.number}"


class ExchangeRun(Protected):
    """One file that goes to a partner, or came from it.

    Out: it is prepared by one person and approved by another; ``sha256`` is that of the bytes
    approved, ``left_out`` counts what stayed behind, by why. Once it is approved the database
    refuses to change any of it but that it was handed over (`publish.partners.guards`). In: it
    leads to the import, which says how many rows were taken and refused.
    """

    class Direction(models.TextChoices):
        """Which way it went."""

        OUT = "out", _("to the partner")
        IN = "in", _("from the partner")

    class Format(models.TextChoices):
        """How a file that goes out is written."""

        CSV = "csv", "CSV"
        JSONL = "jsonl", "JSON Lines"
        GEOJSON = "geojson", "GeoJSON"

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="runs")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, null=True, related_name="runs")
    imported = models.OneToOneField("monitor.Import", models.PROTECT, null=True, related_name="+")
    form = models.CharField(max_length=8, choices=Format.choices, blank=True)
    bom = models.BooleanField(default=False)
    hxl = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    alone = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    left_out = models.JSONField(default=dict)
    by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey("core.User", models.SET_NULL, null=True, related_name="+")
    handed_how = models.CharField(max_length=300, blank=True)

    class Meta(Protected.Meta):
        constraints = [
            *Protected.Meta.constraints,
            models.CheckConstraint(
                condition=Q(direction="in", agreement=None, approved_at=None)
                | Q(direction="out", agreement__isnull=False, imported=None),
                name="exchange_of_its_direction",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by=None, handed_at=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False, dropped_at=None)
                & ~Q(approved_by=F("by")),
                name="exchange_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["partner", "-created_at"], name="exchange_newest")]


class ExchangeFile(models.Model):
    """The bytes of a file that goes out, exactly as they were shown and approved.

    ``ids`` are the partner's ids of the records in it, so that it can be asked later whether all
    of them may still be shared.
    """

    run = models.OneToOneField(ExchangeRun, models.CASCADE, related_name="file")
    content = models.BinaryField()
    ids = models.JSONField(default=list)

    objects = ScopedManager(programme="run__programme")

    def __str__(self) -> str:
        return f"{self.run_id}"


class PartnerToken(models.Model):
    """A partner's key to what one version of its agreement shares; only its hash is kept.

    It opens nothing before a second person has approved it (``approved_by``), and never more than
    that person may see.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="tokens")
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="tokens")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="partner__programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")),
                name="partner_token_approved_by_another",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PartnerReading(models.Model):
    """How often a token was used on one day and how many rows it took: one audit entry a day."""

    token = models.ForeignKey(PartnerToken, models.CASCADE, related_name="readings")
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)

    objects = ScopedManager(programme="token__partner__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "day"], name="partner_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.day}"
