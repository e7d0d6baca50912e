"""The legal holds a member may know of: those on records they may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goodoffices.core.access import kind_of
from goodoffices.core.models import Hold, Membership
from goodoffices.core.retention import Kind, kinds
from goodoffices.core.services import holds


@dataclass(frozen=True, slots=True)
class Held:
    """One hold that stands, and what kind of record it is on."""

    hold: Hold
    kind: Kind

    @property
    def url(self) -> str:
        """Return the address of the record."""
        return address(self.kind, self.hold.programme.slug, self.hold.object_code)


def standing(member: Membership) -> list[Held]:
    """Return the holds that stand on records the member may see, the latest first."""
    found: list[Held] = []
    for name, kind in kinds().items():
        if kind.page:
            rows = Hold.objects.filter(programme=member.programme, kind=name, ended_at=None)
            held = {hold.object_id: hold for hold in rows.select_related("by", "programme")}
            found += [Held(held[pk], kind) for pk in _seen(member, kind, held)]
    return sorted(found, key=lambda one: one.hold.at, reverse=True)


def address(kind: Kind, slug: str, code: str) -> str:
    """Return the address of a record of a kind."""
    return reverse(kind.page, kwargs={"programme": slug, "code": code})


def _seen(member: Membership, kind: Any, ids: Iterable[int]) -> set[int]:
    rows = holds.seen(member.programme, kind, member)
    return set(rows.filter(pk__in=list(ids)).values_list("pk", flat=True))


def on(record: Any) -> Hold | None:
    """Return the hold that stands on a record, if there is one."""
    rows = Hold.objects.filter(kind=kind_of(record), object_id=record.pk, ended_at=None)
    return rows.select_related("by").first()
