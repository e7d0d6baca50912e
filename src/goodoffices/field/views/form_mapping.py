"""What the questions of a version mean: suggested, looked at, confirmed by a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.field.forms.meanings import MOST_CHOICES, Sheet, bounds, scheme
from goodoffices.field.models import FormVersion
from goodoffices.field.services import forms
from goodoffices.field.services.forms.mapping import carried_from, current, current_number
from goodoffices.field.views.form_versions import found
from goodoffices.field.views.forms import crumbs, version_address
from goodoffices.formats.submissions.entries import read_entries


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show each question beside the claim it gives; confirm the whole of it."""
    member, version = found(request, code, number)
    problem, status = "", 200
    if request.method == "POST":
        sheet = Sheet.posted(version, request.POST)
        if request.POST.get("act") == "confirm":
            try:
                _confirm(version, sheet, request, member.user)
            except GoodOfficesError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, _("It is confirmed. Reports are made by it from now on."))
                return redirect(version_address(version, member))
    else:
        sheet = Sheet.of(version, _start(version, request))
    values = _values(version, sheet) | {"problem": problem}
    values["crumbs"] = crumbs(member, version.form, version, _("What the questions mean"))
    return render(request, "field/form_mapping.html", values, status=status)


def _start(version: FormVersion, request: HttpRequest) -> Any:
    """Return the mapping to begin with: the one that holds, or a suggestion."""
    mapping = current(version)
    if mapping is not None and request.GET.get("from") != "suggestion":
        return read_entries(mapping.entries)
    return forms.suggestion(version)


def _confirm(version: FormVersion, sheet: Sheet, request: HttpRequest, by: Any) -> None:
    seen = request.POST.get("seen", "")
    forms.confirm_mapping(
        version=version,
        entries=sheet.entries(),
        seen=int(seen) if seen.isdecimal() else None,
        by=by,
    )


def _values(version: FormVersion, sheet: Sheet) -> dict[str, Any]:
    mapping = current(version)
    return {
        "form": version.form,
        "version": version,
        "sheet": sheet,
        "mapping": mapping,
        "seen": current_number(version),
        "carried_from": carried_from(version),
        "most_choices": MOST_CHOICES,
        "event_types": scheme("event_types"),
        "roles": scheme("party_roles"),
        "measures": scheme("toll_measures"),
        "categories": scheme("toll_categories"),
        "precisions": scheme("date_precision"),
        "bounds": bounds(),
    }


@require_POST
def again(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Have what was sent with a version mapped again."""
    member, version = found(request, code, number)
    try:
        count = forms.map_again(version=version, by=member.user)
    except GoodOfficesError as error:
        messages.error(request, error.message)
    else:
        said = ngettext(
            "%(count)s submission is mapped again.",
            "%(count)s submissions are mapped again.",
            count,
        )
        messages.success(request, said % {"count": count})
    return redirect(version_address(version, member))
