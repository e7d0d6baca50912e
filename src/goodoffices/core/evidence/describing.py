"""Looking through stored files, a few at a time: what they are, say of themselves, look like."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core.evidence.files import path
from goodoffices.core.models import FileFacts, FileMetadata, ImageHash, StoredFile
from goodoffices.formats import media
from goodoffices.formats.media import Facts
from goodoffices.methods.images import bands

AT_A_TIME = 200
TURN_SECONDS = 3.0
"""How long a turn goes on to take another file."""


def turn() -> int:
    """Look through some of the files nobody has looked through yet; returns how many."""
    done, ends = 0, time.monotonic() + TURN_SECONDS
    with scopes_disabled():
        waiting = StoredFile.objects.filter(
            looked_at=None, purged_at=None, programme__shut=""
        ).order_by("pk")
        for file in waiting[:AT_A_TIME]:
            if time.monotonic() > ends:
                break
            look_through(file)
            done += 1
    return done


def look_through(file: StoredFile) -> Facts:
    """Look through one file in a process of its own, and keep what was learnt."""
    place = path(file)
    facts = _needs_reading(file) and place.is_file() and media.describe(place, file.media_type)
    facts = facts or Facts()
    with transaction.atomic():
        waiting = StoredFile.objects.filter(pk=file.pk, looked_at=None, purged_at=None)
        if waiting.update(looked_at=timezone.now()):
            _keep(file, facts)
    return facts


def _needs_reading(file: StoredFile) -> bool:
    kind = file.media_type
    return kind.startswith(("image/", "audio/", "video/", "application/"))


def _keep(file: StoredFile, facts: Facts) -> None:
    own = {"file": file, "programme_id": file.programme_id}
    FileFacts.objects.create(
        **own,
        width=facts.width,
        height=facts.height,
        pages=facts.pages,
        flags=list(facts.flags),
        problem=facts.problem,
    )
    if facts.said or facts.latitude is not None:
        point = {"latitude": facts.latitude, "longitude": facts.longitude}
        FileMetadata.objects.create(**own, said=facts.said, taken=facts.taken, **point)
    if facts.looks is not None:
        parts = {f"band{number}": band for number, band in enumerate(bands(facts.looks))}
        ImageHash.objects.create(**own, **parts)
