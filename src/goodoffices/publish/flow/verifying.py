"""Verifying what was published: every edition against its hash, every public page against its
edition, and the guards of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goodoffices.core.models import Programme
from goodoffices.publish.flow.freezing import is_whole
from goodoffices.publish.flow.releasing import shown
from goodoffices.publish.models import Edition, Publication, ReleasedPage, State


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was published: ``what`` is hash, page, missing or unknown."""

    address: str
    number: int
    what: str
    language: str = ""


def verify(programme: Programme) -> tuple[int, list[Fault]]:
    """Return how many editions of a programme there are, and what is wrong with them or with
    what the public reads."""
    editions = list(Edition.objects.select_related("publication").order_by("publication", "number"))
    faults = [_fault(one, "hash") for one in editions if not is_whole(one)]
    last = {one.publication_id: one for one in editions}
    pages = {(one.address, one.language): one for one in _pages(programme)}
    for edition in last.values():
        faults += _of_pages(edition, pages)
    faults += [
        Fault(page.address, page.edition, "unknown", page.language) for page in pages.values()
    ]
    return len(editions), faults


def _pages(programme: Programme) -> Iterator[ReleasedPage]:
    return ReleasedPage.objects.filter(programme=programme.slug).iterator()


def _fault(edition: Edition, what: str, language: str = "") -> Fault:
    return Fault(edition.publication.address, edition.number, what, language)


def _of_pages(edition: Edition, pages: dict[tuple[str, str], ReleasedPage]) -> Iterator[Fault]:
    """Compare each page of an edition with what it was made from; takes it out of ``pages``."""
    for text in edition.content["texts"]:
        page = pages.pop((edition.content["address"], text["language"]), None)
        if page is None:
            yield _fault(edition, "missing", text["language"])
        elif not _is_as_made(page, edition, text):
            yield _fault(edition, "page", text["language"])


def _is_as_made(page: ReleasedPage, edition: Edition, text: dict[str, object]) -> bool:
    made = shown(edition, text)
    del made["changed_at"]
    if edition.publication.state == State.WITHDRAWN:
        made |= {"summary": "", "body": "", "notes": []}
    return all(getattr(page, name) == value for name, value in made.items())


def is_shown(publication: Publication, edition: Edition) -> bool:
    """Say whether the public reads exactly this edition now."""
    pages = ReleasedPage.objects.filter(
        programme=publication.programme.slug, address=edition.content["address"]
    )
    found = {one.language: one for one in pages}
    return all(
        text["language"] in found and _is_as_made(found[text["language"]], edition, text)
        for text in edition.content["texts"]
    )
