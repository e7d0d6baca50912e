"""The row of a programme's public site: what everybody who releases something has to tell it.

Public pages are kept in memory by the site's serial. Whoever adds, changes or takes away anything
released calls `changed` in the same transaction, and no page of before is shown after its commit.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scope

from goodoffices.core.models import Programme
from goodoffices.publish.models import Language, OwnPage, ReleasedSite, SiteText, Topic

ALL_LANGUAGES = [code for code, _name in Language.choices]


def changed(programme_slug: str, **columns: Any) -> None:
    """Say that something released of this programme changed; public pages are made anew.

    ``columns`` are written to the site's row as well. Name, topics and address are brought up to
    date with the programme's.
    """
    programme = Programme.objects.get(slug=programme_slug)
    row_of(programme)
    columns = {"words": _words(programme), "topics": _topics(programme)} | columns
    columns["time_zone"] = programme.time_zone
    ReleasedSite.objects.filter(programme=programme_slug).update(
        serial=F("serial") + 1, changed_at=timezone.now(), **columns
    )


def row_of(programme: Programme) -> ReleasedSite:
    """Return the row of a programme's site; a new one is closed."""
    values = {"languages": ALL_LANGUAGES, "address": own_address(programme.slug)}
    try:
        with transaction.atomic():
            return ReleasedSite.objects.get_or_create(programme=programme.slug, defaults=values)[0]
    except IntegrityError:  # two at once
        return ReleasedSite.objects.get(programme=programme.slug)


def own_address(programme_slug: str) -> str:
    """Return where the public reaches the site, as far as the settings tell."""
    for host, slug in settings.SITE_HOSTS.items():
        if slug == programme_slug:
            return f"https://{host}" if settings.HTTPS else f"http://{host}"
    return f"{settings.ADDRESS.rstrip('/')}/site/{programme_slug}" if settings.ADDRESS else ""


def _words(programme: Programme) -> dict[str, dict[str, str]]:
    """Return name and own pages by language, as they are published, as safe HTML."""
    found: dict[str, dict[str, str]] = {code: {} for code in ALL_LANGUAGES}
    for code in ALL_LANGUAGES:
        found[code]["name"] = (
            programme.names.get(code) or programme.names.get("en") or programme.name
        )
    with scope(programme=programme):
        rows = SiteText.objects.filter(programme=programme, published_at__isnull=False)
        for row in rows.order_by("number"):
            found[row.language][row.page] = shown(row.body)
    return found


def _topics(programme: Programme) -> list[dict[str, Any]]:
    with scope(programme=programme):
        rows = Topic.objects.filter(programme=programme, closed_at=None).order_by("slug")
        return [{"slug": row.slug, "names": row.names} for row in rows]


def shown(body: str) -> str:
    """Return Markdown of an own page as safe HTML."""
    from goodoffices.formats.manuscript import render

    return render(body, cite=lambda key: None, figure=lambda key, name: None, unknown="")


__all__ = ["ALL_LANGUAGES", "OwnPage", "changed", "own_address", "row_of", "shown"]
