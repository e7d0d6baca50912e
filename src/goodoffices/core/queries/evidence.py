"""What a member may see of an item of evidence: itself, its copies, its custody log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.evidence import damaged as damaged_files
from goodoffices.core.models import CustodyEvent, Evidence, Membership, StoredFile
from goodoffices.core.reasons import ask_reason

LATEST = 200
"""Events of a custody log shown on a page; a bundle holds all."""


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One event as the page shows it; ``other`` is the copy or original it speaks of."""

    event: CustodyEvent
    other: Evidence | None


def visible(member: Membership) -> QuerySet[Evidence]:
    """Return the items a member may see, with their files."""
    rows: QuerySet[Evidence] = Evidence.objects.visible_to(member)
    return rows.select_related("file", "by", "programme")


def found(member: Membership, code: str) -> Evidence:
    """Return the item of a code; what one may not see does not exist."""
    item = visible(member).filter(code=code).first()
    if item is None:
        raise NotFound(_("There is nothing at this address."))
    ask_reason(item, member)
    return item


KINDS = {"picture": "image/", "video": "video/", "sound": "audio/", "pdf": "application/pdf"}
"""Kinds of files one can look for, with the beginning of their media types."""


def listed(member: Membership, *, text: str, kind: str) -> QuerySet[Evidence]:
    """Return the items a member may see, the latest first, by name or code and kind."""
    rows = visible(member)
    if text:
        rows = rows.filter(
            Q(original_name__icontains=text) | Q(caption__icontains=text) | Q(code=text)
        )
    if kind == "copy":
        rows = rows.filter(original__isnull=False)
    elif kind:
        rows = rows.filter(file__media_type__startswith=KINDS[kind])
    return rows.order_by("-received_at", "-pk")


def damaged(member: Membership) -> list[tuple[StoredFile, Evidence | None]]:
    """Return damaged files for those who run the programme, with an item they may see, if any."""
    if not member.may("core.settings"):
        return []
    files = list(damaged_files(member.programme)[:50])
    items = {item.file_id: item for item in visible(member).filter(file__in=files)}
    return [(file, items.get(file.pk)) for file in files]


def copies(item: Evidence, member: Membership) -> list[Evidence]:
    """Return the copies that were made from an item, the latest first."""
    return list(visible(member).filter(original=item).order_by("-pk"))


def original(item: Evidence, member: Membership) -> Evidence | None:
    """Return what an item was made from, if the member may see it."""
    return visible(member).filter(pk=item.original_id).first() if item.original_id else None


def same_bytes(item: Evidence, member: Membership) -> list[Evidence]:
    """Return other items of exactly the same bytes: the same file, handed in again."""
    rows = visible(member).filter(file=item.file_id).exclude(pk=item.pk)
    return list(rows.order_by("received_at", "pk")[:20])


def custody(item: Evidence, member: Membership) -> list[CustodyLine]:
    """Return an item's custody log, the latest event first; empty without the right to read it."""
    if not member.may("core.custody"):
        return []
    rows = CustodyEvent.objects.filter(evidence=item).order_by("-seq")
    events = list(rows[:LATEST])
    others = _others(events, member)
    return [CustodyLine(event, others.get(event.data.get("item", ""))) for event in events]


def _others(events: Sequence[CustodyEvent], member: Membership) -> dict[str, Evidence]:
    codes = {event.data["item"] for event in events if "item" in event.data}
    return {one.code: one for one in visible(member).filter(code__in=codes)} if codes else {}
