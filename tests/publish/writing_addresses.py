"""The addresses of writing, and who may come there."""

from __future__ import annotations

from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.publish.models import Topic
from tests.cast import Cast
from tests.publish.stage import citation, publication
from tests.web.declaring import Address, act, form

WRITE, VIEW = "publish.write", "publish.view"
ENGLISH = (("language", "en"),)


def _publication(cast: Cast, member: Membership, tlp: int) -> str:
    """A draft that cites an incident; hidden ones are hidden as a whole."""
    made = publication(cast.programme, tlp=tlp)
    incident = Incident.objects.create(programme=cast.programme, tlp=TLP.GREEN, own_tlp=TLP.GREEN)
    citation(made, "c1", kind="incident", incident=incident)
    return made.code


def _topic(cast: Cast, member: Membership, tlp: int) -> str:
    names = {"en": "Roads", "ar": "طرق", "he": "דרכים"}
    slug = f"roads-{timezone.now():%H%M%S%f}"
    return Topic.objects.create(programme=cast.programme, slug=slug, names=names).slug


WRITING: dict[str, Address] = {
    "publish:publications": Address(VIEW),
    "publish:publication-new": form(WRITE),
    "publish:publication": Address(VIEW, _publication, hides=True),
    "publish:publication-change": form(WRITE, _publication, hides=True),
    "publish:write": form(WRITE, _publication, hides=True, besides=ENGLISH),
    "publish:look": act(WRITE, _publication, hides=True, besides=ENGLISH),
    "publish:cite-in": form(WRITE, _publication, hides=True, besides=ENGLISH),
    "publish:text": Address(VIEW, _publication, hides=True, besides=(*ENGLISH, ("number", 1))),
    "publish:cite": form(WRITE),
    "publish:citation-withdraw": form(WRITE, _publication, hides=True, besides=(("key", "c1"),)),
    "publish:citation-check": act(WRITE, _publication, hides=True, besides=(("key", "c1"),)),
    "publish:topics": form("publish.release"),
    "publish:topic-close": act("publish.release", _topic, argument="slug"),
}
