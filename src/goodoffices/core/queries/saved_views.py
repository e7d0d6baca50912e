"""The saved views a member can open: their own, and those shared that betray nothing to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from django.apps import apps
from django.db.models import Q

from goodoffices.core.codes import ALPHABET, LENGTH
from goodoffices.core.models import Membership, SavedView
from goodoffices.core.savable import SavablePage, pages

SHARE = "core.share"
CODE = re.compile(rf"(?=.*\d)[{ALPHABET}]{{{LENGTH}}}", re.IGNORECASE)
"""What is typed like this into a box for words may be the code of a record."""

Named = tuple[str, str]
"""A record that a view names: its kind, its code."""


def views_for(member: Membership, page: str = "") -> list[SavedView]:
    """Return the member's own views and those shared with them, by name.

    A view can hold a search text, so that it is shared only with people whose clearance is at
    least that of the member who shares it; and it can name a record, so that it is not there for
    those who may not see that record. Pages that the member may not open have no views.
    """
    names = [page] if page else list(pages())
    open_to = {name for name in names if name in pages() and member.may(pages()[name].permission)}
    shared = Q(shared=True, membership__active=True, membership__clearance__lte=member.clearance)
    found = SavedView.objects.filter(Q(membership=member) | shared, page__in=open_to)
    rows = found.select_related("membership__user").order_by("name", "pk")
    return _without_hidden([row for row in rows if _is_offered(row, member)], member)


def known_pairs(page: SavablePage, query: str) -> list[tuple[str, str]]:
    """Return what a page knows of a query string; raises ValueError for one that is too long."""
    return kept(page, parse_qsl(query.lstrip("?"), max_num_fields=200))


def kept(page: SavablePage, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those names and values of an address that a page knows; empty ones mean all."""
    known = [(name, value.replace("\x00", "").strip()) for name, value in pairs]
    return [(name, value) for name, value in known if value and name in page.parameters]


def _is_offered(view: SavedView, member: Membership) -> bool:
    return view.membership_id == member.pk or view.membership.may(SHARE)


def _without_hidden(rows: list[SavedView], member: Membership) -> list[SavedView]:
    """Leave out views of others that name a record which the member may not see."""
    named = {view.pk: set(_named(view)) for view in rows if view.membership_id != member.pk}
    wanted = set().union(*named.values()) if named else set()
    hidden = wanted - _seen(wanted, member) if wanted else set()
    return [view for view in rows if not named.get(view.pk, set()) & hidden]


def _named(view: SavedView) -> Iterator[Named]:
    page = pages()[view.page]
    for name, value in known_pairs(page, view.query):
        kind = page.records.get(name)
        if kind and (name != "q" or CODE.fullmatch(value)):
            yield kind, value.lower()


def _seen(wanted: set[Named], member: Membership) -> set[Named]:
    """Return those that the member may see, with one query for each kind."""
    codes: dict[str, list[str]] = defaultdict(list)
    for kind, code in wanted:
        codes[kind].append(code)
    found: set[Named] = set()
    for kind, those in codes.items():
        rows = apps.get_model(kind)._default_manager.visible_to(member)
        found |= {
            (kind, code) for code in rows.filter(code__in=those).values_list("code", flat=True)
        }
    return found
