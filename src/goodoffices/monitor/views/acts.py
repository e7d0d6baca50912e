"""One act on a record: a small page with a form, sent by POST, with or without script.

Whatever goes wrong, the page comes back with everything that was typed; where somebody else was
faster, it shows what they changed, and saving again builds on their state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.monitor.services.edits import Change, Overtaken

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
    template: str = "monitor/act.html"
    then: str = ""
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


def acting(request: HttpRequest, permission: str = "core.view") -> Membership:
    """Return the page's member; NotPermitted without the permission, NotFound for strangers."""
    return require(getattr(request, "member", None), permission)


def act_page(
    request: HttpRequest, act: Act, make: Make, do: Callable[[forms.Form], Any]
) -> HttpResponse:
    """Show an act's form, or do it and lead back to the record.

    ``make`` builds the form from what was sent (None: as it begins); ``do`` may return the
    address to go to.
    """
    if request.method != "POST":
        return _shown(request, act, make(None))
    form = make(request.POST)
    if not form.is_valid():
        return _shown(request, act, form, status=400)
    try:
        leads_to = do(form)
    except Overtaken as overtaken:
        again = make(_renewed(request.POST, overtaken.revision))
        return _shown(request, act, again, overtaken.changes, 409)
    except (InvalidInput, Conflict) as error:
        form.add_error(None, error.message)
        return _shown(request, act, form, status=error.status)
    messages.success(request, act.done)
    return redirect(leads_to if isinstance(leads_to, str) else act.then or act.back)


def _renewed(given: QueryDict, revision: int) -> QueryDict:
    """Return what was typed, to be saved on top of what the other person did."""
    renewed = given.copy()
    renewed["revision"] = str(revision)
    return renewed


def _shown(
    request: HttpRequest,
    act: Act,
    form: forms.Form,
    changes: Iterable[Change] = (),
    status: int = 200,
) -> HttpResponse:
    values = {"act": act, "form": form, "changes": list(changes), **act.more}
    return render(request, act.template, values, status=status)
