"""Reading places: lists, what a typed name means, what lies around."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import search
from goodoffices.core.models import Membership, Place
from goodoffices.methods.text import fold


def listed(
    member: Membership, *, text: str = "", kind: str = "", under: Place | None = None
) -> QuerySet[Place]:
    """Return the places a member may see, larger ones first.

    ``text``: words of any of their names; ``under``: only what lies in this place.
    """
    rows = Place.objects.visible_to(member).select_related("parent")
    found = search.matching("place", text, member)
    if found is not None:
        rows = rows.filter(found)
    if kind in Place.Kind.values:
        rows = rows.filter(kind=kind)
    if under is not None:
        rows = rows.filter(path__startswith=under.path).exclude(pk=under.pk)
    return rows.order_by("depth", F("population").desc(nulls_last=True), "name", "pk")


def above(place: Place, member: Membership) -> list[Place]:
    """Return the visible places that a place lies in, the widest first."""
    chain = _chain(place)
    return list(Place.objects.visible_to(member).filter(pk__in=chain).order_by("depth"))


def by_words(words: str, member: Membership) -> Place | None:
    """Return the place that typed words mean: ``Harrow`` or ``Harrow, North``; None for none.

    The narrowest comes first, each larger one after a comma. Raises InvalidInput where no
    visible place, or more than one, is called so.
    """
    parts = [fold(part).strip() for part in words.replace("،", ",").split(",") if part.strip()]
    if not parts:
        return None
    named = Place.objects.visible_to(member).filter(names__folded=parts[0][:200]).distinct()
    found = [place for place in named[:200] if _lies_in(place, parts[1:])]
    if not found:
        raise InvalidInput(_("There is no place of this name. Choose one from the list."))
    if len(found) > 1:
        raise InvalidInput(
            _("Several places are called so. Add the larger place after a comma: Harrow, North.")
        )
    return found[0]


def words_for(place: Place | None, member: Membership) -> str:
    """Return the words by which `by_words` finds a place again."""
    if place is None:
        return ""
    chain = [place, *reversed(above(place, member))]
    for length in range(1, len(chain) + 1):
        words = ", ".join(one.name.replace(",", " ") for one in chain[:length])
        try:
            if by_words(words, member) == place:
                return words
        except InvalidInput:
            continue
    return place.name


def _lies_in(place: Place, larger: Sequence[str]) -> bool:
    """Say whether each of the folded names is one of a place that this one lies in."""
    if not larger:
        return True
    chain = _chain(place)
    names = Place.objects.filter(pk__in=chain).values_list("names__folded", flat=True)
    return set(larger) <= set(names)


def _chain(place: Place) -> list[int]:
    """Return the ids above, the widest first."""
    ids = [int(part) for part in place.path.split("/") if part.isdigit()]
    return [pk for pk in ids if pk != place.pk]
