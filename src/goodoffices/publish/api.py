"""Publications over the API: reading those the member may see, drafts among them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.monitor.api.schemas import Problem, Walk
from goodoffices.monitor.api.wire import known_code, the_one
from goodoffices.publish.flow.digests import latest_texts
from goodoffices.publish.flow.queries import titles_of
from goodoffices.publish.models import Publication, Text
from goodoffices.rights.api.listing import recorded, walk

router = Router(tags=["publications"])
Slug = Annotated[str, Path(description="address of the programme")]
PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem}


class PublicationQuery(Walk):
    """Which publications are asked for."""

    state: str = Field("", max_length=12, description="one state, such as published")
    kind: str = Field("", max_length=32, description="one kind of the codebook")


class PublicationOut(Schema):
    """A publication as the list gives it."""

    code: str
    tlp: str
    added: datetime
    kind: str
    state: str
    title: str
    address: str = Field(description="part of its public address; empty before its checks")
    source_language: str
    embargo_until: datetime | None
    publish_at: datetime | None


class TextOut(Schema):
    """The newest version in one language, with its marks."""

    language: str
    number: int
    of_source: int | None
    title: str
    summary: str
    body: str
    at: datetime


class EditionOut(Schema):
    """A version that came out, by its number and hash."""

    number: int
    sha256: str
    at: datetime


class PublicationDetail(PublicationOut):
    """A publication with its texts and the editions that came out."""

    texts: list[TextOut]
    editions: list[EditionOut]
    corrects: str | None = Field(description="code of what it corrects, as far as it may be seen")


class PublicationPage(Schema):
    """One page of publications; ``next`` is the cursor of the following one."""

    publications: list[PublicationOut]
    next: str


@router.get("/publications", response={200: PublicationPage, **PROBLEMS})
def publications(
    request: HttpRequest, slug: Slug, asked: Query[PublicationQuery]
) -> PublicationPage:
    """List publications, last begun first."""
    member = _reader(request)
    rows = Publication.objects.visible_to(member)
    for name in ("state", "kind"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value else rows
    found = walk(rows, asked, member)
    titles = titles_of(found.rows)
    out = [PublicationOut(**_publication(one, titles[one.pk])) for one in found.rows]
    return PublicationPage(publications=out, next=found.next)


@router.get("/publications/{code}", response={200: PublicationDetail, **PROBLEMS})
def publication(request: HttpRequest, slug: Slug, code: str) -> PublicationDetail:
    """Show one publication with its newest texts and its editions."""
    member = _reader(request)
    rows = Publication.objects.visible_to(member).filter(code=known_code(code))
    row: Publication = the_one(rows)
    note_read(row, member=member, channel="api")
    seen = Publication.objects.visible_to(member)
    corrects = seen.filter(corrections=row).first()
    editions = row.editions.order_by("number").values("number", "sha256", "at")
    return PublicationDetail(
        **_publication(row, titles_of([row])[row.pk]),
        texts=[_text(one) for one in latest_texts(row).values()],
        editions=[EditionOut(**one) for one in editions],
        corrects=corrects.code if corrects else None,
    )


def _publication(row: Publication, title: str) -> dict[str, Any]:
    names = ("kind", "state", "address", "source_language", "embargo_until", "publish_at")
    return {**recorded(row), "title": title, **{name: getattr(row, name) for name in names}}


def _text(row: Text) -> TextOut:
    names = ("language", "number", "of_source", "title", "summary", "body", "at")
    return TextOut(**{name: getattr(row, name) for name in names})


def _reader(request: HttpRequest) -> Membership:
    """Return the member: reading by program is taking out what one sees, so that both are asked."""
    acting(request, "core.export")
    return acting(request, "publish.view")
