"""What the programme has said: the first page, the lists, and each publication."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodoffices.publish.models import ReleasedPage
from goodoffices.site import reading, showing
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face
from goodoffices.site.pdf_names import made_of, pdf_name

LATEST = 5
LISTED = 20


def home(request: HttpRequest) -> Kept:
    """Say what the programme is and does, and what it said last."""
    face: Face = request.face  # type: ignore[attr-defined]
    latest = [_line(face, item) for item in reading.items(face.programme, face.language)[:LATEST]]
    data = [{"@context": "https://schema.org", **showing.organization(face)}]
    if giving := showing.donating(face):
        data[0]["potentialAction"] = giving
    head = showing.Head("", path="", data=data)
    return showing.page(
        request, "site/home.html", head, latest=latest, about=face.words.get("about")
    )


def index(request: HttpRequest, topic: str = "", number: int = 1) -> Kept:
    """List what was said, newest first; with a topic, what was said on that."""
    face: Face = request.face  # type: ignore[attr-defined]
    topics = showing.topics(face)
    if topic and topic not in topics:
        raise Http404
    found = reading.items(face.programme, face.language)
    found = [item for item in found if not topic or topic in item.topics]
    base = f"topics/{topic}/" if topic else "news/"
    title = topics[topic] if topic else _("News")
    chosen = [("", _("All topics"), face.at("news/"), not topic)]
    chosen += [(s, name, face.at(f"topics/{s}/"), s == topic) for s, name in topics.items()]
    feed = f"topics/{topic}/feed" if topic else "feed"
    return _list(request, title, base, number, found, topics=chosen if topics else [], feed=feed)


def reports(request: HttpRequest, number: int = 1) -> Kept:
    """List the reports and briefs."""
    face: Face = request.face  # type: ignore[attr-defined]
    found = reading.items(face.programme, face.language)
    found = [item for item in found if item.kind in reading.REPORTS]
    return _list(request, pgettext("publications", "Reports"), "reports/", number, found)


def _list(
    request: HttpRequest,
    title: str,
    base: str,
    number: int,
    found: list[reading.Item],
    feed: str = "feed",
    **values: Any,
) -> Kept:
    """Show one page of a list; each page has one address."""
    face: Face = request.face  # type: ignore[attr-defined]
    pages = max(1, -(-len(found) // LISTED))
    if not 1 <= number <= pages or (number == 1 and "/page/" in request.path_info):
        raise Http404
    there = None if number == 1 else [face.language]
    path = base if number == 1 else f"{base}page/{number}/"
    head = showing.Head(title, path=path, languages=there, feed=feed)
    shown = [_line(face, item) for item in found[(number - 1) * LISTED : number * LISTED]]
    values |= {"items": shown, "number": number, "pages": pages}
    values["newer"] = _page_at(face, base, number - 1) if number > 1 else ""
    values["older"] = _page_at(face, base, number + 1) if number < pages else ""
    return showing.page(request, "site/list.html", head, **values)


def _page_at(face: Face, base: str, number: int) -> str:
    return face.at(base if number == 1 else f"{base}page/{number}/")


def _line(face: Face, item: reading.Item) -> dict[str, Any]:
    """Return what a list shows of a publication."""
    return {
        "title": item.title,
        "summary": "" if item.withdrawn_at else item.summary,
        "href": face.at(f"news/{item.address}/"),
        "kind": showing.kind_of(item.kind, face.language),
        "day": showing.day(face, item.published_at),
        "exact": showing.exact_day(face, item.published_at),
        "corrected": bool(item.corrections),
        "withdrawn": item.withdrawn_at is not None,
    }


def show(request: HttpRequest, address: str) -> Kept:
    """Show one publication with its sources, its corrections, and what it corrects."""
    face: Face = request.face  # type: ignore[attr-defined]
    page = reading.page(face.programme, address, face.language)
    if page is None:
        raise Http404
    path = f"news/{address}/"
    head = showing.Head(page.title, page.summary, path, page.languages, "article")
    head.data, head.hidden = [article(face, page)], page.withdrawn_at is not None
    if page.withdrawn_at is not None:
        head.data, head.description = [], ""
    linked = {page.corrects, *(note.get("href", "") for note in page.notes)}
    linked |= {*(one.get("address", "") for one in page.corrections)} - {""}
    titles = reading.titles(face.programme, linked, face.language)
    topics = showing.topics(face)
    return showing.page(
        request,
        "site/publication.html",
        head,
        page=page,
        notes=[_note(face, note, titles) for note in page.notes],
        kind=showing.kind_of(page.kind, face.language),
        day=showing.day(face, page.published_at),
        exact=showing.exact_day(face, page.published_at),
        changed=_changed_day(face, page),
        withdrawn=showing.day(face, page.withdrawn_at) if page.withdrawn_at else "",
        corrections=[_correction(face, one, titles) for one in page.corrections],
        corrects=_link(face, page.corrects, titles),
        topics=[(name, face.at(f"topics/{s}/")) for s, name in topics.items() if s in page.topics],
        pdf=_pdf(face, page),
    )


def _changed_day(face: Face, page: ReleasedPage) -> str:
    """Return the day of the last change, where that is another than that of publication."""
    first, last = showing.day(face, page.published_at), showing.day(face, page.changed_at)
    return last if page.edition > 1 and first != last else ""


def _link(face: Face, address: str, titles: dict[str, str]) -> tuple[str, str] | None:
    """Return title and address of another publication, where it is out in this language."""
    if address not in titles:
        return None
    return titles[address], face.at(f"news/{address}/")


def _correction(face: Face, one: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    from datetime import datetime

    at = str(one.get("at", ""))
    try:
        said = showing.day(face, datetime.fromisoformat(at))
    except ValueError:
        said = ""
    return {
        "day": said,
        "text": one.get("text", ""),
        "link": _link(face, one.get("address", ""), titles),
    }


def _note(face: Face, note: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """Return a source; one that is a publication of ours leads to it, where it is out."""
    link = _link(face, note.get("href", ""), titles)
    return {"number": note["number"], "text": note["text"], "href": link[1] if link else ""}


def _pdf(face: Face, page: ReleasedPage) -> dict[str, Any] | None:
    """Return the PDF of this very edition, where it is made."""
    name = pdf_name(page.address, page.language)
    for file in reading.files(face.programme, page.address):
        if file.name == name and file.made_of == made_of(page) and not page.withdrawn_at:
            return {"href": face.at(f"news/{page.address}/{name}"), "size": file.size}
    return None


def article(face: Face, page: ReleasedPage) -> dict[str, Any]:
    """Return a publication as machines know it (schema.org)."""
    address = face.absolute(f"news/{page.address}/")
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report" if page.kind in reading.REPORTS else "NewsArticle",
        "headline": page.title[:110],
        "description": page.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": page.language,
        "datePublished": page.published_at.isoformat(timespec="seconds"),
        "dateModified": page.changed_at.isoformat(timespec="seconds"),
        "publisher": showing.organization(face),
        "author": showing.organization(face),
        "isAccessibleForFree": True,
    }
    cited = [str(note["text"]) for note in page.notes if note.get("text")]
    if cited:
        found["citation"] = cited
    if page.corrections:
        found["correction"] = [
            {"@type": "CorrectionComment", "text": one.get("text", "")}
            | ({"datePublished": one["at"]} if one.get("at") else {})
            for one in page.corrections
        ]
    return found
