"""Evidence bundles: choosing what is handed over, to whom and why; the bundle itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.evidence import bundling
from goodoffices.core.forms.evidence import BundleForm
from goodoffices.core.models import Evidence, Membership
from goodoffices.core.queries import evidence as reading
from goodoffices.core.queries.bundles import found_bundle, visible_bundles
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.evidence import SANDBOX, home

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the bundles a member may know of."""
    member = acting(request, "core.bundle")
    page = Paginator(visible_bundles(member), PAGE).get_page(request.GET.get("page"))
    return render(request, "core/bundles.html", {"page": page, "crumbs": _way(member)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a bundle of the files the address names (``code``, several times)."""
    member = acting(request, "core.bundle")
    items = _named(request, member)
    posted = request.method == "POST"
    form = BundleForm(request.POST if posted else None)
    if posted and form.is_valid():
        with said_on(form) as done:
            _bundle, job = bundling.ask(items=items, by=member.user, **form.cleaned_data)
        if done:
            return redirect("core:task", programme=member.programme.slug, code=job.code)
    values = {"form": form, "items": items, "crumbs": _way(member, _("New bundle"))}
    return render(request, "core/bundle_new.html", values, status=400 if posted else 200)


def _named(request: HttpRequest, member: Membership) -> Sequence[Evidence]:
    """Return the files an address names, as far as the member may see them."""
    given = request.POST if request.method == "POST" else request.GET
    codes = [code[:16] for code in given.getlist("code")][: bundling.MOST + 1]
    return list(reading.visible(member).filter(code__in=codes).order_by("pk")) if codes else []


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a bundle: its seal, what is in it, to whom and why."""
    member = acting(request, "core.bundle")
    bundle = found_bundle(member, code)
    values = {
        "bundle": bundle,
        "is_gone": bundle.items.exclude(purged_at=None).exists(),
        "items": bundle.items.select_related("file").order_by("pk"),
        "crumbs": _way(member, bundle.code),
    }
    return render(request, "core/bundle.html", values)


@require_safe
def download(request: HttpRequest, code: str) -> FileResponse:
    """Send a bundle to the member who hands it over; each time is on record."""
    member = acting(request, "core.bundle")
    bundle = found_bundle(member, code)
    stream = bundling.fetched(bundle, by=member.user)
    name = f"evidence-{bundle.code}.zip"
    answer = FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer


def _way(member: Membership, here: str = "") -> list[tuple[str, str]]:
    listed = reverse("core:bundles", kwargs={"programme": member.programme.slug})
    way = [(_("Files"), home(member)), (_("Evidence bundles"), listed if here else "")]
    return [*way, (here, "")] if here else way
