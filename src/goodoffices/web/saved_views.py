"""The row of saved views above the filters of a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from goodoffices.core.models import Membership
from goodoffices.core.queries.saved_views import kept, known_pairs, views_for
from goodoffices.core.savable import pages


def row_of_views(member: Membership, name: str, request: HttpRequest) -> dict[str, Any]:
    """Return the views of a page that a member can open, and how to save the page as it stands."""
    page = pages().get(name)
    if page is None:
        return {}
    now = sorted(
        kept(page, [(key, one) for key, several in request.GET.lists() for one in several])
    )
    rows = [(view, sorted(known_pairs(page, view.query))) for view in views_for(member, name)]
    slug = {"programme": member.programme.slug}
    return {
        "views": [
            (view, f"{request.path}?{urlencode(pairs)}", pairs == now) for view, pairs in rows
        ],
        "save": _save(slug, name, now) if now and now not in [p for _view, p in rows] else "",
        "every": reverse("core:views", kwargs=slug),
    }


def _save(slug: dict[str, str], name: str, pairs: list[tuple[str, str]]) -> str:
    asked = urlencode({"page": name, "query": urlencode(pairs)})
    return f"{reverse('core:view-new', kwargs=slug)}?{asked}"
