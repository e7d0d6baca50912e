"""Loading a list in the background: each name is encrypted before its row is stored."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Closed, GoodOfficesError, InvalidInput
from goodoffices.core import audit
from goodoffices.core.jobs import Cancelled
from goodoffices.formats import casualty_lists
from goodoffices.formats.casualty_lists import PersonColumns, PersonRow
from goodoffices.formats.values import Rejection
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.details import LONGEST, MOST_LINES, Details
from goodoffices.rights.identities.keys import Keyring
from goodoffices.rights.identities.sealing import seal
from goodoffices.rights.models import CasualtyList, Identity, ListRejection, ListRow, ListUpload
from goodoffices.rights.services.lists import uploads

BATCH = 500
MOST_REJECTIONS = 2_000
"""So many rows that were not taken are kept one by one; all are counted."""

Told = Callable[[int, int], object]


def load(made: CasualtyList, tell: Told) -> None:
    """Load a confirmed list whole or not at all; begins anew where it was stopped before.

    ``tell`` hears how many of a hundred parts are done: how long a list is, it does not hear.
    """
    upload = ListUpload.objects.filter(casualty_list=made).first()
    if upload is None:
        return  # an earlier attempt got to the end
    try:
        _load(made, upload, tell)
    except Closed:
        raise
    except InvalidInput:
        _give_up(made, upload)
        raise InvalidInput(
            _("The file could not be read to its end. Nothing of it was kept."), code="unreadable"
        ) from None
    except (GoodOfficesError, Cancelled):
        _give_up(made, upload)
        raise


def _load(made: CasualtyList, upload: ListUpload, tell: Told) -> None:
    ring, columns = keys.keyring(), uploads.columns_of(upload)
    stream = io.BytesIO(uploads.content(upload))
    read = casualty_lists.read(stream, mapping=columns, limits=uploads.LIMITS)
    _clear(made)
    done = refused = 0
    while batch := list(islice(read, BATCH)):
        with transaction.atomic():
            refused += _store(made, batch, columns, ring, refused)
        done += len(batch)
        tell(min(99, done * 100 // max(made.rows_total or 1, 1)), 100)
    with transaction.atomic():
        upload.delete()
        taken = done - refused
        CasualtyList.objects.filter(pk=made.pk).update(
            state=CasualtyList.State.READY, rows_total=done
        )
        data = {"rows": taken, "refused": refused}
        audit.record(
            "rights.list.loaded", by=made.by, programme=made.programme, record=made, data=data
        )


def _store(
    made: CasualtyList,
    batch: list[PersonRow | Rejection],
    columns: PersonColumns,
    ring: Keyring,
    refused: int,
) -> int:
    """Store one batch and return how many of its rows were not taken."""
    people = [row for row in batch if isinstance(row, PersonRow)]
    rows = ListRow.objects.bulk_create([_row(made, person) for person in people])
    Identity.objects.bulk_create(_sealed(rows, people, columns, ring, made))
    bad = [row for row in batch if isinstance(row, Rejection)]
    meanings = dict(_meanings(columns))
    ListRejection.objects.bulk_create(
        ListRejection(
            casualty_list=made,
            line=row.line,
            column=meanings.get(row.column, ""),
            value=row.value[:200],
            reason=row.reason,
            detail={name: row.detail[name] for name in ("limit", "found") if name in row.detail},
        )
        for row in bad[: max(0, MOST_REJECTIONS - refused)]
    )
    return len(bad)


def _row(made: CasualtyList, person: PersonRow) -> ListRow:
    return ListRow(
        programme_id=made.programme_id,
        casualty_list=made,
        number=person.line,
        sex=person.sex,
        age=person.age,
        born=person.born,
        born_by_age=person.born_by_age,
        date=person.date,
        date_precision=person.date_precision,
        places=[place[:100] for place in person.places],
        status=person.status,
    )


def _sealed(
    rows: list[ListRow],
    people: list[PersonRow],
    columns: PersonColumns,
    ring: Keyring,
    made: CasualtyList,
) -> Iterator[Identity]:
    for row, person in zip(rows, people, strict=True):
        names = (person.name, *(name[:LONGEST] for name in person.other_names))
        papers = (person.external_id[:LONGEST],) if columns.id else ()
        details = Details(names=names[:MOST_LINES], documents=papers)
        key, sealed = seal(details, row, ring)
        yield Identity(
            programme_id=made.programme_id, row=row, key=key, sealed=sealed, by_id=made.by_id
        )


def _meanings(columns: PersonColumns) -> Iterator[tuple[str, str]]:
    """Yield what each column means, so that no header is ever stored."""
    for place in columns.places:
        yield place, "places"
    for part in ("status", "date", "age", "born", "sex", "other_names", "id"):
        yield getattr(columns, part), part
    for name in columns.name:
        yield name, "name"


def _clear(made: CasualtyList) -> None:
    with transaction.atomic():
        ListRejection.objects.filter(casualty_list=made).delete()
        ListRow.objects.filter(casualty_list=made).delete()


def _give_up(made: CasualtyList, upload: ListUpload) -> None:
    """Keep nothing of a list that could not be loaded but that it was tried."""
    with transaction.atomic():
        _clear(made)
        upload.delete()
        CasualtyList.objects.filter(pk=made.pk).update(state=CasualtyList.State.FAILED)
        audit.record("rights.list.failed", by=made.by, programme=made.programme, record=made)
