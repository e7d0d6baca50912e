"""What of this room waits for a member on the situation page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from goodoffices.core.models import Membership
from goodoffices.monitor.notes import Note
from goodoffices.publish.flow.queries import waiting_for
from goodoffices.publish.flow.since import count_changed
from goodoffices.publish.models import State


def waits(member: Membership) -> list[Note]:
    """Return what waits: publications held back first, then those to check or release."""
    if not member.may("publish.view"):
        return []
    rows = waiting_for(member)
    held = sum(one.publication.state == State.HELD for one in rows)
    return [*_held(held, member), *_waiting(len(rows) - held, member), *_changed(member)]


def _held(count: int, member: Membership) -> list[Note]:
    if not count:
        return []
    title = ngettext(
        "%(count)s publication was held back", "%(count)s publications were held back", count
    )
    return [Note("contested", title % {"count": count}, "", _at("publish:waiting", member))]


def _waiting(count: int, member: Membership) -> list[Note]:
    if not count:
        return []
    title = ngettext(
        "%(count)s publication waits for you", "%(count)s publications wait for you", count
    )
    return [Note("due", title % {"count": count}, "", _at("publish:waiting", member))]


def _changed(member: Membership) -> list[Note]:
    count = count_changed(member) if member.may("publish.write") else 0
    if not count:
        return []
    title = ngettext(
        "What %(count)s publication rests on has changed since it came out",
        "What %(count)s publications rest on has changed since they came out",
        count,
    )
    return [Note("contested", title % {"count": count}, "", _at("publish:changed-since", member))]


def _at(name: str, member: Membership) -> str:
    return reverse(name, kwargs={"programme": member.programme.slug})
