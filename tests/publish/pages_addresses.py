"""The addresses of the pages about the public site, and who may come there."""

from __future__ import annotations

from goodoffices.core.models import Membership
from goodoffices.publish.models import Letter, SiteText
from tests.cast import Cast
from tests.web.declaring import Address, act, form

SITE = "publish.site"


def _letter(cast: Cast, member: Membership, tlp: int) -> str:
    """A message that nobody answered yet."""
    content = {"name": "A", "email": "a@example.org", "message": "x", "language": "en"}
    made = Letter.objects.create(programme=cast.programme.slug, kind="message", content=content)
    return str(made.pk)


def _text(cast: Cast, member: Membership, tlp: int) -> str:
    """A page that is not published yet."""
    SiteText.objects.create(
        programme=cast.programme, page="contact", language="en", number=1, body="x"
    )
    return "contact"


PAGES: dict[str, Address] = {
    "publish:site": Address(SITE),
    "publish:site-state": act(SITE),
    "publish:site-change": form(SITE),
    "publish:site-page": form(SITE, _text, argument="page", besides=(("language", "en"),)),
    "publish:site-publish": act(
        SITE, _text, argument="page", besides=(("language", "en"),), also=404
    ),
    "publish:inbox": Address(SITE),
    "publish:inbox-answered": act(SITE, _letter, argument="number"),
    "publish:inbox-delete": form(SITE, _letter, argument="number"),
}
