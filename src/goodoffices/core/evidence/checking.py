"""Reading every stored file again: are its bytes still those that were handed in?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django_scopes import scopes_disabled

from goodoffices.core.evidence.files import CHUNK, folder, path
from goodoffices.core.models import Programme, StoredFile


@dataclass(frozen=True, slots=True)
class Damage:
    """One file that is not as it was stored.

    ``missing``: a row without bytes; ``changed``: other bytes than the hash says; ``stray``:
    bytes no row speaks of (a stop between writing and recording: harmless); ``returned``: bytes
    that were removed by a rule of retention and lie here again, as after restoring a backup.
    """

    programme: str
    sha256: str
    kind: Literal["missing", "changed", "stray", "returned"]


def check(told: Callable[[int], None] | None = None) -> Iterator[Damage]:
    """Re-hash all stored files and yield what is wrong; ``told`` gets the count done so far."""
    with scopes_disabled():
        done = 0
        for programme in Programme.objects.order_by("pk"):
            known: set[str] = set()
            for file in StoredFile.objects.filter(programme=programme).iterator():
                known.add(file.sha256)
                kind = _found(file)
                if kind is not None:
                    yield Damage(programme.slug, file.sha256, kind)
                done += 1
                if told:
                    told(done)
            yield from _strays(programme, known)


def _found(file: StoredFile) -> Literal["missing", "changed", "returned"] | None:
    """Say what is wrong with a file; that it is gone is right where a rule removed it."""
    if file.purged_at is None:
        return damage_of(file)[0]
    return "returned" if file.removed_at is not None and path(file).exists() else None


def damage_of(file: StoredFile) -> tuple[Literal["missing", "changed"] | None, str]:
    """Read a file again; return what is wrong with it (None: nothing), and the hash seen."""
    digest = hashlib.sha256()
    try:
        with path(file).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return "missing", ""
    seen = digest.hexdigest()
    return (None if seen == file.sha256 else "changed"), seen


def _strays(programme: Programme, known: set[str]) -> Iterator[Damage]:
    for found in sorted(folder(programme.pk).glob("[0-9a-f][0-9a-f]/*/*")):
        if found.name not in known:
            yield Damage(programme.slug, found.name, "stray")
