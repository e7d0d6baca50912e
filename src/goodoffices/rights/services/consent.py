"""Consent: writing it down, withdrawing it, and asking whether something is allowed now.

Whoever takes anything about a person out of the house asks `allows` at that very moment: a consent
that was withdrawn counts no more from the moment the withdrawal is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Evidence, User
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import Consent, EvidencePerson, Person
from goodoffices.rights.models.consents import SCOPES
from goodoffices.rights.services.withdrawing import withdraw as take_back

RECORD = "rights.record"


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """What was allowed, how, in which language, and until when."""

    scopes: frozenset[str]
    way: str
    language: str
    given_on: date
    expires_on: date | None = None
    note: str = ""
    keep_until: date | None = None


def give(*, person: Person, given: GivenConsent, by: User | None) -> Consent:
    """Write down a consent that somebody gave."""
    permitted(by, person.programme, RECORD, person)
    _refuse_bad(given)
    with transaction.atomic():
        made = Consent.objects.create(
            person=person,
            **{scope: scope in given.scopes for scope in SCOPES},
            way=given.way,
            language=given.language,
            given_on=given.given_on,
            expires_on=given.expires_on,
            note=given.note.strip()[:500],
            keep_until=given.keep_until,
            by=by,
        )
        data: dict[str, object] = {"scopes": sorted(given.scopes), "of": made.code}
        audit.record(
            "rights.consent.given", by=by, programme=person.programme, record=person, data=data
        )
    return made


def withdraw(
    *, consent: Consent, by: User | None, reason: str, deletion_wished: bool = False
) -> None:
    """Withdraw a consent; from now on nothing that needed it leaves the house.

    ``deletion_wished``: the person asks that their identity goes; the next purge takes it, unless
    something holds it back (`rights.purging.identities`).
    """
    action = "rights.consent.withdrawn"
    with transaction.atomic():
        take_back(said=consent, of=consent.person, action=action, by=by, reason=reason)
        if deletion_wished:
            Consent.objects.filter(pk=consent.pk).update(deletion_wished=True)
            audit.record(
                "rights.consent.deletion_wished",
                by=by,
                programme=consent.person.programme,
                record=consent.person,
                data={"of": consent.code},
            )
    consent.refresh_from_db()


def allows(person: Person, scope: str, *, on: date | None = None) -> bool:
    """Say whether a person allows something now: store, share, publish or refer."""
    return person.pk in allowing([person.pk], scope, on=on)


def allowing(people: Collection[int], scope: str, *, on: date | None = None) -> set[int]:
    """Return which of some persons (by id) allow something now; asked of the database each time."""
    if scope not in SCOPES:
        raise ValueError(f"{scope} is no scope of consent: {', '.join(SCOPES)} are")
    with scopes_disabled():
        rows = _holding(people, on or timezone.localdate()).filter(**{scope: True})
        return set(rows.values_list("person", flat=True))


def allowed_today(people: Collection[int]) -> set[tuple[int, str]]:
    """Return what some persons (by id) allow today, as pairs of person and scope."""
    with scopes_disabled():
        rows = list(_holding(people, timezone.localdate()).values_list("person", *SCOPES))
    return {
        (person, scope)
        for person, *said in rows
        for scope, allows_it in zip(SCOPES, said, strict=True)
        if allows_it
    }


def _holding(people: Collection[int], day: date) -> QuerySet[Consent]:
    """Return the consents of some persons that hold on a day."""
    open_end = Q(expires_on=None) | Q(expires_on__gte=day)
    return Consent.objects.filter(open_end, person__in=people, withdrawn_at=None, given_on__lte=day)


def tie_file(*, person: Person, evidence: Evidence, how: str, by: User | None) -> EvidencePerson:
    """Say that a person is shown in a file, or gave it; copies made of the file count with it."""
    permitted(by, person.programme, RECORD, person, evidence)
    if how not in codebook.load()["evidence_ties"]:
        raise InvalidInput(_("Choose how the person has to do with the file."), code="bad-tie")
    try:
        with transaction.atomic():
            made = EvidencePerson.objects.create(evidence=evidence, person=person, how=how, by=by)
            stricter = person if person.tlp >= evidence.tlp else evidence
            data = {"how": how, "of": made.code}
            audit.record(
                "rights.file.tied", by=by, programme=person.programme, record=stricter, data=data
            )
    except IntegrityError:
        raise Conflict(_("The file is tied to this person already.")) from None
    return made


def withheld_files(ids: Sequence[int]) -> set[int]:
    """Return which files may not be handed over: somebody in or behind them does not allow it.

    A copy is held back with its original. Asked by the evidence store (`core.evidence.consenting`).
    """
    with scopes_disabled():
        origins = dict(Evidence.objects.filter(pk__in=ids).values_list("pk", "original_id"))
        concerned = {*origins, *(origin for origin in origins.values() if origin)}
        ties = EvidencePerson.objects.filter(evidence__in=concerned, withdrawn_at=None)
        pairs = list(ties.values_list("evidence", "person"))
    held = _not_allowed(pairs)
    return {pk for pk, origin in origins.items() if pk in held or origin in held}


def _not_allowed(pairs: Iterable[tuple[int, int]]) -> set[int]:
    found = list(pairs)
    allowed = allowing({person for _file, person in found}, "share")
    return {file for file, person in found if person not in allowed}


def _refuse_bad(given: GivenConsent) -> None:
    if not given.scopes or not given.scopes <= set(SCOPES):
        raise InvalidInput(_("Say what is allowed."), code="no-scope")
    if given.way not in codebook.load()["consent_ways"] or given.language not in {"en", "ar", "he"}:
        raise InvalidInput(_("Say how and in which language it was given."), code="bad-way")
    if given.given_on > timezone.localdate():
        raise InvalidInput(_("A consent cannot be given in the future."), code="bad-day")
    if given.expires_on is not None and given.expires_on < given.given_on:
        raise InvalidInput(_("It cannot expire before it was given."), code="bad-day")
    if given.keep_until is not None and "store" not in given.scopes:
        raise InvalidInput(
            _("Who asks that it is kept allows to keep it: tick that as well."), code="bad-day"
        )
    if given.keep_until is not None and given.keep_until < given.given_on:
        raise InvalidInput(_("It cannot be kept until before it was given."), code="bad-day")
