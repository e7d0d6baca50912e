"""What happened lies as far back as the policy demands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.publish.gates.citing import Use, uses
from goodoffices.publish.gates.draft import Draft, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "fresh"


def findings(draft: Draft) -> list[Finding]:
    """Return the sentences about what happened too short a while before it comes out."""
    if not draft.rules.delay_days:
        return []
    day = draft.out_at.toordinal() if draft.out_at else draft.today
    found = (_of(use, day, draft.rules.delay_days) for use in uses(draft))
    return [one for one in found if one]


def _of(use: Use, day: int, delay: int) -> Finding | None:
    passage, start, end, key, cited = use
    if cited.evidence.hidden or cited.evidence.kind == "publication":
        return None
    if cited.last_day is None:
        why = _("It is not known on which day this happened, so that it may be too recent.")
        do = _("Make sure that it lies far enough back.")
    elif cited.last_day > day - delay:
        why = ngettext(
            "This may endanger people: it happened less than %(number)s day before it comes out.",
            "This may endanger people: it happened less than %(number)s days before it comes out.",
            delay,
        ) % {"number": delay}
        do = _("Let it come out later, or narrow what it counts to what lies further back.")
    else:
        return None
    known = cited.last_day is not None
    rests_on = (key, cited.last_day, delay)
    return found_at(GATE, passage, start, end, *rests_on, why=why, do=do, blocking=known, key=key)
