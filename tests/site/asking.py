"""Asking a public page, as a browser without any cookie does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client


def get(path: str, **headers: str) -> HttpResponse:
    """Ask for a path of the site of Talmora; a path with a slash before it is taken as it is."""
    whole = path if path.startswith("/") else f"/site/talmora/{path}"
    return Client().get(whole, headers=headers)  # type: ignore[return-value]


def post(path: str, data: dict[str, Any], **headers: str) -> HttpResponse:
    """Send a form to a page of the site of Talmora."""
    return Client().post(f"/site/talmora/{path}", data, headers=headers)  # type: ignore[return-value]


def text(path: str, **headers: str) -> str:
    """Return a page's text; it must be there."""
    found = get(path, **headers)
    assert found.status_code == 200, (path, found.status_code)
    return found.content.decode()
