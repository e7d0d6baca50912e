"""Publications as the tests of the room set them up; all invented."""

from __future__ import annotations

from typing import Any

from goodoffices.core.models import Membership, Programme
from goodoffices.core.tlp import TLP
from goodoffices.publish.models import Citation, Publication, State, Text


def publication(
    programme: Programme,
    *,
    title: str = "Shelling of the market",
    body: str = "Six people were killed.",
    language: str = "en",
    state: str = State.DRAFT,
    tlp: int = TLP.AMBER_STRICT,
    **more: Any,
) -> Publication:
    """Add a publication with its first text, past all services."""
    made = Publication.objects.create(
        programme=programme,
        kind=more.pop("kind", "press-release"),
        source_language=language,
        state=state,
        tlp=tlp,
        **more,
    )
    text(made, language, title=title, body=body)
    return made


def text(
    of: Publication,
    language: str,
    number: int = 1,
    *,
    title: str = "Shelling of the market",
    body: str = "Six people were killed.",
    of_source: int | None = None,
    summary: str = "",
    by: Membership | None = None,
) -> Text:
    """Add a version of a text."""
    return Text.objects.create(
        publication=of,
        language=language,
        number=number,
        title=title,
        summary=summary,
        body=body,
        of_source=of_source,
        by=by.user if by else None,
    )


def citation(of: Publication, key: str = "c1", **more: Any) -> Citation:
    """Add a citation, past all services; nothing was checked yet."""
    return Citation.objects.create(publication=of, key=key, **more)
