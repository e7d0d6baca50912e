"""The addresses of checks, release and what comes after, and who may come there."""

from __future__ import annotations

from collections.abc import Callable

from goodoffices.core.models import Membership
from goodoffices.publish.flow import withdrawing
from goodoffices.publish.models import Publication
from tests.cast import Cast
from tests.publish.flow.stage import draft, gates_clear, published, through
from tests.web.declaring import Address, Exhibit, form


def _marked(make: Callable[[Cast], Publication]) -> Exhibit:
    def made(cast: Cast, member: Membership, tlp: int) -> str:
        with gates_clear():
            found = make(cast)
        Publication.objects.filter(pk=found.pk).update(tlp=tlp)
        return found.code

    return made


def _asked(cast: Cast) -> Publication:
    found = published(cast)
    withdrawing.ask(publication=found, words={"en": "It was wrong."}, by=None)
    return found


_draft = _marked(draft)
_ready = _marked(lambda cast: through(draft(cast), cast))
_out = _marked(published)
_to_withdraw = _marked(_asked)
SEE = "publish.view"

FLOW: dict[str, Address] = {
    "publish:waiting": Address(SEE),
    "publish:changed-since": Address(SEE),
    "publish:release": Address(SEE, _draft, hides=True),
    "publish:step": form(SEE, _draft, hides=True, also=403, besides=(("name", "submit"),)),
    "publish:embargo": form(SEE, _draft, hides=True, also=403),
    "publish:publish-now": form("publish.release", _ready, hides=True),
    "publish:schedule": form("publish.release", _ready, hides=True),
    "publish:edition": Address(SEE, _out, hides=True, besides=(("number", 1),)),
    "publish:correct": form("publish.write", _out, hides=True),
    "publish:withdraw": form(SEE, _out, hides=True, also=403),
    "publish:withdraw-confirm": form(SEE, _to_withdraw, hides=True, also=403),
    "publish:withdraw-refuse": form(SEE, _to_withdraw, hides=True, also=403),
}
