"""Taking in a file: at once where it is quick, by a worker where it is not."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import evidence, jobs
from goodoffices.core.models import Job, Programme, StoredFile, User
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.services.forms.permits import may_manage
from goodoffices.field.services.forms.versions import add_version
from goodoffices.formats.xlsforms.calling import convert
from goodoffices.formats.xlsforms.sheets import LIMITS
from goodoffices.formats.xlsforms.values import Conversion, Finding

CONVERT = "field.form.convert"
"""The kind of background work that converts a form."""

PATIENCE = 8
"""Seconds that a person waits for their form before a worker goes on with it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What came of a file: a version, or findings that say why not, or work that goes on."""

    version: FormVersion | None = None
    findings: tuple[Finding, ...] = ()
    job: Job | None = None


def upload(
    *,
    programme: Programme,
    file: BinaryIO,
    name: str,
    form: Form | None = None,
    by: User | None,
    patience: int = PATIENCE,
) -> Upload:
    """Take in an XLSForm or XForm; the file as it came is kept with the version made of it.

    ``patience``: seconds after which the conversion is left to a worker (0: at once).
    """
    may_manage(by, programme, form)
    content = file.read(LIMITS.file_bytes + 1)
    if patience or len(content) > LIMITS.file_bytes:
        conversion = convert(content, name, seconds=max(patience, 1))
        if not _needs_longer(conversion):
            return taken(
                programme=programme,
                conversion=conversion,
                content=content,
                name=name,
                form=form,
                by=by,
            )
    kept = evidence.store_file(io.BytesIO(content), programme=programme)
    arguments = {"sha256": kept.sha256, "name": evidence.clean_name(name), "form": _pk(form)}
    with transaction.atomic():
        return Upload(job=jobs.enqueue(CONVERT, programme=programme, by=by, arguments=arguments))


def _pk(form: Form | None) -> int | None:
    return form.pk if form is not None else None


def _needs_longer(conversion: Conversion) -> bool:
    return any(finding.code in {"too-long", "busy"} for finding in conversion.errors)


def taken(
    *,
    programme: Programme,
    conversion: Conversion,
    content: bytes,
    name: str,
    form: Form | None,
    by: User | None,
) -> Upload:
    """Keep what was converted, and the file it came from; a file that is no form is not kept."""
    if conversion.form is None:
        return Upload(findings=conversion.findings)
    source = evidence.store_file(io.BytesIO(content), programme=programme)
    version = add_version(
        programme=programme,
        conversion=conversion,
        source=source,
        source_name=evidence.clean_name(name),
        form=form,
        by=by,
    )
    return Upload(version=version, findings=conversion.findings)


def convert_kept(job: Job) -> Upload:
    """Convert a file that was kept for a worker, within the longest time a form may take."""
    given = job.arguments
    stored = StoredFile.objects.filter(programme=job.programme, sha256=given["sha256"]).first()
    if stored is None:
        raise InvalidInput(_("The file is not here any more. Upload it again."))
    with evidence.open(stored) as stream:
        content = stream.read()
    form = None
    if given["form"] is not None:
        form = Form.objects.filter(programme=job.programme, pk=given["form"]).first()
    return taken(
        programme=job.programme,
        conversion=convert(content, given["name"]),
        content=content,
        name=given["name"],
        form=form,
        by=job.by,
    )
