"""No place is told more exactly than the policy allows."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodoffices.formats.manuscript import figures as figure_marks
from goodoffices.formats.manuscript import pictures
from goodoffices.methods.exposure import find_addresses, find_coordinates
from goodoffices.methods.terminology import Called
from goodoffices.publish.gates.draft import Draft, Passage, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "places"


def findings(draft: Draft) -> list[Finding]:
    """Return coordinates, addresses, named sites of cited incidents, and maps that show one."""
    names = [(name, name) for cited in draft.citations.values() for name in cited.exact_places]
    sites = Called(names)
    found: list[Finding] = []
    for passage in draft.passages():
        found += _exact(passage, draft.rules.displace_m)
        found += _sites(draft, passage, sites)
        found += _maps(draft, passage)
    return found


def _exact(passage: Passage, finer_m: int) -> Iterator[Finding]:
    for one in find_coordinates(passage.text, finer_m=finer_m):
        yield found_at(
            GATE,
            passage,
            one.start,
            one.end,
            finer_m,
            why=_("This is a point on the map: it leads to a door."),
            do=_("Name the town or district. Rounding is not enough: the point must be moved."),
        )
    for one in find_addresses(passage.masked):
        yield found_at(
            GATE,
            passage,
            one.start,
            one.end,
            why=_("This reads like the address of a house."),
            do=_("Name the town, the district or at most the neighbourhood."),
        )


def _sites(draft: Draft, passage: Passage, sites: Called[str]) -> Iterator[Finding]:
    for start, end, _name in sites.met(passage.masked):
        yield _site(passage, start, end)
    for mark in figure_marks(passage.text):
        cited = draft.citations.get(mark.key)
        if cited and mark.field == "place" and cited.exact_places:
            yield _site(passage, mark.start, mark.end, mark.key)


def _site(passage: Passage, start: int, end: int, key: str = "") -> Finding:
    return found_at(
        GATE,
        passage,
        start,
        end,
        why=_("This is a place smaller than a village, where something that is cited happened."),
        do=_("Name the town around it, unless the place itself is what the sentence is about."),
        blocking=False,
        key=key,
    )


def _maps(draft: Draft, passage: Passage) -> Iterator[Finding]:
    for mark in pictures(passage.text):
        cited = draft.citations.get(mark.key)
        if cited and cited.evidence.kind == "map" and cited.exact_places:
            yield found_at(
                GATE,
                passage,
                mark.start,
                mark.end,
                *sorted(cited.exact_places),
                why=_("This map shows a place smaller than a village at its exact point."),
                do=_("Narrow what the map counts, or give the place a town it belongs to."),
                key=mark.key,
            )
