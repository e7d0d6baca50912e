"""Who acts on a page: the member the address was entered as, once they may."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.access import require
from goodoffices.core.models import Membership


def acting(request: HttpRequest, permission: str = "core.view") -> Membership:
    """Return the page's member; NotPermitted without the permission, NotFound for strangers."""
    return require(getattr(request, "member", None), permission)


class said_on:  # noqa: N801 - reads as a verb
    """Put an `InvalidInput` raised inside onto a form, so that nothing written is lost.

    ``with said_on(form) as done: service(...)`` and afterwards ``if done: redirect``.
    """

    def __init__(self, form: forms.BaseForm) -> None:
        self.form = form
        self.succeeded = False

    def __enter__(self) -> said_on:
        return self

    def __bool__(self) -> bool:
        return self.succeeded

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> bool:
        if isinstance(error, InvalidInput):
            self.form.add_error(None, error.message)
            return True
        self.succeeded = error is None
        return False
