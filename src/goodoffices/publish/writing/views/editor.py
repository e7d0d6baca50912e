"""The editor of a text: writing with a live preview, its source beside a translation, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.publish.addresses import at, way_to
from goodoffices.publish.evidence import Evidence, resolve_all
from goodoffices.publish.models import Citation, Language, Publication
from goodoffices.publish.words import LANGUAGES
from goodoffices.publish.writing import queries, side
from goodoffices.publish.writing.citing import cited_rows
from goodoffices.publish.writing.differences import Paragraph, differences
from goodoffices.publish.writing.forms import TextForm, direction
from goodoffices.publish.writing.preview import preview
from goodoffices.publish.writing.queries import Version
from goodoffices.publish.writing.rules import can_be_written, refuse_closed
from goodoffices.publish.writing.services.publications import Outdated, as_kept, as_shown, save_text


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before the writer of one text."""

    publication: Publication
    language: str
    member: Membership
    versions: Mapping[str, Version]

    @property
    def own(self) -> Version | None:
        """The newest version in this language."""
        return self.versions.get(self.language)

    @property
    def source(self) -> Version | None:
        """The newest version of the source, where this is a translation."""
        if self.language == self.publication.source_language:
            return None
        return self.versions.get(self.publication.source_language)


def _desk(request: HttpRequest, code: str, language: str) -> Desk:
    member = acting(request, "publish.write")
    if language not in Language.values:
        raise NotFound(_("There is nothing at this address."))
    publication = queries.find_publication(code, member)
    return Desk(publication, language, member, queries.versions(publication))


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Write a text: save it as a new version, or only look at it."""
    desk = _desk(request, code, language)
    refuse_closed(desk.publication)
    note_read(desk.publication, member=desk.member)
    if request.method != "POST":
        return _page(request, desk, TextForm(language, desk.source, initial=_start(desk)))
    form = TextForm(language, desk.source, request.POST)
    if not form.is_valid():
        return _page(request, desk, form, 400)
    if request.POST.get("do") == "preview":
        return _page(request, desk, form)
    try:
        return _save(request, desk, form)
    except Outdated as error:
        return _both(request, desk, form, error)
    except InvalidInput as error:
        form.add_error(None, error.message)
        return _page(request, desk, form, 400)


def _start(desk: Desk) -> dict[str, Any]:
    own, source = desk.own, desk.source
    start: dict[str, Any] = {"number": own.text.number if own else 0}
    if own:
        start |= {
            "title": own.text.title,
            "summary": own.text.summary,
            "body": as_shown(own.text.body, desk.language),
        }
    if source:
        start |= {"of_source": source.text.number, "follows": own is None or not own.stale}
    return start


def _save(request: HttpRequest, desk: Desk, form: TextForm) -> HttpResponse:
    said = form.cleaned_data
    text = save_text(
        publication=desk.publication,
        language=desk.language,
        given=form.given(),
        number=said["number"],
        of_source=_renders(desk, said),
        by=desk.member.user,
    )
    messages.success(request, _("Saved as version %(number)s.") % {"number": text.number})
    name = "cite-in" if request.POST.get("do") == "cite" else "write"
    parts = {"code": desk.publication.code, "language": desk.language}
    return redirect(at(desk.member, name, **parts))


def _renders(desk: Desk, said: Mapping[str, Any]) -> int | None:
    """Return the version of the source that the translation renders once it is saved."""
    if desk.source is None:
        return None
    before = desk.own.text.of_source if desk.own else None
    return said.get("of_source") if said.get("follows") or before is None else before


def _both(request: HttpRequest, desk: Desk, form: TextForm, error: Outdated) -> HttpResponse:
    """Show both texts: theirs with what differs from it, and one's own still in the editor.

    Saving again is then a choice: the number is that of the newest version.
    """
    theirs, mine = error.latest, form.given()
    sent = request.POST.copy()
    sent["number"] = str(theirs.number)
    again = TextForm(desk.language, desk.source, sent)
    again.is_valid()
    more = {
        "theirs": theirs,
        "said": error.message,
        "conflict": differences(theirs.body, mine.body),
        "title_differs": theirs.title != mine.title,
        "summary_differs": theirs.summary != mine.summary,
        "mine": mine,
    }
    return _page(request, desk, again, error.status, **more)


def _page(
    request: HttpRequest, desk: Desk, form: TextForm, status: int = 200, **more: Any
) -> HttpResponse:
    citations = queries.citations_of(desk.publication)
    evidence = resolve_all(desk.publication, member=desk.member)
    said = {name: form[name].value() or "" for name in ("title", "summary", "body")}
    values = {
        "publication": desk.publication,
        "language": desk.language,
        "language_name": LANGUAGES[desk.language],
        "direction": direction(desk.language),
        "form": form,
        "own": desk.own,
        "others": [(code, LANGUAGES[code]) for code in Language.values if code != desk.language],
        "cited": cited_rows(citations, evidence),
        "crumbs": _way(desk),
        **_source(desk),
        **_beside(request, desk, said, citations, evidence),
        **more,
    }
    return render(request, "publish/writing/editor.html", values, status=status)


def _way(desk: Desk) -> list[tuple[str, str]]:
    first = desk.versions.get(desk.publication.source_language)
    title = first.text.title if first else desk.publication.code
    return way_to(desk.publication, title, desk.member, str(LANGUAGES[desk.language]))


def _source(desk: Desk) -> dict[str, Any]:
    """Return the source text for a translator: what changed since the version they rendered."""
    if desk.source is None:
        return {}
    text = desk.source.text
    rendered = desk.own.text.of_source if desk.own else None
    old = queries.text_of(desk.publication, text.language, rendered) if rendered else None
    parts: list[Paragraph] = differences(old.body if old else text.body, text.body)
    return {
        "source": desk.source,
        "source_direction": direction(text.language),
        "source_parts": parts,
        "source_title_changed": old is not None and old.title != text.title,
        "source_summary_changed": old is not None and old.summary != text.summary,
    }


def _beside(
    request: HttpRequest,
    desk: Desk,
    said: Mapping[str, str],
    citations: Mapping[str, Citation],
    evidence: Mapping[str, Evidence],
) -> dict[str, Any]:
    body = as_kept(said["body"])
    writing = side.Writing(
        desk.publication,
        desk.language,
        said["title"],
        said["summary"],
        body,
        desk.member,
        citations,
        evidence,
        request,
    )
    return {
        "shown": said,
        "preview": preview(body, language=desk.language, citations=citations, evidence=evidence),
        "panels": side.text_panels(writing),
    }


@require_POST
def look(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Answer the editor while somebody writes: preview and checks of what stands there now.

    Nothing is saved, and nothing sent is kept.
    """
    desk = _desk(request, code, language)
    if not can_be_written(desk.publication):
        refuse_closed(desk.publication)
    citations = queries.citations_of(desk.publication)
    evidence = resolve_all(desk.publication, member=desk.member)
    said = {
        name: request.POST.get(name, "")[:longest]
        for name, longest in (("title", 200), ("summary", 2_000), ("body", 400_000))
    }
    values = {
        "language": desk.language,
        "direction": direction(desk.language),
        **_beside(request, desk, said, citations, evidence),
    }
    return render(request, "publish/writing/beside.html", values)
