"""Open data: which sets there are, and each version with what one has to know of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from goodoffices.publish.models import ReleasedDataset
from goodoffices.site import reading, showing
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face


def index(request: HttpRequest) -> Kept:
    """List the open data sets, each with its newest version that stands."""
    face: Face = request.face  # type: ignore[attr-defined]
    newest: dict[str, ReleasedDataset] = {}
    for row in reading.datasets(face.programme):
        if not row.withdrawn_at:
            newest.setdefault(row.address, row)
    sets = [
        {
            "title": _word(face, row, "title") or row.address,
            "href": face.at(f"data/{row.address}/"),
            "row": row,
            "day": showing.day(face, row.published_at),
            "exact": showing.exact_day(face, row.published_at),
            "about": _word(face, row, "source"),
        }
        for row in newest.values()
    ]
    head = showing.Head(_("Data"), path="data/")
    return showing.page(request, "site/data.html", head, sets=sets)


def show(request: HttpRequest, address: str, version: int = 0) -> Kept:
    """Show one version of a data set; without a number, the newest that stands."""
    face: Face = request.face  # type: ignore[attr-defined]
    rows = [row for row in reading.datasets(face.programme) if row.address == address]
    standing = [row for row in rows if not row.withdrawn_at]
    chosen = [row for row in rows if row.version == version] if version else (standing or rows)[:1]
    if not chosen:
        raise Http404
    row = chosen[0]
    title = _word(face, row, "title") or address
    path = f"data/{address}/{version}/" if version else f"data/{address}/"
    files = [] if row.withdrawn_at else _files(face, row)
    data = [] if row.withdrawn_at else [_dataset(face, row, title, files)]
    head = showing.Head(title, _word(face, row, "source"), path, data=data)
    head.hidden = row.withdrawn_at is not None
    return showing.page(
        request,
        "site/dataset.html",
        head,
        row=row,
        title=title,
        day=showing.day(face, row.published_at),
        exact=showing.exact_day(face, row.published_at),
        facts=[(name, text) for name, text in _facts(face, row) if text],
        columns=[] if row.withdrawn_at else [_column(face, one) for one in row.columns],
        files=files,
        withdrawn=_withdrawn(face, row),
        versions=[_version(face, one, row) for one in rows],
    )


def _word(face: Face, row: ReleasedDataset, name: str) -> str:
    return _in(face, {code: said.get(name, "") for code, said in row.words.items()})


def _in(face: Face, said: Any) -> str:
    """Return words in the language of the page, or else in English."""
    if not isinstance(said, dict):
        return str(said or "")
    return str(said.get(face.language) or said.get("en") or "")


def _facts(face: Face, row: ReleasedDataset) -> list[tuple[str, str]]:
    names = [
        ("source", _("Source")),
        ("method", _("Method")),
        ("caveats", _("Caveats")),
        ("licence", _("Licence")),
        ("frequency", _("How often")),
    ]
    found = {name: _word(face, row, name) for name, _said in names}
    found["licence"] = _isolated(found["licence"])
    return [(said, found[name]) for name, said in names]


def _isolated(words: str) -> str:
    """Keep names and addresses in one piece within a text of the other direction."""
    return format_html_join(" ", "<bdi>{}</bdi>", ((one,) for one in words.split()))


def _column(face: Face, one: dict[str, Any]) -> dict[str, str]:
    meaning = one.get("meaning") or one.get("words") or one.get("label") or ""
    kind = str(one.get("type") or one.get("kind") or "")
    return {"name": str(one.get("name", "")), "kind": kind, "meaning": _in(face, meaning)}


def _files(face: Face, row: ReleasedDataset) -> list[dict[str, Any]]:
    base = f"data/{row.address}/{row.version}/"
    return [
        {
            "name": file.name,
            "href": face.at(base + file.name),
            "url": face.absolute(base + file.name),
            "size": file.size,
            "media_type": file.media_type,
            "sha256": file.sha256,
        }
        for file in reading.files(face.programme, row.address)
        if file.made_of == row.sha256
    ]


def _withdrawn(face: Face, row: ReleasedDataset) -> dict[str, str] | None:
    if row.withdrawn_at is None:
        return None
    return {"day": showing.day(face, row.withdrawn_at), "why": _in(face, row.withdrawn_why)}


def _version(face: Face, one: ReleasedDataset, here: ReleasedDataset) -> dict[str, Any]:
    return {
        "number": one.version,
        "href": face.at(f"data/{one.address}/{one.version}/"),
        "day": showing.day(face, one.published_at),
        "withdrawn": one.withdrawn_at is not None,
        "here": one.version == here.version,
    }


def _dataset(
    face: Face, row: ReleasedDataset, title: str, files: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a version of a data set as machines know it (schema.org)."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": " ".join(t for _n, t in _facts(face, row)[:3] if t) or title,
        "url": face.absolute(f"data/{row.address}/"),
        "version": str(row.version),
        "license": _word(face, row, "licence"),
        "inLanguage": face.language,
        "datePublished": row.published_at.isoformat(timespec="seconds"),
        "dateModified": row.published_at.isoformat(timespec="seconds"),
        "publisher": showing.organization(face),
        "creator": showing.organization(face),
        "isAccessibleForFree": True,
        "variableMeasured": [str(one.get("name", "")) for one in row.columns],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": file["url"],
                "encodingFormat": file["media_type"],
                "sha256": file["sha256"],
            }
            for file in files
        ],
    }
