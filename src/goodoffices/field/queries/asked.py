"""The filters of submissions, as the address of a page holds them, and as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from goodoffices.core import search
from goodoffices.core.models import Membership
from goodoffices.core.queries.addresses import AddressReader, Circle, iso, midnight
from goodoffices.field.models import Device, Form, Submission, SubmissionVersion
from goodoffices.field.queries.circles import within

LOOKS = ("table", "map", "media")


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """What a reader asked for. Days are those of receipt, proleptic Gregorian ordinals.

    ``forms``, ``devices`` and ``officers`` (memberships) are codes. ``awaits``: only those with
    files awaited; ``branches``: only those with two edits to decide between; ``deleted``: only
    those that were deleted, which are left out otherwise. ``look`` is how they are shown, which
    narrows nothing. None or empty means: all. ``problems`` has one sentence for each part of the
    address that could not be understood.
    """

    forms: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    near: Circle | None = None
    text: str = ""
    awaits: bool = False
    branches: bool = False
    deleted: bool = False
    look: str = field(default="table", compare=False)
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is asked for."""
        return self != SubmissionFilter()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the query string's names and values, in a stable order."""
        single = {
            "from": iso(self.first_day),
            "to": iso(self.last_day),
            "near": str(self.near) if self.near else "",
            "q": self.text,
            "awaits": "1" if self.awaits else "",
            "branches": "1" if self.branches else "",
            "deleted": "1" if self.deleted else "",
            "look": "" if self.look == "table" else self.look,
        }
        several = {
            "form": self.forms,
            "office": self.offices,
            "device": self.devices,
            "officer": self.officers,
            "review": self.reviews,
            "mapping": self.mappings,
            "flag": self.flags,
        }
        found = [(name, value) for name, value in single.items() if value]
        return found + [(name, value) for name, values in several.items() for value in values]

    def address(self, **changes: Any) -> str:
        """Return the query string of this filter with some of its fields changed."""
        return urlencode((replace(self, **changes) if changes else self).pairs())


def parse(query: Mapping[str, Any]) -> SubmissionFilter:
    """Read a query string."""
    reader = AddressReader(query)
    first, last = reader.period()
    return SubmissionFilter(
        forms=reader.codes("form"),
        offices=reader.slugs("office"),
        devices=reader.codes("device"),
        officers=reader.codes("officer"),
        reviews=reader.known("review", set(Submission.Review.values)),
        mappings=reader.known("mapping", set(Submission.MappingState.values)),
        flags=reader.slugs("flag"),
        first_day=first,
        last_day=last,
        near=reader.circle("near"),
        text=reader.text("q"),
        awaits=reader.one("awaits") == "1",
        branches=reader.one("branches") == "1",
        deleted=reader.one("deleted") == "1",
        look=reader.choice("look", LOOKS),
        problems=tuple(reader.problems),
    )


def select(asked: SubmissionFilter, member: Membership) -> QuerySet[Submission]:
    """Return the submissions a member asked for and may see."""
    rows: QuerySet[Submission] = Submission.objects.visible_to(member)
    rows = rows.filter(deleted_at__isnull=not asked.deleted)
    found = _whose(asked, member) & _received(asked, member) & _stands(asked)
    words = search.matching("submission", asked.text, member)
    rows = rows.filter(found) if words is None else rows.filter(found, words)
    if asked.flags:
        rows = rows.alias(flagged=Cast("flags", TextField())).filter(_flagged(asked.flags))
    return rows if asked.near is None else within(rows, asked.near)


def _whose(asked: SubmissionFilter, member: Membership) -> Q:
    found = Q()
    if asked.forms:
        forms = Form.objects.visible_to(member).filter(code__in=asked.forms)
        found &= Q(form__in=list(forms.values_list("pk", flat=True)))
    if asked.offices:
        found &= Q(office__code__in=asked.offices)
    if asked.devices:
        devices = Device.objects.filter(code__in=asked.devices)
        found &= Q(device__in=list(devices.values_list("pk", flat=True)))
    if asked.officers:
        officers = Membership.objects.filter(code__in=asked.officers)
        found &= Q(by__in=list(officers.values_list("user_id", flat=True)))
    return found


def _received(asked: SubmissionFilter, member: Membership) -> Q:
    found, zone = Q(), ZoneInfo(member.programme.time_zone)
    if asked.first_day is not None:
        found &= Q(received_at__gte=midnight(asked.first_day, zone))
    if asked.last_day is not None:
        found &= Q(received_at__lt=midnight(asked.last_day, zone) + timedelta(days=1))
    return found


def _stands(asked: SubmissionFilter) -> Q:
    found = Q()
    if asked.reviews:
        found &= Q(review__in=asked.reviews)
    if asked.mappings:
        found &= Q(mapping_state__in=asked.mappings)
    if asked.awaits:
        found &= Q(awaits_media=True)
    if asked.branches:
        branch = SubmissionVersion.objects.filter(submission=OuterRef("pk"), is_branch=True)
        found &= Q(Exists(branch))
    return found


def _flagged(codes: Iterable[str]) -> Q:
    """The condition that one of the flags is there: kept as "code" or "code:path"."""
    found = Q()
    for code in codes:
        found |= Q(flagged__contains=f'"{code}"') | Q(flagged__contains=f'"{code}:')
    return found
