"""Files that a form needs on the phone: handed in and replaced while the version is a draft."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core import audit, evidence
from goodoffices.core.models import StoredFile, User
from goodoffices.field.models import FormMedia, FormVersion
from goodoffices.field.services.forms.permits import may_manage
from goodoffices.formats.xlsforms.media import check_kind, check_list

LIMIT = 100 * 2**20
"""Bytes of the largest file that phones are asked to fetch with a form."""


def store_medium(*, medium: FormMedia, file: BinaryIO, by: User | None) -> FormMedia:
    """Hand in a picture, a sound, a video or a list that a draft needs; checked before it is kept.

    A list's choices are kept beside the version, so that answers can be read by their labels.
    """
    version = medium.version
    form = version.form
    may_manage(by, form.programme, form)
    _refuse_published(version)
    listed = check_list(medium.name, file) if medium.is_list else None
    file.seek(0)
    stored = evidence.store_file(file, programme=form.programme, limit=LIMIT)
    if listed is None:
        check_kind(medium.name, stored.media_type)
    with transaction.atomic():
        held = FormVersion.objects.select_for_update().get(pk=version.pk)
        _refuse_published(held)
        medium.file, medium.md5 = stored, _md5(stored)
        medium.save(update_fields=["file", "md5"])
        if listed is not None and listed.choices:
            held.choices = held.choices | {medium.name.rsplit(".", 1)[0]: list(listed.choices)}
            held.save(update_fields=["choices"])
            version.choices = held.choices
        audit.record(
            "field.form.media_stored",
            by=by,
            programme=form.programme,
            record=form,
            data={"number": version.number, "sha256": stored.sha256},
        )
    return medium


def _refuse_published(version: FormVersion) -> None:
    if version.published_at is not None:
        raise Conflict(
            _(
                "This version is published and phones may have it already. Upload a new version "
                "of the form to exchange its files."
            )
        )


def _md5(stored: StoredFile) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with evidence.open(stored) as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
