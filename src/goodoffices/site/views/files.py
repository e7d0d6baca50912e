"""Files of what was released: pictures and PDFs of publications, files of open data."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from goodoffices.publish.models import ReleasedFile
from goodoffices.site import reading
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face
from goodoffices.site.pdf_names import made_of, pdf_name

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/svg+xml"})
"""What a browser may show in its window; all else is only saved."""
SAVED = frozenset(
    {
        *("text/csv", "application/json", "application/geo+json", "application/zip"),
        *("application/vnd.apache.parquet", "text/plain", "application/x-ndjson"),
    }
)


def of_page(request: HttpRequest, address: str, name: str) -> Kept:
    """Send a file of a publication, as long as that stands; a PDF only of its latest edition."""
    face: Face = request.face  # type: ignore[attr-defined]
    page = reading.page(face.programme, address, face.language)
    file = reading.file(face.programme, address, name)
    if page is None or page.withdrawn_at or file is None:
        raise Http404
    of_edition = name == pdf_name(address, face.language) or not name.endswith(".pdf")
    if not of_edition or (name.endswith(".pdf") and file.made_of != made_of(page)):
        raise Http404
    return _sent(face, file)


def of_dataset(request: HttpRequest, address: str, version: int, name: str) -> Kept:
    """Send a file of one version of a data set, as long as that version stands."""
    face: Face = request.face  # type: ignore[attr-defined]
    stands = [
        row.sha256
        for row in reading.datasets(face.programme)
        if row.address == address and row.version == version and not row.withdrawn_at
    ]
    file = reading.file(face.programme, address, name) if stands else None
    if file is None or file.made_of not in stands:
        raise Http404
    return _sent(face, file)


def _sent(face: Face, file: ReleasedFile) -> Kept:
    kind = file.media_type.partition(";")[0].strip().lower()
    way = "inline" if kind in SHOWN else "attachment"
    media_type = kind if kind in SHOWN | SAVED else "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    safe = "".join(
        sign for sign in file.name if sign.isascii() and (sign.isalnum() or sign in "-_.")
    )
    extra = {"Content-Disposition": f'{way}; filename="{safe}"'}
    return Kept(bytes(file.content), media_type, face.site.changed_at, extra=extra)
