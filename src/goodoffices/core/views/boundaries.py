"""Boundary sets: which there are and whose, loading one, putting it on the maps or not."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import evidence, jobs, tasks
from goodoffices.core.forms.places import BoundariesForm
from goodoffices.core.models import BoundarySet
from goodoffices.core.services import boundaries
from goodoffices.core.views.acting import acting, said_on
from goodoffices.formats.geojson_in import BoundaryLimits


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the boundary sets with their source, licence and note."""
    member = acting(request)
    values = {
        "sets": BoundarySet.objects.annotate(count=Count("areas")).order_by("name", "pk"),
        "may_change": member.may("core.places"),
        "has_countries": bool(member.programme.countries),
    }
    return render(request, "core/boundaries.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a file of boundaries and load it in the background."""
    member = acting(request, "core.places")
    form = BoundariesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        limit = min(BoundaryLimits().file_bytes, settings.IMPORT_LIMIT_BYTES)
        with said_on(form) as done:
            kept = evidence.store_file(said.pop("file"), programme=member.programme, limit=limit)
            job = jobs.enqueue(
                tasks.BOUNDARIES,
                programme=member.programme,
                by=member.user,
                arguments=said | {"sha256": kept.sha256},
            )
        if done:
            return redirect("core:task", programme=member.programme.slug, code=job.code)
    return render(request, "core/boundaries_new.html", {"form": form})


@require_POST
def outlines(request: HttpRequest) -> HttpResponse:
    """Load the outlines of the programme's countries from Natural Earth."""
    member = acting(request, "core.places")
    job = jobs.enqueue(
        tasks.OUTLINES,
        programme=member.programme,
        by=member.user,
        arguments={"countries": list(member.programme.countries)},
    )
    return redirect("core:task", programme=member.programme.slug, code=job.code)


@require_POST
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """Put a set on the maps, or take it off."""
    member = acting(request, "core.places")
    found = BoundarySet.objects.select_related("programme").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    wanted = request.POST.get("shown") == "yes"
    boundaries.show(boundary_set=found, shown=wanted, by=member.user)
    said = _("The set is on the maps.") if wanted else _("The set is off the maps.")
    messages.success(request, said)
    return redirect("core:boundaries", programme=member.programme.slug)
