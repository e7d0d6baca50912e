"""One act on a record of monitoring: where somebody else was faster, it shows what they changed,
and saving again builds on their state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

from goodoffices.core.views import acts
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Make, act_form
from goodoffices.monitor.services.edits import Overtaken

__all__ = ["Act", "act_page", "acting"]


class Act(acts.Act):
    """What the page of one act on a record of monitoring says."""

    def __init__(self, *, template: str = "monitor/act.html", **more: Any) -> None:
        super().__init__(template=template, **more)


def act_page(
    request: HttpRequest, act: acts.Act, make: Make, do: Callable[[forms.Form], Any]
) -> HttpResponse:
    """Show an act's form, or do it and lead back to the record (see `core.views.acts`)."""

    def careful(form: forms.Form) -> Any:
        try:
            return do(form)
        except Overtaken as overtaken:
            again = make(_renewed(request.POST, overtaken.revision))
            return act_form(request, act, again, 409, changes=overtaken.changes)

    return acts.act_page(request, act, make, careful)


def _renewed(given: QueryDict, revision: int) -> QueryDict:
    """Return what was typed, to be saved on top of what the other person did."""
    renewed = given.copy()
    renewed["revision"] = str(revision)
    return renewed
