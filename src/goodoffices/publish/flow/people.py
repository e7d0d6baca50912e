"""Who wrote it and who checked it: an author checks nothing, and one person is never enough."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, NotPermitted
from goodoffices.core.models import User
from goodoffices.publish.flow.table import CHECKED_IN, Move
from goodoffices.publish.models import Citation, Edition, Publication, State, Step

SEPARATE = {State.DIRECTOR: State.SECURITY, State.SECURITY: State.DIRECTOR}
"""Two checks that one person may not both make."""


def authors(publication: Publication) -> set[int]:
    """Return who wrote: whoever saved a text or a citation, also of the text that is amended."""
    found = _wrote(publication, None)
    if publication.corrects is not None:
        found |= _wrote(publication.corrects, _last_out(publication.corrects))
    return found


def _wrote(publication: Publication, since: datetime | None) -> set[int]:
    texts = publication.texts.all()
    cited = Citation.objects.filter(publication=publication)
    taken = cited.exclude(withdrawn_by=None)
    if since is not None:
        texts, cited = texts.filter(at__gt=since), cited.filter(at__gt=since)
        taken = taken.filter(withdrawn_at__gt=since)
    return {
        *(pk for pk in texts.values_list("by", flat=True) if pk),
        *(pk for pk in cited.values_list("by", flat=True) if pk),
        *(pk for pk in taken.values_list("withdrawn_by", flat=True) if pk),
    }


def _last_out(publication: Publication) -> datetime | None:
    last = Edition.objects.filter(publication=publication).order_by("-number").first()
    return last.at if last else None


def this_round(publication: Publication) -> list[Step]:
    """Return the steps since the publication last went into its checks, in their order."""
    found: list[Step] = []
    for step in publication.steps.select_related("by").order_by("pk"):
        found = [step] if step.to == State.FACTS else [*found, step]
    return found


def checks_of(steps: Iterable[Step]) -> dict[str, Step]:
    """Return the step that passed each check of a round, by the state it was passed in."""
    order = (*CHECKED_IN, State.READY)
    after = dict(itertools.pairwise(order))
    return {one.of: one for one in steps if after.get(State(one.of)) == one.to}


def may_take(publication: Publication, move: Move, by: User | None) -> None:
    """Raise `NotPermitted` where a person may not make a check, whatever their role."""
    if not move.checks or by is None:
        return
    if by.pk in authors(publication):
        raise NotPermitted(
            _("You wrote a part of this. Somebody who wrote none of it has to check it."),
            code="own-text",
        )
    other = checks_of(this_round(publication)).get(SEPARATE.get(State(publication.state), ""))
    if other is not None and other.by_id == by.pk:
        raise NotPermitted(
            _("The director's approval and the security check are for two people."),
            code="same-person",
        )


def require_checked(publication: Publication, digest: str) -> None:
    """Raise `Conflict` unless every check of this round holds for the texts as they are now."""
    against = unchecked(publication, digest)
    if against:
        raise Conflict(_("Not all checks hold for this text. Send it through them."), code=against)


def unchecked(publication: Publication, digest: str) -> str:
    """Return the code of what is wrong with the checks of this round, or nothing."""
    checks = checks_of(this_round(publication))
    if any(one.digest != digest for one in checks.values()):
        return "text-changed"
    if set(checks) != set(CHECKED_IN) or any(one.by_id is None for one in checks.values()):
        return "check-missing"
    wrote = authors(publication)
    checkers = {one.by_id for one in checks.values()}
    if wrote & checkers:
        return "own-text"
    if checks[State.DIRECTOR].by_id == checks[State.SECURITY].by_id or len(checkers | wrote) < 2:
        return "same-person"
    return ""
