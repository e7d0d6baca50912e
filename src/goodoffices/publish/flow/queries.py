"""Reading the state of publications: what waits for whom, what may be done, what came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import GoodOfficesError, NotFound
from goodoffices.core.models import STANDS, Membership
from goodoffices.publish.flow import people
from goodoffices.publish.flow.table import CHECKERS, MOVES, Move, permissions
from goodoffices.publish.flow.withdrawing import MAY
from goodoffices.publish.models import Citation, Publication, State, Step, Text, Withdrawal
from goodoffices.publish.words import STATES, WAITS

PERMISSION = {
    **CHECKERS,
    State.READY: "publish.release",
    State.HELD: "publish.release",
}
"""By state: the permission of those for whom a publication waits."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A publication that waits for a member, and for what."""

    publication: Publication
    title: str
    what: Promise | str
    since: datetime | None


def find(code: str, member: Membership) -> Publication:
    """Return a publication the member may see, by its code; raises `NotFound`."""
    rows = Publication.objects.visible_to(member).filter(code=code.strip().lower()[:16])
    found: Publication | None = rows.select_related("by", "corrects").first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    return found


def waiting_for(member: Membership) -> list[Waiting]:
    """Return the publications that wait for a member, the longest first.

    Checks of texts that they wrote themselves are none of theirs; a draft waits for those who
    wrote it once it was sent back.
    """
    rows = Publication.objects.visible_to(member).annotate(since=Max("steps__at"))
    theirs = [one for one in _in_hand(rows, member) if _is_for(one, member)]
    asked = rows.filter(_asks_for_second(member)) if _may_withdraw(member) else rows.none()
    titles = titles_of([*theirs, *asked])
    found = [Waiting(one, titles[one.pk], WAITS[State(one.state)], one.since) for one in theirs]
    withdraw = _("Somebody asks to withdraw it: a second person has to confirm that.")
    found += [Waiting(one, titles[one.pk], withdraw, one.since) for one in asked]
    return sorted(found, key=lambda one: one.since or one.publication.created_at)


def _in_hand(rows: QuerySet[Publication], member: Membership) -> list[Any]:
    """Return what stands where the member's role has something to do."""
    states = [state for state, permission in PERMISSION.items() if member.may(permission)]
    sent_back = Q(state=State.DRAFT, since__isnull=False)
    asked = Q(state__in=states) | (sent_back if member.may("publish.write") else Q(pk__in=[]))
    return list(rows.filter(asked).select_related("corrects"))


def _is_for(publication: Publication, member: Membership) -> bool:
    wrote = member.user_id in people.authors(publication)
    if publication.state == State.DRAFT:
        return wrote
    if publication.state not in CHECKERS:
        return True
    other = people.SEPARATE.get(State(publication.state), "")
    step = people.checks_of(people.this_round(publication)).get(other)
    return not wrote and (step is None or step.by_id != member.user_id)


def _may_withdraw(member: Membership) -> bool:
    return any(member.may(one) for one in MAY)


def _asks_for_second(member: Membership) -> Exists:
    # Not scoped again: the requests are those of publications in scope.
    asked = Withdrawal._base_manager.filter(
        STANDS, publication=OuterRef("pk"), confirmed_at=None
    ).exclude(by=member.user)
    return Exists(asked)


def titles_of(found: Iterable[Publication]) -> dict[int, str]:
    """Return the latest title of each publication, in the reader's language where it has one."""
    rows = {one.pk: one for one in found}
    language = (get_language() or "en")[:2]
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    texts = Text.objects.filter(publication__in=rows).order_by("number")
    for pk, spoken, title in texts.values_list("publication", "language", "title"):
        titles[pk][spoken] = title
    return {
        pk: titles[pk].get(language) or titles[pk].get(one.source_language) or one.code
        for pk, one in rows.items()
    }


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that stands open on a page; ``against`` says why this member may not take it."""

    move: Move
    against: str = ""


def possible_for(publication: Publication, member: Membership) -> list[Possible]:
    """Return the steps by hand that a member's role allows from here, forward ones first."""
    found = []
    for move in MOVES:
        wanted = permissions(move, publication.state)
        fits = move.by_hand and publication.state in move.of
        if fits and any(member.may(one) for one in wanted):
            found.append(Possible(move, _against(publication, move, member)))
    return sorted(found, key=lambda one: not one.move.forward)


def _against(publication: Publication, move: Move, member: Membership) -> str:
    try:
        people.may_take(publication, move, member.user)
    except GoodOfficesError as error:
        return error.message
    return ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as a page shows it; ``holds`` says whether it counts for the text as it is now."""

    step: Step
    to: Promise | str
    holds: bool


def steps_of(publication: Publication, digest: str) -> list[Taken]:
    """Return the steps of a publication, the latest first."""
    counted = {one.pk for one in people.checks_of(people.this_round(publication)).values()}
    rows = publication.steps.select_related("by").order_by("-pk")
    return [
        Taken(one, STATES[State(one.to)], one.pk in counted and one.digest == digest)
        for one in rows[:100]
    ]


def citing(kind: str, pk: int) -> QuerySet[Citation]:
    """Return the standing citations of one record, for the page of that record."""
    found: QuerySet[Citation] = Citation.objects.filter(STANDS, **{kind: pk})
    return found
