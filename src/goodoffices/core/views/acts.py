"""One act on a record: a small page with a form, sent by POST, with or without script.

Whatever goes wrong, the page comes back with everything that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from goodoffices.codebook.errors import Conflict, InvalidInput

Make = Callable[[QueryDict | None], forms.Form]


@dataclass(slots=True)
class Act:
    """What the page of one act says: ``done`` is the message after it, ``back`` the record."""

    title: str
    button: str
    done: str
    back: str
    text: str = ""
    stop: bool = False
    template: str = "core/act.html"
    then: str = ""
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def act_page(
    request: HttpRequest, act: Act, make: Make, do: Callable[[forms.Form], Any]
) -> HttpResponse:
    """Show an act's form, or do it and lead back to the record.

    ``make`` builds the form from what was sent (None: as it begins); ``do`` may return the
    address to go to, or a whole answer.
    """
    if request.method != "POST":
        return act_form(request, act, make(None))
    form = make(request.POST)
    if not form.is_valid():
        return act_form(request, act, form, 400)
    try:
        leads_to = do(form)
    except (InvalidInput, Conflict) as error:
        form.add_error(None, error.message)
        return act_form(request, act, form, error.status)
    if isinstance(leads_to, HttpResponseBase):
        return leads_to  # type: ignore[return-value] # also a file that is streamed
    messages.success(request, act.done)
    return redirect(leads_to if isinstance(leads_to, str) else act.then or act.back)


def act_form(
    request: HttpRequest, act: Act, form: forms.Form, status: int = 200, **more: Any
) -> HttpResponse:
    """Show the form of an act."""
    values = {"act": act, "form": form, **act.more, **more}
    return render(request, act.template, values, status=status)
