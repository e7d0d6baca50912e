"""Saved views: a page with its filters under a name, for oneself or for the programme."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import Membership, SavedView

PAGES = frozenset(
    {"monitor:incidents", "monitor:reports", "monitor:situation", "monitor:sources"}
    | {"field:submissions"}
)
"""View names that can be saved: pages whose whole state is in the address."""

LONGEST_QUERY = 2000
MOST_VIEWS = 100
PASSING = frozenset({"page", "saved", "csrfmiddlewaretoken"})
"""Parts of an address that are not part of a view."""


def views_for(member: Membership, page: str = "") -> QuerySet[SavedView]:
    """Return the member's own views and those shared with them, by name.

    A view can hold a search text, so that it is shared only with people whose clearance is at
    least that of the member who shares it.
    """
    shared = Q(shared=True, membership__active=True, membership__clearance__lte=member.clearance)
    found = SavedView.objects.filter(Q(membership=member) | shared)
    if page:
        found = found.filter(page=page)
    return found.select_related("membership__user").order_by("name", "pk")


def save_view(
    *, member: Membership, page: str, name: str, query: str, shared: bool = False
) -> SavedView:
    """Save the current address under a name; the same name on the same page replaces it."""
    called, kept = _name(name), clean_query(query)
    if page not in PAGES:
        raise InvalidInput(_("This page cannot be saved as a view."))
    with transaction.atomic():
        own = SavedView.objects.filter(membership=member)
        if own.exclude(page=page, name=called).count() >= MOST_VIEWS:
            raise InvalidInput(_("You have too many saved views. Delete some first."))
        view, _made = own.update_or_create(
            membership=member,
            page=page,
            name=called,
            defaults={"programme": member.programme, "query": kept, "shared": shared},
        )
        _recorded("core.view.saved", view, member)
    return view


def change_view(*, view: SavedView, member: Membership, name: str, shared: bool) -> SavedView:
    """Give one's own view another name, share it, or keep it to oneself."""
    called = _name(name)
    with transaction.atomic():
        _own(view, member)
        same = SavedView.objects.filter(membership=member, page=view.page, name=called)
        if same.exclude(pk=view.pk).exists():
            raise Conflict(_("You have another view of this name on the same page."))
        view.name, view.shared = called, shared
        view.save(update_fields=["name", "shared"])
        _recorded("core.view.saved", view, member)
    return view


def remove_view(*, view: SavedView, member: Membership) -> None:
    """Delete one's own view."""
    with transaction.atomic():
        _own(view, member)
        _recorded("core.view.removed", view, member)
        view.delete()


def clean_query(query: str) -> str:
    """Return a query string without what passes (page numbers), in one form."""
    try:
        pairs = parse_qsl(query.lstrip("?"), max_num_fields=200)
    except ValueError:
        raise InvalidInput(_("This address holds too many filters to be saved.")) from None
    kept = urlencode([(key, value) for key, value in pairs if key not in PASSING])
    if len(kept) > LONGEST_QUERY:
        raise InvalidInput(_("This address is too long to be saved."))
    return kept


def _name(name: str) -> str:
    called = " ".join(name.split())
    if not 1 <= len(called) <= 100:
        raise InvalidInput(_("Give the view a name of at most 100 characters."))
    return called


def _own(view: SavedView, member: Membership) -> None:
    if view.membership_id != member.pk:
        raise NotFound(_("There is no such view of yours."))


def _recorded(action: str, view: SavedView, member: Membership) -> None:
    data = {"page": view.page, "shared": view.shared}
    audit.record(action, by=member.user, programme=member.programme, record=view, data=data)
