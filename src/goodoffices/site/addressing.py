"""How the pages of the site are given their addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpResponse
from django.urls import URLPattern, path

from goodoffices.site.answers import Kept

View = Callable[..., Kept | HttpResponse]

READING = ("GET", "HEAD")


def at(route: str, view: View, values: dict[str, Any] | None = None) -> URLPattern:
    """Put a page at an address. What it returns as `Kept` is kept for everybody who asks next."""
    return cast(URLPattern, path(route, cast(Any, view), values or {}))


def takes(*methods: str) -> Callable[[View], View]:
    """Say by which methods a page can be used; without this, only by reading."""

    def mark(view: View) -> View:
        view.methods = methods  # type: ignore[attr-defined]
        return view

    return mark


def methods_of(view: Any) -> tuple[str, ...]:
    """Return by which methods a page can be used."""
    found: tuple[str, ...] = getattr(view, "methods", READING)
    return found
