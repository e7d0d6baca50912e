"""Taking a list out again: with codes, or with names for those who may open them.

A row that is tied to a person of the room leaves only while the person allows the use, asked of the
database as the row is written. A list marked RED is never taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_export
from goodoffices.core.tlp import TLP
from goodoffices.formats.casualty_lists import PersonRow
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.details import Details
from goodoffices.rights.models import CasualtyList, ListRow, RowPerson
from goodoffices.rights.services import consent
from goodoffices.rights.services.exports import USES
from goodoffices.rights.services.lists.names import open_names, opened

FORMS = ("csv", "xlsx")
BATCH = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken out: for which use, in which form, with names or with codes."""

    use: str = "share"
    form: str = "csv"
    names: bool = False


def begin(*, one: CasualtyList, member: Membership, wanted: Wanted, reason: str = "") -> None:
    """Check the right and put the export on record, before the first byte leaves."""
    require(member, "rights.export")
    if one.tlp >= TLP.RED:
        raise InvalidInput(_("A list marked RED is never taken out."), code="red")
    if wanted.use not in USES or wanted.form not in FORMS:
        raise InvalidInput(_("Say what it is taken out for: share or publish."), code="bad-use")
    if wanted.names and wanted.use == "publish":
        raise InvalidInput(_("Names are not taken out to be published."), code="bad-use")
    if wanted.names:
        open_names(of=[one], rows=[], by=member.user, reason=reason)
    note_export(
        member=member,
        kind="rights.casualtylist",
        form=wanted.form,
        use=wanted.use,
        names=wanted.names,
        list=one.code,
    )


def rows(*, one: CasualtyList, wanted: Wanted) -> Iterator[PersonRow]:
    """Yield the rows that may leave now, in their order."""
    ids = list(
        ListRow.objects.filter(casualty_list=one).order_by("number").values_list("pk", flat=True)
    )
    for start in range(0, len(ids), BATCH):
        part = ListRow.objects.filter(pk__in=ids[start : start + BATCH]).order_by("number")
        batch = list(part)
        names = opened(batch, keys.keyring()) if wanted.names else {}
        for row in batch:
            if _allowed(row, wanted.use) and (row.pk in names or not wanted.names):
                yield _told(row, names.get(row.pk))


def _allowed(row: ListRow, use: str) -> bool:
    """Ask the database now, whoever may see the person: consent goes before convenience."""
    ties = RowPerson.objects.filter(row=row, withdrawn_at=None).select_related("person")
    return all(tie.person.tlp < TLP.RED and consent.allows(tie.person, use) for tie in ties)


def _told(row: ListRow, details: Details | None) -> PersonRow:
    names = details.names if details else (row.code,)
    papers = details.documents if details else ()
    return PersonRow(
        line=row.number,
        external_id=papers[0] if papers else row.code,
        name=names[0],
        raw="",
        digest="",
        other_names=names[1:],
        sex=row.sex,
        born=row.born,
        born_by_age=row.born_by_age,
        age=row.age,
        date=row.date,
        date_precision=row.date_precision,
        places=tuple(row.places),
        status=row.status,
    )
