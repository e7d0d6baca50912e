"""How two kinds of event go together, by the codebook's tree."""

from __future__ import annotations

from functools import cache
from typing import Literal

Kinship = Literal["same", "group", "possible", "differ", "unknown"]

POSSIBLE = {
    frozenset(pair)
    for pair in (
        ("battle", "remote"),
        ("civilians", "remote"),
        ("battle", "civilians"),
        ("protest", "riot"),
        ("civilians", "detention"),
        ("civilians", "riot"),
        ("property", "remote"),
        ("property", "battle"),
        ("property", "riot"),
        ("movement", "detention"),
        ("movement", "property"),
        ("civilians", "protest"),
    )
}
"""Groups that two sources may well choose for one event: shelling of a town is fighting to one,
remote violence to another and violence against civilians to a third."""


@cache
def group_of(code: str) -> str:
    """Return the group a code of the codebook belongs to; '' for a code it does not know."""
    from goodoffices import codebook

    entries = codebook.load().schemes["event_types"].entries
    while code in entries and entries[code].parent:
        code = entries[code].parent
    return code if code in entries else ""


@cache
def kinship(one: str, other: str) -> Kinship:
    """Say how two codes go together: the same, of one group, possible, or in contradiction."""
    groups = group_of(one), group_of(other)
    if not (one and other):
        return "unknown"
    if one == other:
        return "same"
    if "" in groups:
        return "differ"
    if groups[0] == groups[1]:
        return "group"
    if frozenset(groups) in POSSIBLE or "other" in groups:
        return "possible"
    return "differ"
