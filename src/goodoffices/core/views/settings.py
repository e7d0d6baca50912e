"""Settings of the programme and its offices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.settings import OfficeChangeForm, OfficeForm, SettingsForm
from goodoffices.core.models import Office
from goodoffices.core.services import programmes
from goodoffices.core.views.acting import acting, said_on


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show and change the programme's settings; list its offices."""
    member = acting(request, "core.settings")
    programme = member.programme
    form = SettingsForm(request.POST) if request.method == "POST" else SettingsForm.of(programme)
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            programmes.change_settings(
                programme=programme,
                values=form.values,
                by=member.user,
                seen_before=form.cleaned_data["seen"],
            )
        if done:
            messages.success(request, _("Saved."))
            return redirect("core:settings", programme=programme.slug)
    values = {"form": form, "offices": Office.objects.order_by("code")}
    return render(request, "core/settings.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new_office(request: HttpRequest) -> HttpResponse:
    """Add an office."""
    member = acting(request, "core.settings")
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            programmes.add_office(
                programme=member.programme,
                code=form.cleaned_data["code"],
                names=form.names,
                by=member.user,
            )
        if done:
            messages.success(request, _("Saved."))
            return redirect("core:settings", programme=member.programme.slug)
    return render(request, "core/office.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, code: str) -> HttpResponse:
    """Change an office's names."""
    member = acting(request, "core.settings")
    found = Office.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    posted = request.method == "POST"
    form = OfficeChangeForm(request.POST) if posted else OfficeChangeForm.of(found)
    if posted and form.is_valid():
        with said_on(form) as done:
            programmes.change_office(
                office=found,
                names=form.names,
                by=member.user,
                seen_before=form.cleaned_data["seen"],
            )
        if done:
            messages.success(request, _("Saved."))
            return redirect("core:settings", programme=member.programme.slug)
    return render(request, "core/office.html", {"form": form, "office": found})
