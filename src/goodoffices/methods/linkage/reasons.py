"""Why two reports may tell of one event, as facts that hold of both.

The texts are written elsewhere, in the reader's language; here is a code with its values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from goodoffices.methods.geo import haversine_km

from .kinds import kinship
from .records import NO_TOLL, Record, Toll, best_of, days_of, point_of, toll
from .sharing import same_photos, shared_links, wording
from .telling import nearest_clocks, shared_things

SPOT_KM = 0.2
ROUGH_KM = 5.0
PHRASE = 4
SHARE = 0.5
UNNAMED = frozenset({"", "unknown", "unidentified"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact about a pair: a stable code and what to fill into its sentence."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


CODES = (
    "same_day",
    "days_overlap",
    "days_apart",
    "times_close",
    "same_spot",
    "km_apart",
    "place_rough",
    "place_within",
    "same_killed",
    "killed_close",
    "killed_differ",
    "same_injured",
    "injured_close",
    "injured_differ",
    "same_toll",
    "toll_differs",
    "same_type",
    "types_related",
    "types_differ",
    "same_parties",
    "some_parties",
    "parties_differ",
    "same_file",
    "same_photo",
    "same_link",
    "same_words",
    "same_things",
    "rivals",
)
"""Every code there is. ``values`` by code: same_day {day}; days_apart {days}; times_close {one,
other}: times of day the texts name; km_apart {km}; place_rough {km}: how far the rougher place
may be off; place_within: the one lies in the other by the gazetteer; same_killed, same_injured
{count}; *_close, *_differ {one, other}; same_toll {measure, count}; toll_differs {measure, one,
other}; same_type {type}; types_* {one, other}; same_parties, some_parties {parties}; same_file
{files}; same_photo {photos}; same_link {link, links}; same_words {phrase, percent}: of the
shorter text's words; same_things {things}: by `telling.label`; rivals {count}: others that fit
about as well."""


def reasons(one: Record, other: Record, rivals: int = 0) -> tuple[Reason, ...]:
    """Return the facts that hold of two reports, in the order they are told.

    ``one`` is the report looked at: ``one`` and ``other`` among the values stand for them.
    """
    found = [*_copies(one, other), *_when(one, other), *_where(one, other)]
    found += [*_how_many("killed", one.killed, other.killed)]
    found += [*_how_many("injured", one.injured, other.injured), *_others(one, other)]
    found += [*_what(one, other), *_who(one, other)]
    if rivals:
        found.append(Reason("rivals", {"count": rivals}))
    return tuple(found)


def _copies(one: Record, other: Record) -> Iterator[Reason]:
    files = len(set(one.files) & set(other.files))
    if files:
        yield Reason("same_file", {"files": files})
    photos = same_photos(one.images, other.images)
    if photos:
        yield Reason("same_photo", {"photos": photos})
    links = shared_links(one.links, other.links)
    if links:
        yield Reason("same_link", {"link": links[0], "links": len(links)})
    words = wording(one.text, other.text) if one.text and other.text else None
    if words and (words.run >= PHRASE or words.share >= SHARE):
        percent = int(100 * words.share)
        yield Reason("same_words", {"phrase": words.phrase, "percent": percent})
    elif named := shared_things(one.text, other.text):
        yield Reason("same_things", {"things": named})


def _when(one: Record, other: Record) -> Iterator[Reason]:
    mine, theirs = days_of(one), days_of(other)
    if mine is None or theirs is None:
        return
    gap = max(theirs[0] - mine[1], mine[0] - theirs[1])
    if gap > 0:
        yield Reason("days_apart", {"days": gap})
    elif mine == theirs and mine[0] == mine[1]:
        yield Reason("same_day", {"day": mine[0]})
    else:
        yield Reason("days_overlap")
    times = nearest_clocks(one.text, other.text)
    if times is not None:
        yield Reason("times_close", {"one": times[0], "other": times[1]})


def _where(one: Record, other: Record) -> Iterator[Reason]:
    mine, theirs = point_of(one), point_of(other)
    if mine is None or theirs is None:
        return
    km = haversine_km(*mine, *theirs)
    rough = max(one.radius_m or 0, other.radius_m or 0) / 1000
    if km < SPOT_KM:
        yield Reason("same_spot")
    else:
        yield Reason("km_apart", {"km": round(km, 1)})
    if rough > ROUGH_KM:
        yield Reason("place_rough", {"km": round(rough)})
        if one.areas != other.areas and _lies_in(one.areas, other.areas):
            yield Reason("place_within")


def _lies_in(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(one and other) and (one[-1] in other or other[-1] in one)


def _how_many(what: str, one: Toll, other: Toll) -> Iterator[Reason]:
    mine, theirs = best_of(one), best_of(other)
    if mine is None or theirs is None:
        return
    if mine == theirs:
        yield Reason(f"same_{what}", {"count": mine})
    else:
        near = _is_close(mine, theirs) or _within(mine, other) or _within(theirs, one)
        yield Reason(f"{what}_{'close' if near else 'differ'}", {"one": mine, "other": theirs})


def _others(one: Record, other: Record) -> Iterator[Reason]:
    """Tell of other tolls by their measure; parts of a toll are told by it."""
    theirs = dict(other.counts)
    for measure, figures in one.counts:
        mine, said = best_of(figures), best_of(theirs.get(measure, NO_TOLL))
        if " " in measure or mine is None or said is None:
            continue
        if mine == said:
            yield Reason("same_toll", {"measure": measure, "count": mine})
        else:
            yield Reason("toll_differs", {"measure": measure, "one": mine, "other": said})


def _is_close(one: int, other: int) -> bool:
    return min(one, other) > 0 and abs(one - other) <= max(1, 0.25 * max(one, other))


def _within(figure: int, bounds: Toll) -> bool:
    low, _best, high = toll(*bounds)
    return low is not None and high is not None and low <= figure <= high


def _what(one: Record, other: Record) -> Iterator[Reason]:
    kin = kinship(one.event_type, other.event_type)
    if kin == "same":
        yield Reason("same_type", {"type": one.event_type})
    elif kin == "group":
        yield Reason("types_related", {"one": one.event_type, "other": other.event_type})
    elif kin == "differ":
        yield Reason("types_differ", {"one": one.event_type, "other": other.event_type})


def _who(one: Record, other: Record) -> Iterator[Reason]:
    mine = dict.fromkeys(party for party in one.parties if party not in UNNAMED)
    theirs = {party for party in other.parties if party not in UNNAMED}
    if not (mine and theirs):
        return
    both = tuple(party for party in mine if party in theirs)
    if both and len(both) == len(mine) == len(theirs):
        yield Reason("same_parties", {"parties": both})
    elif both:
        yield Reason("some_parties", {"parties": both})
    else:
        yield Reason("parties_differ")
