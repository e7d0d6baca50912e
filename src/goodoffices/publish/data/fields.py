"""The fields that open data can hold, and no other: what each says, and what it gives away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the files: its name, kind (`formats.snapshot.KINDS`), HXL tag and meaning."""

    name: str
    kind: str
    hxl: str
    meaning: str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """What can be chosen: one or more columns, and what a reader could do with them."""

    name: str
    label: str | Promise
    betrays: str | Promise
    columns: tuple[Column, ...]


ID = Column(
    "id",
    "text",
    "#meta+id",
    _("The record's id in this data set, the same in each version; it says nothing else."),
)

FIELDS = {
    field.name: field
    for field in (
        Field(
            "date",
            _("Date"),
            _("With the exact day, whoever knows of one event finds its record. Weeks or months."),
            (
                Column("date_start", "date", "#date+start", _("First day of the period.")),
                Column("date_end", "date", "#date+end", _("Last day of the period.")),
            ),
        ),
        Field(
            "country",
            _("Country"),
            _("Little, unless nearly all records lie in one country."),
            (Column("country", "text", "#country+name", _("The country.")),),
        ),
        Field(
            "region",
            _("Region"),
            _("Little where many events are recorded; a lone event in a region is recognised."),
            (Column("region", "text", "#adm1+name", _("The region.")),),
        ),
        Field(
            "district",
            _("District"),
            _("In a small district people know every event: combine it with months, not days."),
            (Column("district", "text", "#adm2+name", _("The district.")),),
        ),
        Field(
            "point",
            _("Point on the map, moved"),
            _(
                "The point lies beside the true place by a secret distance and direction. Who"
                " knows of a public event at the same spot learns how that spot was moved."
            ),
            (
                Column("latitude", "number", "#geo+lat", _("Latitude, moved; WGS 84.")),
                Column("longitude", "number", "#geo+lon", _("Longitude, moved; WGS 84.")),
                Column(
                    "within_km",
                    "integer",
                    "#geo+radius",
                    _("The true place lies within so many km of the point."),
                ),
            ),
        ),
        Field(
            "event_type",
            _("Type of event"),
            _("A rare type points to one event; small groups are told by the wider type."),
            (
                Column("event_type", "text", "#event+type+code", _("Code of the type.")),
                Column("event_type_label", "text", "#event+type+name", _("The type in English.")),
            ),
        ),
        Field(
            "killed",
            _("People killed"),
            _("Small figures single people out: figures below the smallest group are left out."),
            (
                Column("killed_low", "integer", "#affected+killed+min", _("At least so many.")),
                Column("killed_best", "integer", "#affected+killed", _("The best figure.")),
                Column("killed_high", "integer", "#affected+killed+max", _("At most so many.")),
                Column(
                    "killed_band",
                    "text",
                    "#affected+killed+range",
                    _("The range that the best figure lies in, where figures are left out."),
                ),
                Column(
                    "harm_state",
                    "text",
                    "#status+harm",
                    _("How far the harm was verified, apart from the event."),
                ),
            ),
        ),
        Field(
            "sources",
            _("Number of sources"),
            _("An event with one source may point to who told it."),
            (Column("sources", "integer", "#meta+sources+num", _("How many sources tell of it.")),),
        ),
        Field(
            "state",
            _("Verification state"),
            _("Nothing of people; it says how far the programme stands behind the record."),
            (Column("state", "text", "#status+event", _("How far the event was verified.")),),
        ),
    )
}
"""Every field by name, in the order of the files."""

TOGETHER = ("date", "country", "region", "district", "event_type")
"""Fields by whose values together a record could be recognised."""


def columns_of(names: Iterable[str]) -> list[Column]:
    """Return the columns of the fields chosen, the id first."""
    wanted = set(names)
    chosen = [field for field in FIELDS.values() if field.name in wanted]
    return [ID, *(column for field in chosen for column in field.columns)]
