"""What a name being typed may mean: places and parties, within what the member may see."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Party, PartyName, Place, PlaceName
from goodoffices.core.views.acting import acting
from goodoffices.core.views.asked import asked
from goodoffices.methods.text import fold

MOST = 8
LONGEST = 100


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with visible places whose name, in any language, begins so."""
    member = acting(request)
    typed = fold(asked(request, "q", LONGEST)).strip()
    if not typed:
        return _answer([])
    named = PlaceName.objects.filter(folded__startswith=typed).values("place")
    found = Place.objects.visible_to(member).filter(pk__in=named).select_related("parent")
    rows = found.order_by("depth", "-population", "name")[:MOST]
    return _answer([(row.label, _note(row, member)) for row in rows])


@require_safe
def parties(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with visible parties one of whose names begins so."""
    member = acting(request)
    typed = fold(asked(request, "q", LONGEST)).strip()
    if not typed:
        return _answer([])
    named = PartyName.objects.filter(folded__startswith=typed).values("party")
    found = Party.objects.visible_to(member).filter(pk__in=named).order_by("name")[:MOST]
    return _answer([(row.label, "") for row in found])


def _note(place: Place, member: Membership) -> str:
    """Return the larger place, where the member may see it too."""
    parent = place.parent
    return parent.label if parent is not None and may_see(parent, member) else ""


def _answer(found: list[tuple[str, str]]) -> JsonResponse:
    return JsonResponse([{"label": label, "note": note} for label, note in found], safe=False)
