"""Places: the list, one place, adding and correcting, filling from a gazetteer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import jobs, tasks
from goodoffices.core.access import may_see
from goodoffices.core.forms.places import KINDS, GazetteerForm, PlaceChangeForm, PlaceForm
from goodoffices.core.models import Membership, Place
from goodoffices.core.queries.history import history
from goodoffices.core.queries.places import above, listed
from goodoffices.core.services import places
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.asked import asked
from goodoffices.core.views.place_map import place_map

PAGE = 50
MOST_INSIDE = 40


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List places by words of their names, kind, and the place they lie in."""
    member = acting(request)
    text = asked(request, "q")
    kind = asked(request, "kind")
    within = _visible(member).filter(code=asked(request, "in", 16)).first()
    rows = listed(member, text=text, kind=kind, under=within)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "rows": [(row, _seen_parent(row, member)) for row in page.object_list],
        "text": text,
        "kinds": [(code, name, code == kind) for code, name in KINDS],
        "within": within,
        "is_filtered": bool(text or kind or within),
        "may_change": member.may("core.places"),
    }
    return render(request, "core/places.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place: its names, what it lies in, what lies in it, where it is."""
    member = acting(request)
    place = _found(member, code)
    note_read(place, member=member)
    inside = listed(member, under=place)
    chain = above(place, member)
    home = reverse("core:places", kwargs={"programme": member.programme.slug})
    crumbs = [(_("Places"), home), *((one.label, _address(one, member)) for one in chain)]
    values = {
        "place": place,
        "kind": dict(KINDS)[place.kind],
        "names": place.names.order_by("-status", "language", "name"),
        "parent": chain[-1] if chain else None,
        "inside": inside[:MOST_INSIDE],
        "inside_count": inside.count(),
        "figure": place_map(place, member),
        "events": history(place, member),
        "crumbs": [*crumbs, (place.label, "")],
        "may_change": member.may("core.places"),
    }
    return render(request, "core/place.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    member = acting(request, "core.places")
    form = PlaceForm(request.POST or None, member=member, suggest=_suggest(member))
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            place = places.add(programme=member.programme, given=form.given(), by=member.user)
        if done:
            messages.success(request, _("The place is added."))
            return redirect(_address(place, member))
    return render(request, "core/place_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a place."""
    member = acting(request, "core.places")
    place = _found(member, code)
    suggest = _suggest(member)
    if request.method != "POST":
        form = PlaceChangeForm.of(place, member, suggest)
        return render(request, "core/place_form.html", {"form": form, "place": place})
    form = PlaceChangeForm(request.POST, member=member, suggest=suggest)
    if form.is_valid():
        with said_on(form) as done:
            places.change(
                place=place,
                given=form.given(place),
                seen=form.cleaned_data["seen"],
                by=member.user,
                reason=form.cleaned_data["reason"],
            )
        if done:
            messages.success(request, _("The place is corrected."))
            return redirect(_address(place, member))
    return render(request, "core/place_form.html", {"form": form, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
def gazetteer(request: HttpRequest) -> HttpResponse:
    """Fill the places of some countries from GeoNames, in the background."""
    member = acting(request, "core.places")
    own = {"countries": member.programme.countries}
    form = GazetteerForm(request.POST) if request.method == "POST" else GazetteerForm(initial=own)
    if request.method == "POST" and form.is_valid():
        chosen = {"countries": form.cleaned_data["countries"]}
        job = jobs.enqueue(
            tasks.GAZETTEER, programme=member.programme, by=member.user, arguments=chosen
        )
        return redirect("core:task", programme=member.programme.slug, code=job.code)
    return render(request, "core/gazetteer.html", {"form": form})


def _visible(member: Membership) -> QuerySet[Place]:
    return Place.objects.visible_to(member).select_related("parent")


def _found(member: Membership, code: str) -> Place:
    place = _visible(member).filter(code=code).first()
    if place is None:
        raise NotFound(_("There is nothing at this address."))
    return place


def _seen_parent(place: Place, member: Membership) -> Place | None:
    """Return what a place lies in, as far as the member may see it."""
    return place.parent if place.parent and may_see(place.parent, member) else None


def _address(place: Place, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": place.code}
    return reverse("core:place", kwargs=where)


def _suggest(member: Membership) -> str:
    return reverse("core:place-suggestions", kwargs={"programme": member.programme.slug})
