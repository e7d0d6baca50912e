"""The addresses of the checks, and who may come there."""

from __future__ import annotations

from django.utils import timezone

from goodoffices.core.models import Membership, Party
from goodoffices.publish.models import Override, Reply
from tests.cast import Cast
from tests.publish.stage import publication
from tests.web.declaring import Address, form


def _publication(cast: Cast, member: Membership, tlp: int) -> str:
    """A publication with an override and a reply that can be taken back."""
    made = publication(cast.programme, tlp=tlp)
    Override.objects.filter(code="said").update(code=f"o{made.code}")
    Reply.objects.filter(code="said").update(code=f"r{made.code}")
    Override.objects.create(
        publication=made, gate="uncited", finding="f" * 64, reason="x", code="said"
    )
    party = Party.objects.create(programme=cast.programme, kind="group", name="Front", tlp=0)
    Reply.objects.create(
        publication=made, party=party, asked_at=timezone.now(), how="x", code="said"
    )
    return made.code


HIDES = {"exhibit": _publication, "hides": True}
SAID = (("said", "said"),)
GATES = {
    "publish:checks": form("publish.view", **HIDES),
    "publish:checks-text": form("publish.write", besides=(("language", "en"),), **HIDES),
    "publish:override-withdraw": form("publish.override", besides=SAID, **HIDES),
    "publish:names": form("rights.identity", **HIDES),
    "publish:replies": Address("publish.view", **HIDES),
    "publish:reply-ask": form("publish.write", **HIDES),
    "publish:reply-leave-out": form("publish.write", **HIDES),
    "publish:reply-answer": form("publish.write", besides=SAID, **HIDES),
    "publish:reply-withdraw": form("publish.write", besides=SAID, **HIDES),
    "publish:release-policy": form("publish.policy"),
    "publish:overrides": Address("publish.view"),
    "publish:term-pack": Address("publish.view", fixed="starter"),
}
