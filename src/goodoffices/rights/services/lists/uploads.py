"""A list comes in: the file is encrypted before anything is stored, and its columns confirmed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core import audit, jobs
from goodoffices.core.access import name_on
from goodoffices.core.models import Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.formats import casualty_lists
from goodoffices.formats.casualty_lists import PersonColumns
from goodoffices.formats.tables import Limits, open_table
from goodoffices.monitor.models import Source
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.sealing import decrypt, encrypt
from goodoffices.rights.models import CasualtyList, ListUpload
from goodoffices.rights.services.identities import IDENTITY, ring_to_write

LOAD = "rights.lists.load"
"""The kind of background work that loads a list."""

MOST_BYTES, MOST_ROWS = 25 * 2**20, 100_000
LIMITS = Limits(
    file_bytes=MOST_BYTES, unpacked_bytes=400 * 2**20, rows=MOST_ROWS, sheet_bytes=400 * 2**20
)
SAMPLED = 50
LANGUAGES = frozenset({"", "en", "ar", "he"})


@dataclass(frozen=True, slots=True)
class GivenList:
    """What is said of a list: whose it is, what it covers, who may see it."""

    title: str
    source: Source
    language: str = ""
    coverage: str = ""
    first_day: date | None = None
    last_day: date | None = None
    tlp: int = TLP.AMBER_STRICT


def keep(*, programme: Programme, file: BinaryIO, by: User | None) -> ListUpload:
    """Keep a file encrypted until its columns are confirmed; raises InvalidInput for no table."""
    permitted(by, programme, IDENTITY)
    ring = ring_to_write()
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        limit = MOST_BYTES // 2**20
        raise InvalidInput(
            _("The file is larger than %(limit)s MB. Split it.") % {"limit": limit},
            code="too-large",
        )
    open_table(io.BytesIO(data), limits=LIMITS)
    with transaction.atomic():
        ListUpload.objects.filter(programme=programme, by=by, casualty_list=None).delete()
        made = ListUpload(programme=programme, key=ring.current, by=by)
        made.sealed = encrypt(data, _bound(made, "file"), ring)
        made.save(force_insert=True)
    return made


def content(upload: ListUpload) -> bytes:
    """Open the file of an upload; raises `IdentitiesClosed`."""
    return decrypt(upload.key, upload.sealed, _bound(upload, "file"), keys.keyring())


def columns_of(upload: ListUpload) -> PersonColumns:
    """Open what the columns of a confirmed upload mean."""
    assert upload.columns is not None, "it was confirmed"
    plain = decrypt(upload.key, upload.columns, _bound(upload, "columns"), keys.keyring())
    return PersonColumns.from_json(plain.decode())


def top(upload: ListUpload) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return the headers and the first rows of an upload, for who uploaded it."""
    table = open_table(io.BytesIO(content(upload)), limits=LIMITS)
    return table.columns, [list(cells) for _line, cells, _bad in islice(table.rows(), SAMPLED)]


def confirm(
    *, upload: ListUpload, given: GivenList, columns: PersonColumns, by: User | None
) -> CasualtyList:
    """Say what a file is and what its columns mean, and begin to load it in the background."""
    member = permitted(by, upload.programme, IDENTITY, given.source)
    if upload.casualty_list_id is not None or upload.by != by:
        raise NotFound(_("There is nothing at this address."))
    _refuse_bad(given)
    ring = keys.keyring()
    checked = casualty_lists.check(io.BytesIO(content(upload)), mapping=columns, limits=LIMITS)
    with transaction.atomic():
        made = CasualtyList.objects.create(
            programme=upload.programme,
            title=given.title.strip()[:200],
            source=given.source,
            language=given.language,
            coverage=given.coverage.strip()[:500],
            first_day=given.first_day,
            last_day=given.last_day,
            tlp=given.tlp,
            rows_total=checked.rows,
            by=by,
        )
        if given.tlp == TLP.RED and member is not None:
            name_on(made, [member], by=by)
        upload.casualty_list = made
        upload.sealed = encrypt(content(upload), _bound(upload, "file"), ring)
        upload.columns = encrypt(columns.to_json().encode(), _bound(upload, "columns"), ring)
        upload.key = ring.current
        upload.save()
        arguments = {"list": made.code}
        made.job = jobs.enqueue(LOAD, programme=made.programme, by=by, arguments=arguments)
        made.save(update_fields=["job"])
        audit.record("rights.list.added", by=by, programme=made.programme, record=made)
    return made


def forget_unconfirmed() -> int:
    """Delete files that have waited for a day for somebody to say what their columns mean."""
    with scopes_disabled():
        late = timezone.now() - timedelta(days=1)
        return ListUpload.objects.filter(casualty_list=None, at__lt=late).delete()[0]


def _refuse_bad(given: GivenList) -> None:
    if not given.title.strip():
        raise InvalidInput(_("Give the list a title."), code="no-title")
    if given.tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")
    if given.language not in LANGUAGES:
        raise InvalidInput(_("Choose from the list, or leave it open."), code="bad-language")
    if given.first_day and given.last_day and given.first_day > given.last_day:
        raise InvalidInput(_("The first day lies after the last."), code="bad-days")


def _bound(upload: ListUpload, part: str) -> bytes:
    return f"goodoffices list 1 {upload.programme_id} {upload.code} {part}".encode()
