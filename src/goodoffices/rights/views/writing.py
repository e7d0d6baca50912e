"""Adding a record and correcting it: what the pages of people, acts and cases have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goodoffices.core.models import Membership
from goodoffices.core.views.acting import said_on


def sent(request: HttpRequest) -> Any:
    """Return what a form was sent with; None where it is only looked at."""
    return request.POST if request.method == "POST" else None


def add_page(
    request: HttpRequest,
    member: Membership,
    form: Any,
    add: Callable[..., Any],
    leads_to: Callable[[Any], tuple[str, str]],
    **shown: str,
) -> HttpResponse:
    """Ask for what a new record holds; once added, say so and lead to its page.

    ``leads_to`` returns of the record made the address and what is said there; ``shown`` are the
    title of the page and the way back.
    """
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            made = add(programme=member.programme, given=form.given(), by=member.user)
        if done:
            address, said = leads_to(made)
            messages.success(request, said)
            return redirect(address)
    return render(request, "rights/form.html", {"form": form, **shown})


def correction(
    change: Callable[..., Any], member: Membership, **record: Any
) -> Callable[[Any], None]:
    """Return what a filled-in form does: correct the record, with revision and reason."""

    def do(form: Any) -> None:
        said = form.cleaned_data
        change(
            **record,
            given=form.given(),
            revision=said["revision"],
            by=member.user,
            reason=said["reason"],
        )

    return do
