"""Saved views: a page with its filters under a name, for oneself or for the programme."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import audit
from goodoffices.core.models import Membership, SavedView
from goodoffices.core.queries.saved_views import SHARE, known_pairs, views_for
from goodoffices.core.savable import SavablePage, pages

__all__ = ["change_view", "clean_query", "remove_view", "save_view", "views_for"]

LONGEST_QUERY = 2000
MOST_VIEWS = 100


def save_view(
    *, member: Membership, page: str, name: str, query: str, shared: bool = False
) -> SavedView:
    """Save the current address under a name; the same name on the same page replaces it."""
    called, known = _name(name), pages().get(page)
    if known is None or not member.may(known.permission):
        raise InvalidInput(_("This page cannot be saved as a view."))
    kept = clean_query(known, query)
    _may_share(member, shared)
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
        _may_share(member, shared and not view.shared)
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


def clean_query(page: SavablePage, query: str) -> str:
    """Return of a query string what the page is known to ask for, in one form."""
    try:
        kept = urlencode(known_pairs(page, query))
    except ValueError:
        raise InvalidInput(_("This address holds too many filters to be saved.")) from None
    if len(kept) > LONGEST_QUERY:
        raise InvalidInput(_("This address is too long to be saved."))
    return kept


def _may_share(member: Membership, shared: bool) -> None:
    if shared and not member.may(SHARE):
        raise NotPermitted(_("Your role does not allow this. An administrator can change roles."))


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
