"""A public site with a few things released, for tests and for the benchmark."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from goodoffices.publish.models import ReleasedDataset, ReleasedFile, ReleasedPage, ReleasedSite

OUT = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOST = "http://testserver"
NAMES = {"en": "Talmora programme", "ar": "برنامج تالمورا", "he": "תוכנית טלמורה"}
TOPICS = [
    {"slug": "water", "names": {"en": "Water", "ar": "المياه", "he": "מים"}},
    {"slug": "votes", "names": {"en": "Votes", "ar": "الانتخابات", "he": "בחירות"}},
]


def opened(programme: str = "talmora", **more: Any) -> ReleasedSite:
    """Open a programme's site, with a few own pages."""
    words = {
        code: {
            "name": name,
            "about": f"<p>{name}</p>",
            "contact": "<p>Harrow</p>",
            "privacy": "<p>None</p>",
        }
        for code, name in NAMES.items()
    }
    values = {
        "words": words,
        "languages": ["en", "ar", "he"],
        "topics": TOPICS,
        "open": True,
        "changed_at": OUT,
    }
    row, _made = ReleasedSite.objects.update_or_create(programme=programme, defaults=values | more)
    return row


def out(address: str = "well-reopened", language: str = "en", **more: Any) -> ReleasedPage:
    """Release a publication in one language."""
    values: dict[str, Any] = {
        "programme": "talmora",
        "kind": "press-release",
        "title": "The well at Harrow is open again",
        "summary": "Both councils agreed on hours for it.",
        "body": '<p>The well opened.<sup><a class="cite" href="#source-1">1</a></sup></p>',
        "notes": [{"number": "1", "text": "Incident, verified", "href": ""}],
        "topics": ["water"],
        "languages": [language],
        "published_at": OUT,
        "changed_at": OUT,
        "sha256": hashlib.sha256(f"{address}{language}".encode()).hexdigest(),
    }
    return ReleasedPage.objects.create(address=address, language=language, **(values | more))


def many(number: int, programme: str = "talmora") -> None:
    """Release many publications in three languages at once."""
    kinds = ("press-release", "statement", "brief", "report")
    body = "<p>" + "What was seen and what was said about it, in plain words. " * 12 + "</p>"
    rows = [
        ReleasedPage(
            programme=programme,
            address=f"text-{n}",
            language=language,
            kind=kinds[n % 4],
            title=f"{NAMES[language]} {n}",
            summary=body[3:140],
            body=body * 6,
            notes=[{"number": str(i), "text": f"Source {i}", "href": ""} for i in range(1, 9)],
            topics=["water"] if n % 2 else ["votes"],
            languages=list(NAMES),
            published_at=OUT - timedelta(days=n),
            changed_at=OUT - timedelta(days=n),
            sha256=hashlib.sha256(f"{n}{language}".encode()).hexdigest(),
        )
        for n in range(number)
        for language in NAMES
    ]
    ReleasedPage.objects.bulk_create(rows)


def file_of(of: str, name: str, media_type: str = "text/csv", **more: Any) -> ReleasedFile:
    """Release a file."""
    content = more.pop("content", b"a,b\n1,2\n")
    values = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return ReleasedFile.objects.create(
        programme="talmora",
        of=of,
        name=name,
        media_type=media_type,
        content=content,
        **(values | more),
    )


def data_set(version: int = 1, **more: Any) -> ReleasedDataset:
    """Release a version of an open data set."""
    words = {
        "en": {
            "title": "Incidents",
            "source": "Our offices",
            "method": "Verified by two",
            "caveats": "Not complete",
            "licence": "CC BY 4.0",
            "frequency": "monthly",
        }
    }
    values: dict[str, Any] = {
        "programme": "talmora",
        "words": words,
        "columns": [{"name": "date", "type": "text", "meaning": {"en": "The day"}}],
        "rows": 3,
        "sha256": "a" * 64,
        "published_at": OUT,
    }
    return ReleasedDataset.objects.create(address="incidents", version=version, **(values | more))
