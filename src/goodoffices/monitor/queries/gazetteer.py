"""Places by the name a person types."""

from __future__ import annotations

from goodoffices.core.models import Membership, Place, PlaceName
from goodoffices.methods.text import fold

MOST = 12


def places_called(typed: str, member: Membership) -> list[Place]:
    """Return the visible places that bear a name, in any language or spelling, the larger first.

    Where none does, those whose name begins so.
    """
    folded = fold(typed).strip()
    if not folded:
        return []
    exact = PlaceName.objects.filter(folded=folded)
    return _places(exact, member) or _places(
        PlaceName.objects.filter(folded__startswith=folded), member
    )


def _places(names: object, member: Membership) -> list[Place]:
    rows = Place.objects.visible_to(member).filter(pk__in=names.values("place"))  # type: ignore[attr-defined]
    return list(rows.select_related("parent").order_by("depth", "name")[:MOST])
