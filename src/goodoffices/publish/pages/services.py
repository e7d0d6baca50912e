"""Writing and publishing own pages, opening and closing the site, dealing with its letters."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.publish import site_rows
from goodoffices.publish.models import Letter, SiteText

SITE = "publish.site"
LONGEST = 20_000


@transaction.atomic
def save_text(
    *, programme: Programme, page: str, language: str, body: str, seen: int, by: User | None
) -> SiteText:
    """Save a version of an own page; ``seen`` is the number of the one it was written over."""
    permitted(by, programme, SITE)
    body = body.replace("\r\n", "\n").strip()
    if len(body) > LONGEST:
        raise InvalidInput(_("The text is too long: a page holds 20,000 characters."))
    rows = SiteText.objects.filter(programme=programme, page=page, language=language)
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = rows.order_by("-number").first()
    number = last.number if last else 0
    if number != seen:
        raise Conflict(_("Somebody saved this page meanwhile. Look at it again."))
    if last is not None and last.body == body:
        return last
    made = SiteText.objects.create(
        programme=programme, page=page, language=language, number=number + 1, body=body, by=by
    )
    _record("saved", programme, by, **_of(made))
    return made


@transaction.atomic
def publish_text(*, text: SiteText, by: User | None) -> None:
    """Put a version of an own page on the site, in the place of the one before.

    An empty one takes the page off the site in its language.
    """
    permitted(by, text.programme, SITE)
    rows = SiteText.objects.filter(pk=text.pk, published_at=None)
    newer = SiteText.objects.filter(
        programme=text.programme, page=text.page, language=text.language, number__gt=text.number
    )
    now = timezone.now()
    if newer.exists() or not rows.update(published_at=now, published_by=by):
        raise Conflict(_("There is a newer version, or this one is published already."))
    site_rows.changed(text.programme.slug)
    _record("published", text.programme, by, **_of(text))


@transaction.atomic
def set_open(*, programme: Programme, is_open: bool, by: User | None) -> None:
    """Open the public site, or close it: a closed one answers as if it did not exist."""
    permitted(by, programme, SITE)
    if site_rows.row_of(programme).open == is_open:
        return
    site_rows.changed(programme.slug, open=is_open)
    _record("opened" if is_open else "closed", programme, by)


@transaction.atomic
def change_site(*, programme: Programme, donate_url: str, address: str, by: User | None) -> None:
    """Say where gifts are taken and at which address the public reaches the site."""
    permitted(by, programme, SITE)
    for given in (donate_url, address):
        _refuse_address(given)
    site_rows.row_of(programme)
    address = address.rstrip("/") or site_rows.own_address(programme.slug)
    site_rows.changed(programme.slug, donate_url=donate_url, address=address)
    _record("changed", programme, by)


def _refuse_address(given: str) -> None:
    parts = urlsplit(given)
    if given and (parts.scheme != "https" or not parts.hostname or parts.username):
        raise InvalidInput(_("Give a whole address that begins with https://."))


@transaction.atomic
def answer(*, programme: Programme, letter: int, by: User | None) -> None:
    """Note that a message was answered; the answer itself is written in one's own mail."""
    permitted(by, programme, SITE)
    rows = Letter.objects.filter(programme=programme.slug, kind="message", pk=letter)
    if not rows.filter(answered_at=None).update(answered_at=timezone.now()):
        raise Conflict(_("This message was answered or deleted meanwhile."))
    _record("answered", programme, by, letter=letter)


@transaction.atomic
def delete(*, programme: Programme, letter: int, by: User | None) -> None:
    """Delete a message; nothing of it stays."""
    permitted(by, programme, SITE)
    rows = Letter.objects.filter(programme=programme.slug, kind="message", pk=letter)
    if not rows.delete()[0]:
        raise Conflict(_("This message was deleted meanwhile."))
    _record("letter_deleted", programme, by, letter=letter)


def _of(text: SiteText) -> dict[str, str | int]:
    return {"page": text.page, "language": text.language, "version": text.number}


def _record(what: str, programme: Programme, by: User | None, **data: str | int) -> None:
    audit.record(f"publish.site.{what}", by=by, programme=programme, data=data)
