"""Saved views: save the current address under a name, open it, rename, share, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.own import NewViewForm, ViewForm
from goodoffices.core.models import Membership, SavedView
from goodoffices.core.queries.saved_views import SHARE
from goodoffices.core.savable import pages
from goodoffices.core.services import saved_views
from goodoffices.core.views.acting import acting, said_on


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the views one can open."""
    member = acting(request)
    found = saved_views.views_for(member)
    values = {
        "own": [(view, _page(view)) for view in found if view.membership_id == member.pk],
        "shared": [(view, _page(view)) for view in found if view.membership_id != member.pk],
    }
    return render(request, "core/views.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Save a page's address (``?page=&query=``) under a name."""
    member = acting(request)
    posted = request.method == "POST"
    asked = {"page": request.GET.get("page", ""), "query": request.GET.get("query", "")}
    form = NewViewForm(request.POST if posted else None, initial=asked)
    _offer_sharing(form, member)
    if posted and form.is_valid():
        with said_on(form) as done:
            view = saved_views.save_view(member=member, **form.cleaned_data)
        if done:
            messages.success(request, _("The view is saved."))
            return redirect(address(view))
    return render(request, "core/view.html", {"form": form})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Open a view: lead to its page with its filters."""
    return redirect(address(_view(acting(request), code)))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Rename, share or keep to oneself."""
    member = acting(request)
    view = _own(member, code)
    shown = {"name": view.name, "shared": view.shared}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=shown)
    _offer_sharing(form, member, view)
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            given = {"shared": False, **form.cleaned_data}
            saved_views.change_view(view=view, member=member, **given)
        if done:
            return redirect("core:views", programme=member.programme.slug)
    return render(request, "core/view.html", {"form": form, "view": view})


@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a view of one's own."""
    member = acting(request)
    saved_views.remove_view(view=_own(member, code), member=member)
    messages.success(request, _("The view is deleted."))
    return redirect("core:views", programme=member.programme.slug)


def address(view: SavedView) -> str:
    """Return the address a view stands for."""
    try:
        page = reverse(view.page, kwargs={"programme": view.membership.programme.slug})
    except NoReverseMatch:
        raise NotFound(_("The page of this view does not exist any more.")) from None
    query = saved_views.clean_query(pages()[view.page], view.query)
    return f"{page}?{query}" if query else page


def _page(view: SavedView) -> Any:
    """Return how the page of a view is called."""
    return pages()[view.page].label


def _offer_sharing(form: ViewForm, member: Membership, view: SavedView | None = None) -> None:
    """Leave out the tick for sharing where the member may not share."""
    if not member.may(SHARE) and not (view and view.shared):
        del form.fields["shared"]


def _view(member: Membership, code: str) -> SavedView:
    view = next((one for one in saved_views.views_for(member) if one.code == code), None)
    if view is None:
        raise NotFound(_("There is nothing at this address."))
    return view


def _own(member: Membership, code: str) -> SavedView:
    view = _view(member, code)
    if view.membership_id != member.pk:
        raise NotFound(_("There is nothing at this address."))
    return view
