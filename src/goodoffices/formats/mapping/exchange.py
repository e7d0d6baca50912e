"""The columns of our own export, and the mapping that reads it back."""

from __future__ import annotations

from goodoffices.formats.mapping.columns import ColumnMapping, PartyColumn, TollColumns

EXPORT_COLUMNS = (
    "code",
    "date",
    "date_precision",
    "type",
    "country",
    "region",
    "district",
    "place",
    "latitude",
    "longitude",
    "radius_m",
    "place_precision",
    "side_a",
    "side_b",
    "other_parties",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "verification",
    "title",
    "text",
    "language",
    "link",
)
"""Columns of an incident export in their order; ``date`` is EDTF, ``type`` a codebook code,
several parties stand between semicolons, what is not known is empty."""

EXPORT_MAPPING = ColumnMapping(
    id="code",
    date="date",
    date_order="edtf",
    date_precision="date_precision",
    places=("country", "region", "district", "place"),
    country="country",
    latitude="latitude",
    longitude="longitude",
    place_precision="place_precision",
    radius_m="radius_m",
    type="type",
    parties=(
        PartyColumn("side_a", "side_a"),
        PartyColumn("side_b", "side_b"),
        PartyColumn("other_parties", "associated"),
    ),
    tolls=(
        TollColumns("killed", "all", "killed_low", "killed_best", "killed_high"),
        TollColumns("injured", "all", "injured_low", "injured_best", "injured_high"),
    ),
    title="title",
    text="text",
    language="language",
    link="link",
    guarded=True,
)
