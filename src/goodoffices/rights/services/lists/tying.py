"""Who a row is among the persons of the room, and which two persons are the same one."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit
from goodoffices.core.access import may_see
from goodoffices.core.models import Protected, User, Withdrawable
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import ListRow, Person, PersonLink, RowPerson
from goodoffices.rights.services.withdrawing import withdraw

RECORD = "rights.record"
TIED = gettext_lazy("This row is tied to a person already. Take that back first.")


def tie_row(*, row: ListRow, person: Person, by: User | None, reason: str = "") -> RowPerson:
    """Say that a row of a list is a person of the room; a row is one person.

    Raises `Conflict` where it is tied to a person already whom the actor may see; a person whom
    they may not see is no reason, or the refusal would tell of them.
    """
    member = permitted(by, row.programme, RECORD, row.casualty_list, person)
    try:
        with transaction.atomic():
            audit.lock(row.programme)
            ties = RowPerson.objects.filter(row=row, withdrawn_at=None).select_related("person")
            if any(member is None or may_see(tie.person, member) for tie in ties):
                raise Conflict(str(TIED))
            made = RowPerson.objects.create(
                row=row, person=person, reason=reason.strip()[:500], by=by
            )
            _record("rights.list.row_tied", made, (row.casualty_list, person), by)
    except IntegrityError:
        raise Conflict(str(TIED)) from None
    return made


def untie_row(*, tie: RowPerson, by: User | None, reason: str) -> None:
    """Take back that a row is a person."""
    parts = (tie.row.casualty_list, tie.person)
    _take_back("rights.list.row_untied", tie, parts, by, reason)


def same_person(
    *, one: Person, other: Person, certainty: str, reason: str, by: User | None
) -> PersonLink:
    """Say that two persons of the room are the same one; both stay, each with what was noted."""
    permitted(by, one.programme, RECORD, one, other)
    if one.pk == other.pk:
        raise InvalidInput(_("Choose another person."), code="same-record")
    if certainty not in codebook.load()["certainties"]:
        raise InvalidInput(_("Choose from the list how certain it is."), code="bad-certainty")
    if not reason.strip():
        raise InvalidInput(_("Say what speaks for it."), code="no-reason")
    low, high = sorted((one, other), key=lambda person: person.pk)
    try:
        with transaction.atomic():
            made = PersonLink.objects.create(
                one=low, other=high, certainty=certainty, reason=reason.strip()[:500], by=by
            )
            _record("rights.person.linked", made, (low, high), by)
    except IntegrityError:
        raise Conflict(_("This was said of the two already.")) from None
    return made


def part_again(*, link: PersonLink, by: User | None, reason: str) -> None:
    """Take back that two persons are the same one."""
    _take_back("rights.person.unlinked", link, (link.one, link.other), by, reason)


def _take_back(
    action: str,
    said: Withdrawable,
    parts: tuple[Protected, Protected],
    by: User | None,
    reason: str,
) -> None:
    permitted(by, parts[0].programme, RECORD, *parts)
    if parts[0].programme_id != parts[1].programme_id:
        raise NotFound(_("There is nothing at this address."))
    strictest = max(parts, key=lambda one: one.tlp)
    noted = _marked(said, parts)
    withdraw(said=said, of=strictest, action=action, by=by, reason=reason, noted_on=noted)


def _marked(said: Withdrawable, parts: tuple[Protected, Protected]) -> Withdrawable:
    """Give what was said the stricter mark of the two, for the log; it names neither."""
    said.tlp = max(one.tlp for one in parts)  # type: ignore[attr-defined]
    return said


def _record(
    action: str, said: Withdrawable, parts: tuple[Protected, Protected], by: User | None
) -> None:
    audit.record(action, by=by, programme=parts[0].programme, record=_marked(said, parts))
