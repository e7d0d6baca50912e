"""One place: added or corrected by a person."""

from __future__ import annotations

import hashlib
import json
import math

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit, search
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Place, PlaceName, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.services.places.bulk import labels
from goodoffices.core.services.places.values import GivenName, GivenPlace
from goodoffices.core.tlp import TLP
from goodoffices.methods.text import fold, index_text, language_of

MOST_NAMES = 200
WIDEST_M = 3_000_000
LONGEST_PATH = 120


def add(*, programme: Programme, given: GivenPlace, by: User | None) -> Place:
    """Add a place a person describes; raises InvalidInput saying what is wrong with it."""
    member = permitted(by, programme, "core.places")
    _refuse_bad(given, programme, member)
    with transaction.atomic():
        place = Place(programme=programme)
        _fill(place, given)
        place.save(force_insert=True)
        _seat(place, given.parent)
        place.save(update_fields=["path", "depth"])
        _name(place, given)
        audit.record("core.place.added", by=by, programme=programme, record=place)
    return place


def change(*, place: Place, given: GivenPlace, seen: str, by: User | None, reason: str) -> Place:
    """Correct a place. ``seen`` is what `seen` said when the person opened the page.

    Raises Conflict when somebody changed it meanwhile. What is under it moves along with it.
    """
    programme = place.programme
    member = permitted(by, programme, "core.places")
    _refuse_bad(given, programme, member, before=place)
    with transaction.atomic():
        held = Place.objects.select_for_update().get(pk=place.pk)
        if _state(held) != seen:
            raise Conflict(_("Somebody changed this place meanwhile. Look at it again."))
        if given.parent is not None and given.parent.path.startswith(held.path):
            raise InvalidInput(_("A place cannot lie in itself or in a place that lies in it."))
        changed = _changed(held, given)
        before = held.path
        _fill(held, given)
        _seat(held, given.parent)
        held.save()
        if held.path != before:
            _move(held, before)
        _name(held, given)
        audit.record(
            "core.place.changed",
            by=by,
            programme=programme,
            record=held,
            reason=reason,
            data={"changed": changed},
        )
    return held


def _state(place: Place) -> str:
    names = place.names.order_by("language", "name").values_list("language", "name", "status")
    facts: list[object] = [place.kind, place.name, place.parent_id, place.latitude, place.longitude]
    facts += [place.radius_m, place.population, place.tlp, [list(name) for name in names]]
    said = json.dumps(facts, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def seen(place: Place) -> str:
    """Return what the page of a place shows, short; `change` compares it."""
    return _state(place)


def _refuse_bad(
    given: GivenPlace, programme: Programme, member: Membership | None, before: Place | None = None
) -> None:
    if not given.name.strip():
        raise InvalidInput(_("A place needs a name."))
    if given.kind not in Place.Kind.values or given.tlp not in TLP.values:
        raise InvalidInput(_("Choose what kind of place it is, and who may see it."))
    if len(given.names) > MOST_NAMES:
        raise InvalidInput(_("These are too many names for one place."))
    _refuse_bad_point(given)
    above = given.parent
    if above is None or (before is not None and above.pk == before.parent_id):
        return
    if above.programme_id != programme.pk or (member is not None and not may_see(above, member)):
        raise NotFound(_("There is no such place."))
    if given.kind == Place.Kind.COUNTRY:
        raise InvalidInput(_("A country lies in no other place."))


def _refuse_bad_point(given: GivenPlace) -> None:
    point = (given.latitude, given.longitude)
    if (point[0] is None) != (point[1] is None):
        raise InvalidInput(_("Give latitude and longitude, or neither."))
    limits = zip(point, (90, 180), strict=True)
    if any(v is not None and not (math.isfinite(v) and abs(v) <= most) for v, most in limits):
        raise InvalidInput(_("Latitude lies between -90 and 90, longitude between -180 and 180."))
    if not 0 <= given.radius_m <= WIDEST_M:
        raise InvalidInput(_("The radius lies between 0 and 3,000 km."))
    if given.population is not None and not 0 <= given.population <= 10**10:
        raise InvalidInput(_("This number of people cannot be right."))


def _fill(place: Place, given: GivenPlace) -> None:
    place.kind, place.name = given.kind, given.name.strip()[:200]
    place.latitude, place.longitude = given.latitude, given.longitude
    place.radius_m, place.population = given.radius_m, given.population
    place.tlp, place.parent = given.tlp, given.parent
    place.labels = labels(given.names)


def _seat(place: Place, parent: Place | None) -> None:
    above, depth = (parent.path, parent.depth + 1) if parent else ("/", 0)
    place.path, place.depth = f"{above}{place.pk}/", depth
    if len(place.path) > LONGEST_PATH:
        raise InvalidInput(_("This place would lie in too many others."))


def _move(place: Place, before: str) -> None:
    """Let everything that lies in a moved place follow it."""
    inside = Place.objects.filter(programme_id=place.programme_id, path__startswith=before)
    inside = inside.exclude(pk=place.pk)
    moved = len(before) + 1
    first = inside.order_by("depth").values_list("depth", flat=True).first()
    if first is None:
        return
    longest = inside.aggregate(longest=Max(Length("path")))["longest"]
    if longest + len(place.path) - len(before) > LONGEST_PATH:
        raise InvalidInput(_("What lies in this place would lie in too many others."))
    deeper = place.depth + 1 - first
    inside.update(path=Concat(Value(place.path), Substr("path", moved)), depth=F("depth") + deeper)


def _names(given: GivenPlace) -> list[GivenName]:
    """Return the names as they are kept: each once, the principal name among them."""
    kept = {
        (one.language, one.name.strip()[:200]): GivenName(
            one.language, one.name.strip()[:200], str(one.status)
        )
        for one in given.names
        if one.name.strip()
    }
    principal = given.name.strip()[:200]
    if all(fold(one.name) != fold(principal) for one in kept.values()):
        status = str(PlaceName.Status.PREFERRED)
        return [GivenName(language_of(principal), principal, status), *kept.values()]
    return list(kept.values())


def _name(place: Place, given: GivenPlace) -> None:
    """Write the names anew and file the place under them."""
    names = _names(given)
    place.names.all().delete()
    PlaceName.objects.bulk_create(
        PlaceName(
            place=place,
            language=one.language,
            name=one.name,
            folded=fold(one.name).strip()[:200],
            status=one.status,
        )
        for one in names
    )
    text = " ".join(dict.fromkeys((place.name, *(one.name for one in names))))
    search.index("place", [(place.pk, place.programme_id, int(place.tlp), index_text(text))])


def _changed(place: Place, given: GivenPlace) -> list[str]:
    """Return the names of the facts that change; never their values."""
    facts = ("kind", "name", "latitude", "longitude", "radius_m", "population", "tlp")
    changed = [fact for fact in facts if getattr(place, fact) != getattr(given, fact)]
    if place.parent_id != (given.parent.pk if given.parent else None):
        changed.append("parent")
    before = set(place.names.values_list("language", "name", "status"))
    if before != {(one.language, one.name, one.status) for one in _names(given)}:
        changed.append("names")
    return changed
