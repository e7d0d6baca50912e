"""What becomes computable when a partner holds files of two versions of its agreement.

The ids of the records are the same in both: whatever one file says less of, the other fills in.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodoffices.core.tlp import TLP
from goodoffices.methods.coarsening import UNITS
from goodoffices.publish.models import SharingAgreement
from goodoffices.publish.partners.fields import FIELDS
from goodoffices.publish.partners.sharing import LEVELS


def learned(before: SharingAgreement, now: SharingAgreement) -> list[str]:
    """Return, as sentences, what files of both versions say together and neither says alone."""
    return [
        *_of_fields(before, now),
        *_of_place(before, now),
        *_of_time(before, now),
        *_of_counts(before, now),
        *_of_choice(before, now),
    ]


def _both(name: str, before: SharingAgreement, now: SharingAgreement) -> bool:
    return name in before.fields and name in now.fields


def _of_fields(before: SharingAgreement, now: SharingAgreement) -> Iterator[str]:
    added = [FIELDS[name] for name in FIELDS if name in now.fields and name not in before.fields]
    for one in added:
        yield _(
            "“%(field)s” is new: the partner can add it to every record it already holds, with all"
            " that the earlier files say of it."
        ) % {"field": one.label}
    if any(name not in now.fields for name in before.fields):
        yield _("A field is taken away: the partner still has it for the records of earlier files.")


def _of_place(before: SharingAgreement, now: SharingAgreement) -> Iterator[str]:
    was, level = LEVELS.index(before.place_level), LEVELS.index(now.place_level)
    if "place" in now.fields and "place" in before.fields and level > was:
        yield _(
            "Places are named more finely: the partner learns it also for the records it holds."
        )
    if _both("place", before, now) and level < was:
        yield _("Places are named less finely: earlier files still name the finer ones.")
    if _both("point", before, now) and before.grid_km != now.grid_km:
        yield _(
            "The cells of two grids cut one another (%(before)s km and %(now)s km): where both are"
            " known, it happened in the smaller piece that they share. A coarser grid does not"
            " help against it."
        ) % {"before": before.grid_km, "now": now.grid_km}


def _of_time(before: SharingAgreement, now: SharingAgreement) -> Iterator[str]:
    if not (_both("date", before, now) or _both("changed", before, now)):
        return
    was, unit = UNITS.index(before.time_unit), UNITS.index(now.time_unit)
    if unit < was:
        yield _("Periods become shorter: the partner learns it also for the records it holds.")
    if unit > was:
        yield _("Periods become longer: earlier files still say the shorter ones.")
    if (
        "week" in (before.time_unit, now.time_unit)
        and was != unit
        and "day"
        not in (
            before.time_unit,
            now.time_unit,
        )
    ):
        yield _(
            "Weeks and months cut one another: a week that lies in two months is told apart by"
            " both."
        )


def _of_counts(before: SharingAgreement, now: SharingAgreement) -> Iterator[str]:
    if _both("killed", before, now) and now.smallest < before.smallest:
        yield _(
            "Counts from %(now)s on are said now: those that were held back under %(before)s"
            " become known."
        ) % {"now": max(now.smallest, 1), "before": before.smallest}


def _of_choice(before: SharingAgreement, now: SharingAgreement) -> Iterator[str]:
    if before.ceiling != now.ceiling:
        yield _(
            "The strictest mark changes from %(before)s to %(now)s: the records that come or go"
            " with it are recognised as those that bear it."
        ) % {"before": TLP(before.ceiling).label, "now": TLP(now.ceiling).label}
    for name, sentence in _narrowings().items():
        if set(getattr(before, name)) != set(getattr(now, name)):
            yield sentence
    if (before.first_day, before.last_day) != (now.first_day, now.last_day):
        yield _(
            "The days of the events change: the records that come or go with it lie in the days"
            " between."
        )


def _narrowings() -> dict[str, str]:
    return {
        "types": _(
            "The types of events change: the records that come or go with it are of the types"
            " that make the difference, also where the type is not shared."
        ),
        "states": _(
            "The states of checking change: the records that come or go with it were in the"
            " states that make the difference, also where the state is not shared."
        ),
        "places": _(
            "The places change: the records that come or go with it lie in the places that make"
            " the difference, also where no place is shared."
        ),
    }
