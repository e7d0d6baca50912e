"""What can be shared of an incident at all: the fields an agreement may allow, and no others.

Titles, texts, names of people, sources, offices, marks and our own codes are not here, so that no
agreement can let them out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodoffices.formats.exchange import COLUMNS


@dataclass(frozen=True, slots=True)
class Shareable:
    """One field of the allow-list: what it is called, what it betrays, its columns in a file."""

    name: str
    label: str | Promise
    betrays: str | Promise
    columns: tuple[str, ...]


FIELDS: dict[str, Shareable] = {
    one.name: one
    for one in (
        Shareable(
            "date",
            _("When it happened"),
            _(
                "With a place it finds the event in the news and in other people's lists, and so"
                " whoever was there. Only whole periods of the agreed length are given."
            ),
            ("date_from", "date_to"),
        ),
        Shareable(
            "place",
            _("Name of the place"),
            _(
                "In a small place the name alone can say whose house it was. No place finer than"
                " the agreed kind is named."
            ),
            ("place", "place_kind"),
        ),
        Shareable(
            "point",
            _("Point on the map"),
            _(
                "Together with a name the finer of the two counts. The point is always the middle"
                " of a cell of the agreed grid, never where it happened."
            ),
            ("latitude", "longitude", "radius_m"),
        ),
        Shareable(
            "type",
            _("Type of event"),
            _(
                "Some types say what was done to somebody's body or dignity: with place and time"
                " they can single out one person."
            ),
            ("event_type",),
        ),
        Shareable(
            "killed",
            _("People killed"),
            _(
                "One death in one village in one month is a person with a name. Counts below the"
                " least number are held back, all three figures together."
            ),
            ("killed_low", "killed_best", "killed_high", "killed_few"),
        ),
        Shareable(
            "state",
            _("How far it was checked"),
            _(
                "Says how much is known of it here, and with a name for those responsible that"
                " somebody spoke to us."
            ),
            ("state", "harm_state", "attribution_state"),
        ),
        Shareable(
            "parties",
            _("Parties, with their roles"),
            _(
                "Who is said to have done it: read by whoever gets hold of the file, and held"
                " against those who may have told us."
            ),
            ("parties",),
        ),
        Shareable(
            "changed",
            _("When it last changed here"),
            _(
                "Lets the partner follow changes; it also says when we heard, which is often soon"
                " after it happened. Only the first day of the agreed period is given."
            ),
            ("changed",),
        ),
    )
}
"""Every field by its name, in the order of the columns. The partner's own id is always there."""


def columns_of(fields: list[str]) -> list[str]:
    """Return the columns of the allowed fields, the partner's id first, in the order of the format.

    A name that is no field gives none: what is not known never leaves.
    """
    allowed = {column for name in fields if name in FIELDS for column in FIELDS[name].columns}
    return [name for name in COLUMNS if name == "id" or name in allowed]
