"""The list of submissions: one page of it, and what stands before and after one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from goodoffices.core.models import Membership
from goodoffices.field.models import Attachment, Submission
from goodoffices.field.queries.asked import SubmissionFilter, select

PAGE = 50
PICTURES = 24
NEWEST = ("-received_at", "-pk")


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """One page of submissions, newest first; ``number`` counts from 1."""

    rows: list[Submission]
    total: int
    number: int
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class MediaPage:
    """One page of files with their submissions, those of the newest submission first."""

    rows: list[Attachment]
    total: int
    number: int
    size: int = PICTURES


def page(asked: SubmissionFilter, member: Membership, number: int = 1) -> SubmissionPage:
    """Return one page of the selection, with the number of all."""
    rows = select(asked, member)
    total = rows.count()
    number = _within(number, total, PAGE)
    ids = rows.order_by(*NEWEST).values_list("pk", flat=True)[(number - 1) * PAGE : number * PAGE]
    found = Submission.objects.select_related("form", "office", "device", "by").in_bulk(list(ids))
    return SubmissionPage([found[pk] for pk in ids if pk in found], total, number)


def media(asked: SubmissionFilter, member: Membership, number: int = 1) -> MediaPage:
    """Return one page of the files that lie with the current versions of the selection."""
    files = files_of(select(asked, member))
    total = files.count()
    number = _within(number, total, PICTURES)
    ordered = files.order_by("-version__submission__received_at", "-version__submission", "pk")
    rows = ordered.select_related("file", "version__submission__form").defer(
        "version__xml", "version__submission__answers"
    )
    return MediaPage(list(rows[(number - 1) * PICTURES : number * PICTURES]), total, number)


def files_of(rows: QuerySet[Submission]) -> QuerySet[Attachment]:
    """Return the files that are here of the current versions of some submissions."""
    return Attachment.objects.filter(
        version__submission__in=rows.order_by().values("pk"),
        version__number=F("version__submission__current"),
        file__isnull=False,
    )


def beside(
    submission: Submission, asked: SubmissionFilter, member: Membership
) -> tuple[str, str, int]:
    """Return the codes of the next newer and the next older of a selection, and how many there are.

    A submission that has just left the selection (it was approved) keeps its place.
    """
    rows = select(asked, member)
    same = rows.filter(received_at=submission.received_at)
    # Each of the four is one step along an index; joined by OR they would be a walk.
    newer = _code(same.filter(pk__gt=submission.pk), "pk") or _code(
        rows.filter(received_at__gt=submission.received_at), "received_at", "pk"
    )
    older = _code(same.filter(pk__lt=submission.pk), "-pk") or _code(
        rows.filter(received_at__lt=submission.received_at), *NEWEST
    )
    return newer, older, rows.count()


def _code(rows: QuerySet[Submission], *order: str) -> str:
    return rows.order_by(*order).values_list("code", flat=True).first() or ""


def _within(number: int, total: int, size: int) -> int:
    return min(max(1, number), max(1, -(-total // size)))
