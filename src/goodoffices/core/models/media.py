"""What a stored file turned out to be, what it says of itself, what it looks like, its stamps.

Rows of their own, kept apart: what a file says of the place, time and device it was made with is
for those alone who may read it, and never part of a list.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from goodoffices.core.models.evidence import StoredFile


class FileFacts(models.Model):
    """What a file is: its size as a picture, its pages, what to know before opening it.

    ``problem`` is why it could not be read, empty when it could; both hold codes of
    `formats.media`.
    """

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="facts")
    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    flags = models.JSONField(default=list)
    problem = models.CharField(max_length=30, blank=True)

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return f"{self.file_id} {self.problem}"


class FileMetadata(models.Model):
    """What a file says of itself (EXIF, a document's properties): a claim, not a fact."""

    file = models.OneToOneField(
        StoredFile, models.CASCADE, primary_key=True, related_name="metadata"
    )
    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    said = models.JSONField(default=dict)
    taken = models.CharField(max_length=40, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="file_metadata_point",
            )
        ]

    def __str__(self) -> str:
        return str(self.file_id)


class ImageHash(models.Model):
    """The perceptual hash of a picture in four bands of sixteen bits, each in an index."""

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="looks")
    programme = models.ForeignKey(
        "core.Programme", models.CASCADE, related_name="+", db_index=False
    )
    band0 = models.PositiveIntegerField()
    band1 = models.PositiveIntegerField()
    band2 = models.PositiveIntegerField()
    band3 = models.PositiveIntegerField()

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    band0__lt=65536, band1__lt=65536, band2__lt=65536, band3__lt=65536
                ),
                name="image_hash_sixteen_bits",
            )
        ]
        indexes = [
            models.Index(fields=["programme", f"band{number}"], name=f"image_hash_band{number}")
            for number in range(4)
        ]

    def __str__(self) -> str:
        return str(self.file_id)


class CalendarProof(models.Model):
    """A proof that a file's bytes were there before a block of Bitcoin (OpenTimestamps).

    ``block`` is the height of the block it leads to; empty while a calendar has only promised one.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="calendar_proofs")
    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    calendar = models.CharField(max_length=200)
    proof = models.BinaryField()
    asked_at = models.DateTimeField(default=timezone.now)
    block = models.PositiveIntegerField(null=True)

    objects = ScopedManager(programme="programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "calendar"], name="calendar_proof_once")
        ]
        indexes = [
            models.Index(
                fields=["calendar", "asked_at"],
                condition=models.Q(block=None),
                name="calendar_proof_promised",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.block}"


class TimeStamp(models.Model):
    """An authority's word that a file's bytes were there at a time (RFC 3161)."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="stamps")
    programme = models.ForeignKey("core.Programme", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    reply = models.BinaryField()
    asked_at = models.DateTimeField()

    objects = ScopedManager(programme="programme")

    def __str__(self) -> str:
        return f"{self.file_id} {self.at}"
