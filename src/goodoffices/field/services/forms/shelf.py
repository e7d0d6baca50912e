"""Adding a form from the shelf: converted like any upload, with its mapping confirmed."""

from __future__ import annotations

import io

from django.db import transaction

from goodoffices.core.models import Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.field.models import FormVersion
from goodoffices.field.services.forms.mapping import confirm_mapping, current_number
from goodoffices.field.services.forms.permits import may_manage
from goodoffices.field.services.forms.publishing import Settings, change_settings, publish
from goodoffices.field.services.forms.uploading import upload
from goodoffices.formats.submissions.entries import write_entries
from goodoffices.formats.xlsforms.server import SECONDS
from goodoffices.formats.xlsforms.shelf import ReadyMade, ready_made


def add_ready_made(
    *, programme: Programme, key: str, published: bool = False, by: User | None
) -> FormVersion:
    """Add a ready-made form with its mapping; the same one again is not added twice.

    ``published``: hand it out at once. Raises `NotFound` for a form that is not on the shelf.
    """
    may_manage(by, programme)
    ready = ready_made(key)
    with transaction.atomic():
        done = upload(
            programme=programme,
            file=io.BytesIO(ready.workbook()),
            name=ready.file_name,
            by=by,
            patience=SECONDS,
        )
        assert done.version is not None, [finding.to_dict() for finding in done.findings]
        version = done.version
        if not current_number(version):
            _settle(version, ready, by)
        if published and version.published_at is None:
            version = publish(version=version, by=by)
    return version


def _settle(version: FormVersion, ready: ReadyMade, by: User | None) -> None:
    form = version.form
    mark = TLP[ready.tlp] if ready.tlp else form.tlp
    settings = Settings(ready.purpose, int(mark), form.editing, ready.opens_incident)
    version.form = change_settings(form=form, settings=settings, by=by)
    version.form.programme = form.programme
    confirm_mapping(version=version, entries=write_entries(ready.entries), by=by)
