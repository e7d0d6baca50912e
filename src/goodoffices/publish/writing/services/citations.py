"""Citing records in a publication, taking a citation back, and saying that a figure was checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.models import STANDS, Membership, User
from goodoffices.core.services.permits import membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Claim, Incident
from goodoffices.monitor.services.permits import permitted as permitted_on
from goodoffices.publish.evidence import Evidence, resolve
from goodoffices.publish.flow.moving import moved_on
from goodoffices.publish.models import Citation, Publication
from goodoffices.publish.writing.rules import refuse_closed

WRITE = "publish.write"
CHECK = "publish.facts"
TRIES = 5


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """What is to be cited. ``query`` and ``tlp`` are for tolls, charts and maps: the filters as
    the page "Incidents" has them in its address, and the strictest mark that is counted."""

    kind: str
    incident: Incident | None = None
    claim: Claim | None = None
    cited: Publication | None = None
    query: str = ""
    tlp: int = TLP.CLEAR
    note: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a citation of this."""
        is_set = self.kind in (Citation.Kind.TOLL, Citation.Kind.CHART, Citation.Kind.MAP)
        return {
            "kind": self.kind,
            "incident": self.incident,
            "claim": self.claim,
            "cited": self.cited,
            "asked": {"query": self.query, "tlp": int(self.tlp)} if is_set else {},
        }


def cite(*, publication: Publication, given: GivenCitation, by: User | None) -> Citation:
    """Tie a record to a publication under a short key; what is cited already keeps its key.

    What the actor may not see is not there: `NotFound`, as for a code that nothing has.
    """
    permitted_on(by, publication.programme, WRITE, publication)
    actor = membership(by, publication.programme) if by else None
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _cited(publication, given, by, actor)
        except IntegrityError:
            continue
    raise Conflict(_("Somebody cited something at the same moment. Try again."))


def _cited(
    publication: Publication, given: GivenCitation, by: User | None, actor: Membership | None
) -> Citation:
    held = Publication.objects.select_for_update().get(pk=publication.pk)
    refuse_closed(held)
    same = Citation.objects.filter(STANDS, publication=held, **given.columns).first()
    if same is not None:
        found: Citation = same
        return found
    made = Citation(publication=held, key=next_key(held), note=given.note.strip()[:300], by=by)
    for name, value in given.columns.items():
        setattr(made, name, value)
    _keep(made, _evidence(made, actor), by)
    made.save(force_insert=True)
    _record("publish.citation.added", made, by)
    moved_on(held, by=by)
    return made


def next_key(publication: Publication) -> str:
    """Return a key that no citation of the publication ever had: c1, c2 and so on."""
    keys = Citation.objects.filter(publication=publication).values_list("key", flat=True)
    numbers = [int(key[1:]) for key in keys if key[:1] == "c" and key[1:].isdecimal()]
    return f"c{max(numbers, default=0) + 1}"


def _evidence(citation: Citation, actor: Membership | None) -> Evidence:
    """Return what the record says; refuse what may not be seen, and what is only for the named."""
    found = resolve(citation, member=actor)
    if found.hidden:
        raise NotFound(_("There is nothing at this address."))
    if citation.cited_id == citation.publication_id and citation.cited_id:
        raise InvalidInput(_("A publication cannot cite itself."), code="cites-itself")
    if not found.stands:
        raise InvalidInput(
            _("This can carry no sentence now: it was withdrawn, merged, or nothing is in it."),
            code="stands-not",
        )
    return found


def _keep(citation: Citation, found: Evidence, by: User | None) -> None:
    citation.checked = dict(found.facts)
    citation.checked_at, citation.checked_by = timezone.now(), by


def check(*, citation: Citation, by: User | None) -> Citation:
    """Say that what the record says today was compared with the text: `checked` is renewed."""
    publication = citation.publication
    actor = membership(by, publication.programme) if by else None
    # Whoever may write or check facts; the permit says no more than the one they lack.
    needed = CHECK if actor is not None and actor.may(CHECK) else WRITE
    permitted_on(by, publication.programme, needed, publication)
    with transaction.atomic():
        held = _standing(citation)
        found = resolve(held, member=actor)
        if found.hidden:
            raise NotFound(_("There is nothing at this address."))
        _keep(held, found, by)
        held.save(update_fields=["checked", "checked_at", "checked_by"])
        _record("publish.citation.checked", held, by)
    return held


def withdraw(*, citation: Citation, reason: str, by: User | None) -> Citation:
    """Take a citation back; its key is never given to another."""
    publication = citation.publication
    permitted_on(by, publication.programme, WRITE, publication)
    if not reason.strip():
        raise InvalidInput(_("Say why."), code="no-reason")
    with transaction.atomic():
        refuse_closed(Publication.objects.select_for_update().get(pk=publication.pk))
        held = _standing(citation)
        held.withdrawn_at, held.withdrawn_by = timezone.now(), by
        held.withdrawn_reason = reason.strip()[:2000]
        held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _record("publish.citation.withdrawn", held, by, reason=held.withdrawn_reason)
        moved_on(publication, by=by)
    return held


def _standing(citation: Citation) -> Citation:
    rows = Citation.objects.select_for_update(of=("self",)).filter(pk=citation.pk)
    held: Citation = rows.select_related("publication__programme", "claim").get()
    if held.withdrawn_at is not None:
        raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
    return held


def _record(action: str, citation: Citation, by: User | None, *, reason: str = "") -> None:
    audit.record(
        action,
        by=by,
        programme=citation.publication.programme,
        record=citation.publication,
        reason=reason,
        data={"key": citation.key, "kind": str(citation.kind)},
    )
