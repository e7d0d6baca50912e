"""Coming out: what the public may read is copied, field by field, from an edition and nothing else.

Each function here names every field it copies: what is not named does not come out.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from goodoffices.core import jobs
from goodoffices.core.models import User
from goodoffices.publish import site_rows
from goodoffices.publish.models import (
    Edition,
    Publication,
    ReleasedFile,
    ReleasedPage,
)

PDF = "site.pdf"
"""The work that makes the PDF of a page; it belongs to the public site."""


def show(held: Publication, edition: Edition, *, by: User | None) -> list[ReleasedPage]:
    """Put an edition before the public: a page in each language, its pictures as files.

    Pages of an earlier edition are written over; what was corrected in them stays listed.
    """
    pages = [_page(held, edition, text) for text in edition.content["texts"]]
    gone = _pages_of(held).exclude(language__in=[one.language for one in pages])
    gone.delete()
    _pictures(held, edition)
    renew(held, by=by)
    return pages


def _page(held: Publication, edition: Edition, text: dict[str, Any]) -> ReleasedPage:
    made = shown(edition, text)
    page, _made = ReleasedPage.objects.update_or_create(
        programme=held.programme.slug,
        address=edition.content["address"],
        language=text["language"],
        defaults=made,
        create_defaults={**made, "published_at": edition.at},
    )
    return page


def shown(edition: Edition, text: dict[str, Any]) -> dict[str, Any]:
    """Return all that the public reads of one language of an edition."""
    content = edition.content
    return {
        "kind": content["kind"],
        "edition": edition.number,
        "title": text["title"],
        "summary": text["summary"],
        "body": text["html"],
        "notes": text["notes"],
        "topics": content["topics"],
        "languages": [one["language"] for one in content["texts"]],
        "changed_at": edition.at,
        "corrects": content["corrects"],
        "sha256": edition.sha256,
    }


def _pages_of(held: Publication) -> Any:
    return ReleasedPage.objects.filter(programme=held.programme.slug, address=held.address)


def _pictures(held: Publication, edition: Edition) -> None:
    """Replace the files of an earlier edition by the pictures of this one."""
    _forget_files(held)
    for text in edition.content["texts"]:
        for picture in text["pictures"]:
            content = picture["svg"].encode()
            ReleasedFile.objects.create(
                programme=held.programme.slug,
                of=held.address,
                name=picture["name"],
                media_type="image/svg+xml",
                content=content,
                size=len(content),
                sha256=sha256(content).hexdigest(),
                made_of=edition.sha256,
            )


def _forget_files(held: Publication) -> None:
    ReleasedFile.objects.filter(programme=held.programme.slug, of=held.address).delete()


def tell_corrected(corrected: Publication, correction: Publication, edition: Edition) -> None:
    """Say on the pages of a corrected text what was wrong, and where the correction stands."""
    said = {one["language"]: one["summary"] for one in edition.content["texts"]}
    otherwise = said.get(edition.content["source_language"], "")
    for page in _pages_of(corrected):
        entry = {
            "at": edition.at.isoformat(),
            "text": said.get(page.language, otherwise),
            "address": correction.address,
        }
        page.corrections = [entry, *page.corrections]
        page.changed_at = edition.at
        page.save(update_fields=["corrections", "changed_at"])


def take_away(held: Publication, words: dict[str, str], at: datetime, *, by: User | None) -> None:
    """Leave of a withdrawn publication its title and the reason; text, sources and files go."""
    otherwise = words.get(held.source_language) or next(iter(words.values()), "")
    for page in _pages_of(held):
        page.summary, page.body, page.notes = "", "", []
        page.withdrawn_at = page.changed_at = at
        page.withdrawn_why = words.get(page.language, otherwise)
        page.save()
    _forget_files(held)
    renew(held, by=by)


def _of(page: ReleasedPage) -> dict[str, str]:
    return {"programme": page.programme, "address": page.address, "language": page.language}


def renew(held: Publication, *, by: User | None) -> None:
    """Tell caches that something changed, and have the files of the pages made anew."""
    slug = held.programme.slug
    site_rows.changed(slug)
    if jobs.kind_of_job(PDF) is None:
        return
    for page in _pages_of(held).filter(withdrawn_at=None):
        jobs.enqueue(PDF, programme=held.programme, by=by, arguments=_of(page))
