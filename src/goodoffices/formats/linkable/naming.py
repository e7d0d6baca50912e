"""Which column of a table holds what, and which kind of event a word of any vocabulary means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

ROLES: dict[str, tuple[str, ...]] = {
    "id": ("record_id", "event_id_cnty", "external_id", "id", "code"),
    "source": ("source", "source_name"),
    "first": ("first_day", "date_start", "event_date", "date"),
    "last": ("last_day", "date_end"),
    "date_prec": ("date_prec",),
    "time_precision": ("time_precision",),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng"),
    "where_prec": ("where_prec",),
    "geo_precision": ("geo_precision",),
    "radius_m": ("radius_m",),
    "type": ("sub_event_type", "event_type", "type_of_violence", "type"),
    "killed_low": ("killed_low", "low"),
    "killed_best": ("killed_best", "best", "fatalities", "killed", "deaths"),
    "killed_high": ("killed_high", "high"),
    "injured_low": ("injured_low",),
    "injured_best": ("injured_best", "injured"),
    "injured_high": ("injured_high",),
    "text": ("text", "notes", "source_headline"),
    "language": ("language",),
    "links": ("links", "link", "url", "source_url"),
    "files": ("files", "sha256"),
    "images": ("images",),
    "truth": ("cluster_id",),
}
"""What is looked for, and the names it goes by, the surest first."""

PARTIES = ("parties", "side_a", "side_b", "actor1", "actor2")

NEEDED = (("id",), ("first", "latitude", "text", "links", "files"))
"""Of each row at least one: without an id nothing can be said, without the rest nothing told."""

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("unconventional",)),
    ("remote_suicide_bomb", ("suicide",)),
    ("remote_chemical", ("chemical",)),
    ("remote_shelling", ("shell", "artillery", "rocket", "missile", "mortar")),
    ("remote_air_strike", ("air", "drone")),
    ("remote_grenade", ("grenade",)),
    ("remote_explosive", ("explos", "ied", "mine")),
    ("remote", ("bomb",)),
    ("civilians_one_sided", ("one-sided", "onesided", "one sided")),
    ("battle_non_state", ("non-state", "nonstate", "factional", "communal")),
    ("battle_state_based", ("state-based", "state based")),
    ("civilians_sexual", ("sexual", "rape")),
    ("civilians", ("killing", "civilian", "assault", "massacre", "murder", "execution")),
    ("detention_abduction", ("abduct", "kidnap", "hostage", "disappear")),
    ("detention", ("arrest", "deten")),
    ("battle", ("clash", "battle", "fight", "combat", "conventional force", "skirmish")),
    ("riot", ("riot", "mob")),
    ("protest", ("protest", "demonstrat", "rally")),
    ("property", ("looting", "property", "arson")),
)


def roles(columns: Sequence[str]) -> dict[str, str]:
    """Return which column plays which role; a role nothing plays is left out."""
    names = {_plain(column): column for column in columns}
    found = {}
    for role, known in ROLES.items():
        name = next((names[one] for one in known if one in names), None)
        if name is not None:
            found[role] = name
    return found


def party_columns(columns: Sequence[str]) -> list[str]:
    """Return the columns that name parties."""
    names = {_plain(column): column for column in columns}
    return [names[name] for name in PARTIES if name in names]


def publisher(columns: Sequence[str]) -> str:
    """Return the publisher a table's columns betray, or ''; its rows are all of that source."""
    names = {_plain(column) for column in columns}
    if {"type_of_violence", "date_start"} <= names:
        return "UCDP GED"
    return "ACLED" if {"event_id_cnty", "event_date"} <= names else ""


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_")


@cache
def kind_of(word: str) -> str:
    """Return the code of our event types for a code or word of any vocabulary; '' if none fits."""
    from goodoffices import codebook

    book = codebook.load()
    if word in book["event_types"]:
        return word
    for code_list in ("acled.sub_event_type", "acled.event_type", "ucdp.type_of_violence"):
        code = book.from_code("event_types", code_list, word)
        if code:
            return code
    low = word.casefold()
    return next((code for code, parts in _KINDS if any(part in low for part in parts)), "")
