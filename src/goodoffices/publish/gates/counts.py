"""Groups so small that people in them could be recognised are not counted in public."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodoffices.formats.manuscript import figures as figure_marks
from goodoffices.publish.gates.draft import Draft, Passage, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "counts"
TOLLS = ("killed", "killed.low", "killed.high")


def findings(draft: Draft) -> list[Finding]:
    """Return the counts of fewer people than the policy allows.

    One that counts by a trait (women, nurses, detainees) must go; one of people in general is
    advice.
    """
    return [one for passage in draft.passages() for one in _of(draft, passage)]


def _of(draft: Draft, passage: Passage) -> Iterator[Finding]:
    smallest = draft.rules.smallest
    for count in passage.counts:
        if 0 < count.high < smallest:
            yield _small(passage, count.start, count.end, smallest, telling=count.telling)
    for mark in figure_marks(passage.text):
        cited = draft.citations.get(mark.key)
        value = cited.evidence.facts.get(mark.field) if cited else None
        if mark.field in TOLLS and isinstance(value, int) and 0 < value < smallest:
            yield _small(passage, mark.start, mark.end, smallest, value, key=mark.key)


def _small(
    passage: Passage,
    start: int,
    end: int,
    smallest: int,
    *rests_on: object,
    telling: bool = False,
    key: str = "",
) -> Finding:
    said = {"number": smallest}
    if telling:
        why = _("Fewer than %(number)s people of one kind: who knows the place may know them.")
    else:
        why = _("Fewer than %(number)s people: with the place and the day they may be recognised.")
    return found_at(
        GATE,
        passage,
        start,
        end,
        smallest,
        *rests_on,
        why=why % said,
        do=_("Say “fewer than %(number)s”, “some”, or count a wider group, area or time.") % said,
        blocking=telling,
        key=key,
    )
