"""Pages of evidence: what is known of a file, who had it, and the file itself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core.evidence.gone import refuse, sentence
from goodoffices.core.evidence.opening import opened, read_metadata
from goodoffices.core.evidence.redacting import is_drawn
from goodoffices.core.evidence.texts import is_text
from goodoffices.core.evidence.words import warnings
from goodoffices.core.models import CalendarProof, Evidence, FileFacts, Membership, TimeStamp
from goodoffices.core.queries import evidence as reading
from goodoffices.core.queries.likeness import near_duplicates
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.asked import asked
from goodoffices.formats.media import is_mislabelled

PAGE = 50

SANDBOX = "default-src 'none'; sandbox"
"""Whatever the file holds, it runs nothing and fetches nothing in our name."""


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of files one can look for, in the reader's language."""
    return [
        ("picture", _("pictures")),
        ("video", _("videos")),
        ("sound", _("sound recordings")),
        ("pdf", _("PDF documents")),
        ("copy", _("copies")),
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the files a member may see; those found damaged first, for who runs the programme."""
    member = acting(request)
    text, wanted = asked(request, "q"), asked(request, "kind")
    kind = wanted if wanted in dict(kinds()) else ""
    rows = reading.listed(member, text=text, kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "text": text,
        "kinds": [(code, said, code == kind) for code, said in kinds()],
        "is_filtered": bool(text or kind),
        "damaged": reading.damaged(member),
        "may_bundle": member.may("core.bundle"),
    }
    return render(request, "core/evidence_list.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is known of an item: its file, its copies, its custody log."""
    member = acting(request)
    item = reading.found(member, code)
    note_read(item, member=member)
    return render(request, "core/evidence.html", values(item, member))


def values(item: Evidence, member: Membership) -> dict[str, Any]:
    """Return what the page of an item shows."""
    return {
        "item": item,
        "title": name(item),
        "gone": sentence(item),
        **_facts(item),
        "near": near_duplicates(item, member),
        "original": reading.original(item, member),
        "copies": reading.copies(item, member),
        "same": reading.same_bytes(item, member),
        "custody": reading.custody(item, member),
        "crumbs": [*way(item, member)[:1], (name(item), "")],
        "may_custody": member.may("core.custody"),
        "may_metadata": member.may("core.metadata"),
        "may_bundle": member.may("core.bundle"),
        "may_redact": member.may("core.redact"),
        "is_drawn": is_drawn(item),
        "is_text": is_text(item),
        "is_document": item.file.media_type == "application/pdf",
    }


def _facts(item: Evidence) -> dict[str, Any]:
    """Return what was learnt of an item's file when it was looked through."""
    facts = FileFacts.objects.filter(file=item.file_id).first()
    return {
        "facts": facts,
        "warnings": warnings(facts.flags, facts.problem) if facts else [],
        "stamps": TimeStamp.objects.filter(file=item.file_id).order_by("at"),
        "proofs": CalendarProof.objects.filter(file=item.file_id).order_by("block", "pk"),
        "mislabelled": is_mislabelled(item.original_name, item.file.media_type),
    }


@require_safe
def metadata(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a file says of itself, for those who may read it; each time is on record."""
    member = acting(request, "core.metadata")
    item = reading.found(member, code)
    refuse(item)
    said = read_metadata(item, by=member.user)
    values = {
        "item": item,
        "said": said,
        "entries": sorted(said.said.items()) if said else [],
        "crumbs": [*way(item, member), (_("What the file says of itself"), "")],
    }
    return render(request, "core/evidence_metadata.html", values)


def name(item: Evidence) -> str:
    """Return what a page calls an item."""
    return item.original_name or _("File without a name")


def home(member: Membership) -> str:
    """Return the address of the list of files."""
    return reverse("core:evidence-list", kwargs={"programme": member.programme.slug})


def way(item: Evidence, member: Membership) -> list[tuple[str, str]]:
    """Return the breadcrumb down to an item."""
    return [(_("Files"), home(member)), (name(item), address(item, member))]


def address(item: Evidence, member: Membership) -> str:
    """Return the address of an item's page."""
    where = {"programme": member.programme.slug, "code": item.code}
    return reverse("core:evidence", kwargs=where)


@require_safe
def download(request: HttpRequest, code: str) -> FileResponse:
    """Send a file to a member who may see it; each time is on record."""
    member = acting(request)
    item = reading.found(member, code)
    stream = opened(item, by=member.user, way="download")
    answer = FileResponse(
        stream,
        as_attachment=True,
        filename=item.original_name,
        content_type=item.file.media_type or "application/octet-stream",
    )
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer
