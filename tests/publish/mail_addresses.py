"""The addresses of the mailing list, and who may come there."""

from __future__ import annotations

from goodoffices.core.models import Membership
from goodoffices.publish.models import Delivery, Mailing, ReleasedPage
from tests.cast import Cast
from tests.publish.mail import stage
from tests.web.declaring import Address, form


def _subscriber(cast: Cast, member: Membership, tlp: int) -> str:
    return stage.subscriber(cast.programme, "somebody@example.net").code


def _mailing(cast: Cast, member: Membership, tlp: int) -> str:
    """A mailing that waits for its start."""
    if not ReleasedPage.objects.filter(programme=cast.programme.slug).exists():
        stage.site(cast.programme)
        stage.published(cast.programme)
    return stage.mailing(cast.programme, "draft").code


def _sending(cast: Cast, member: Membership, tlp: int) -> str:
    """A mailing under way, with a mail in doubt."""
    code = _mailing(cast, member, tlp)
    mailing = Mailing.objects.get(code=code)
    mailing.state, mailing.started_at = "sending", mailing.at
    mailing.save()
    Delivery.objects.create(mailing=mailing, code="doubt", language="en", state="doubtful")
    return code


def _paused(cast: Cast, member: Membership, tlp: int) -> str:
    code = _sending(cast, member, tlp)
    Mailing.objects.filter(code=code).update(state="paused")
    return code


ENGLISH = (("language", "en"),)
MAY = "publish.mail"

MAIL: dict[str, Address] = {
    "publish:mailing-list": Address(MAY),
    "publish:subscriber-find": form(MAY),
    "publish:subscriber-none": Address(MAY),
    "publish:mailing-list-export": form(MAY),
    "publish:subscriber": Address(MAY, _subscriber),
    "publish:subscriber-remove": form(MAY, _subscriber),
    "publish:mailing-new": form(MAY),
    "publish:mailing": Address(MAY, _mailing),
    "publish:mailing-preview": Address(MAY, _mailing, besides=ENGLISH),
    "publish:mailing-html": Address(MAY, _mailing, besides=ENGLISH),
    "publish:mailing-test": form(MAY, _mailing, also=409),
    "publish:mailing-start": form(MAY, _mailing, also=409),
    "publish:mailing-pause": form(MAY, _sending),
    "publish:mailing-go-on": form(MAY, _paused, also=409),
    "publish:mailing-cancel": form(MAY, _mailing),
    "publish:mailing-settle": form(MAY, _sending, besides=(("delivery", "doubt"),)),
}
