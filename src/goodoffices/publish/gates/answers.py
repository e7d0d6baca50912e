"""Whoever is named was asked to reply, in time, or it is on record why not."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.publish.gates.draft import Asked, Draft, NamedParty, Passage
from goodoffices.publish.gates.finding import Finding, fingerprint, squeezed

GATE = "replies"

Met = tuple[Passage, int, int]


def findings(draft: Draft) -> list[Finding]:
    """Return the parties named in any text that were not asked, or asked too late."""
    if not draft.rules.replies or draft.parties is None:
        return []
    found = []
    for party, met in named(draft).items():
        asked = draft.asked.get(party.code)
        if why := _why(draft, asked):
            found.append(_finding(party, met, asked, why, draft.rules.reply_hours))
    return found


def named(draft: Draft) -> dict[NamedParty, Met]:
    """Return the parties that the texts name, each with the place where it comes first."""
    first: dict[NamedParty, Met] = {}
    if draft.parties is not None:
        for passage in draft.passages():
            for start, end, party in draft.parties.met(passage.masked):
                first.setdefault(party, (passage, start, end))
    return first


def _why(draft: Draft, asked: Asked | None) -> str:
    """Return what is wrong; "" where nothing is."""
    if asked is None:
        return _("%(party)s is named and was not asked to reply.")
    if asked.not_asked or asked.answered or asked.asked_at is None:
        return ""
    out_at = draft.out_at or draft.now
    hours = draft.rules.reply_hours
    if asked.asked_at + timedelta(hours=hours) > out_at:
        return ngettext(
            "%(party)s was asked, but has not had %(hours)s hour to reply yet.",
            "%(party)s was asked, but has not had %(hours)s hours to reply yet.",
            hours,
        )
    if asked.until and asked.until > out_at:
        return _("%(party)s was told of a later time until which it can reply.")
    return ""


def _finding(party: NamedParty, met: Met, asked: Asked | None, why: str, hours: int) -> Finding:
    passage, start, end = met
    rests_on = (party.code, asked.asked_at if asked else None, asked.until if asked else None)
    return Finding(
        gate=GATE,
        language=passage.language,
        fingerprint=fingerprint(GATE, "", *rests_on, hours),
        field=passage.field,
        start=start,
        end=end,
        words=squeezed(passage.text[start:end])[:300],
        sentence=passage.around(start),
        why=why % {"party": party.label, "hours": hours},
        do=_("Ask for a reply and write it down under “Replies”, or say there why not."),
    )
