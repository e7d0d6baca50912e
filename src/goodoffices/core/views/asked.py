"""What the address of a page asks for, in a form that every database takes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def asked(request: HttpRequest, name: str, longest: int = 200) -> str:
    """Return one part of the address as text: no NUL signs, never longer than ``longest``."""
    return request.GET.get(name, "").replace("\x00", "")[:longest]


def page_number(request: HttpRequest) -> int:
    """Return which page of a list is asked for, from 1; nonsense means the first."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_of(total: int, size: int, number: int) -> Page[Any]:
    """Return where one stands in a long list, in the form the pagination tag knows."""
    return Paginator(range(total), size).get_page(number)
