"""What is new, for readers who follow it with a program: RSS, Atom and JSON Feed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from goodoffices.site import reading, showing
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face

LATEST = 30
# What XML cannot carry at all.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(request: HttpRequest, form: str, topic: str = "") -> Kept:
    """Send the latest publications of a language, or of a topic in it."""
    face: Face = request.face  # type: ignore[attr-defined]
    topics = showing.topics(face)
    if form not in FORMS or (topic and topic not in topics):
        raise Http404
    found = reading.items(face.programme, face.language)
    found = [item for item in found if not topic or topic in item.topics][:LATEST]
    title = f"{face.name}: {topics[topic]}" if topic else face.name
    own = face.absolute(f"topics/{topic}/feed.{form}" if topic else f"feed.{form}")
    page = face.absolute(f"topics/{topic}/" if topic else "news/")
    media_type, write = FORMS[form]
    body = write(face, _clean(title), own, page, found)
    return Kept(body, media_type, face.site.changed_at)


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def _title(item: reading.Item) -> str:
    title = _clean(item.title)
    return _("Withdrawn: %(title)s") % {"title": title} if item.withdrawn_at else title


def _summary(item: reading.Item) -> str:
    return "" if item.withdrawn_at else _clean(item.summary)


def _xml(kind: type[SyndicationFeed]) -> Callable[..., bytes]:
    def write(face: Face, title: str, own: str, page: str, found: list[reading.Item]) -> bytes:
        made = kind(
            title=title,
            link=page,
            description=title,
            language=face.language,
            feed_url=own,
            author_name=_clean(face.name),
            feed_guid=own,
        )
        for item in found:
            link = face.absolute(f"news/{item.address}/")
            made.add_item(
                title=_title(item),
                link=link,
                description=_summary(item),
                unique_id=link,
                unique_id_is_permalink=True,
                pubdate=item.published_at,
                updateddate=item.changed_at,
                categories=item.topics,
            )
        return str(made.writeString("utf-8")).encode()

    return write


def _json(face: Face, title: str, own: str, page: str, found: list[reading.Item]) -> bytes:
    items = [_json_item(face, item) for item in found]
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": page,
        "feed_url": own,
        "language": face.language,
        "authors": [{"name": face.name, "url": face.root + "/"}],
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _json_item(face: Face, item: reading.Item) -> dict[str, Any]:
    link = face.absolute(f"news/{item.address}/")
    return {
        "id": link,
        "url": link,
        "title": _title(item),
        "content_text": _summary(item) or _title(item),
        "summary": _summary(item),
        "date_published": item.published_at.isoformat(timespec="seconds"),
        "date_modified": item.changed_at.isoformat(timespec="seconds"),
        "tags": item.topics,
        "language": item.language,
    }


FORMS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "rss": ("application/rss+xml; charset=utf-8", _xml(Rss201rev2Feed)),
    "atom": ("application/atom+xml; charset=utf-8", _xml(Atom1Feed)),
    "json": ("application/feed+json; charset=utf-8", _json),
}
