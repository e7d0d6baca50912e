"""What exactly somebody had before them when they checked: texts, citations, and their hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from goodoffices.core.models import STANDS
from goodoffices.publish.models import Citation, Publication, Text

EMPTY = ""


def canonical(content: Any) -> bytes:
    """Return the one way in which a JSON value is written: sorted keys, UTF-8, no blanks."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def sha256(content: Any) -> str:
    """Return the SHA-256 (hex) of a JSON value as it is canonically written."""
    return hashlib.sha256(canonical(content)).hexdigest()


def latest_texts(publication: Publication) -> dict[str, Text]:
    """Return the newest version of each language, the source language first."""
    newest = {one.language: one for one in publication.texts.order_by("number")}
    source = publication.source_language
    return dict(sorted(newest.items(), key=lambda item: (item[0] != source, item[0])))


def stale(publication: Publication, texts: dict[str, Text]) -> set[str]:
    """Return the languages that render an older version of the source: they do not come out."""
    source = texts.get(publication.source_language)
    now = source.number if source else 0
    return {
        one.language
        for one in texts.values()
        if one.language != publication.source_language and (one.of_source or 0) < now
    }


def numbers(texts: dict[str, Text]) -> dict[str, int]:
    """Return the version number of each language."""
    return {language: one.number for language, one in texts.items()}


def digest(publication: Publication) -> str:
    """Return the hash of all that is checked: texts, citations, address, topics, and of a
    correction also the amended text of what it corrects."""
    return sha256(_content(publication, amended=publication.corrects))


def _content(publication: Publication, amended: Publication | None = None) -> dict[str, Any]:
    return {
        "kind": publication.kind,
        "address": publication.address,
        "source": publication.source_language,
        "topics": sorted(publication.topics.values_list("slug", flat=True)),
        "texts": [_text(one) for one in latest_texts(publication).values()],
        "citations": [_citation(one) for one in standing_citations(publication)],
        "amended": _content(amended) if amended else None,
    }


def _text(text: Text) -> list[Any]:
    return [text.language, text.number, text.of_source, text.title, text.summary, text.body]


def standing_citations(publication: Publication) -> list[Citation]:
    """Return the citations that stand, by their keys."""
    return list(Citation.objects.filter(STANDS, publication=publication).order_by("key"))


def _citation(one: Citation) -> list[Any]:
    ties = [one.incident_id, one.claim_id, one.cited_id]
    return [one.key, one.kind, *ties, one.asked, one.note]
