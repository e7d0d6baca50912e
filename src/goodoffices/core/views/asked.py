"""What the address of a page asks for, in a form that every database takes."""

from __future__ import annotations

from django.http import HttpRequest


def asked(request: HttpRequest, name: str, longest: int = 200) -> str:
    """Return one part of the address as text: no NUL signs, never longer than ``longest``."""
    return request.GET.get(name, "").replace("\x00", "")[:longest]
