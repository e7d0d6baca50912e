"""Background work of the room: publications as PDF."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, job
from goodoffices.core.models import Job
from goodoffices.publish import site_rows
from goodoffices.publish.models import ReleasedFile, ReleasedPage, ReleasedSite
from goodoffices.site import pdf
from goodoffices.site.faces import PREFIX, Face
from goodoffices.site.pdf_names import made_of, pdf_name


@job("site.pdf", title=_("Set a publication as PDF"))
def make_pdf(task: Job, progress: Progress) -> dict[str, Any]:
    """Make the PDF of one publication in one language, where it stands and none is made of it yet.

    ``arguments``: ``programme`` (its slug), ``address``, ``language``. Without the extra ``pdf``
    nothing is made: the page says how to print it.
    """
    slug, address, language = (task.arguments[n] for n in ("programme", "address", "language"))
    if slug != task.programme.slug or not pdf.is_possible():
        return {}
    of = {"programme": slug, "address": address, "language": language}
    page = ReleasedPage.objects.filter(**of, withdrawn_at=None).first()
    name = pdf_name(address, language)
    files = ReleasedFile.objects.filter(programme=slug, of=address)
    if page is None or files.filter(name=name, made_of=made_of(page)).exists():
        return {}
    made = pdf.document(page, face_for(slug, language), _pictures(slug, address))
    progress.advance(1)
    _keep(page, name, made)
    return {}


def face_for(slug: str, language: str) -> Face:
    """Return a programme's site as its PDFs speak of it."""
    site = ReleasedSite.objects.get(programme=slug)
    return Face(slug, f"{PREFIX}{slug}", "", "", language, site)


def _pictures(slug: str, address: str) -> dict[str, bytes]:
    rows = ReleasedFile.objects.filter(programme=slug, of=address, media_type__startswith="image/")
    return {row.name: bytes(row.content) for row in rows}


def _keep(page: ReleasedPage, name: str, made: bytes) -> None:
    """Release the file, unless another edition came out meanwhile."""
    values = {
        "media_type": "application/pdf",
        "content": made,
        "size": len(made),
        "sha256": hashlib.sha256(made).hexdigest(),
        "made_of": made_of(page),
    }
    with transaction.atomic():
        held = ReleasedPage.objects.select_for_update().filter(pk=page.pk, withdrawn_at=None)
        stands = held.first()
        if stands is not None and made_of(stands) == values["made_of"]:
            ReleasedFile.objects.update_or_create(
                programme=page.programme, of=page.address, name=name, defaults=values
            )
            site_rows.changed(page.programme)
