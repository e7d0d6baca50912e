"""Why somebody opens a RED record: asked before anything of it is read out, once a session each.

Whatever finds one record by its code for a page asks here (`ask_reason`), so that pages, pictures,
downloads and forms of a record all wait for the same reason.
"""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotPermitted
from goodoffices.core.access import kind_of
from goodoffices.core.models import Membership, Protected
from goodoffices.core.tlp import TLP

SALT = "core.reasons"
HOURS = 12 * 3600
"""How long the question of one page can be answered."""


class ReasonWanted(NotPermitted):
    """The member may see the record and has not said why yet; carries nothing of it but its key."""

    code = "reason-wanted"

    def __init__(self, record: Protected) -> None:
        super().__init__(_("Say why you open this record before it is shown."))
        self.key = key_of(record)
        self.token = signing.dumps(self.key, salt=SALT)


def key_of(record: Protected) -> str:
    """Return what stands for a record in a session: its kind and number."""
    return f"{kind_of(record)}:{record.pk}"


def read_token(token: str) -> tuple[str, int] | None:
    """Return the kind and number that a question was about; None if it is not one of ours."""
    try:
        kind, _colon, pk = str(signing.loads(token, salt=SALT, max_age=HOURS)).partition(":")
    except signing.BadSignature:
        return None
    return kind, int(pk)


def ask_reason(record: Protected, member: Membership) -> None:
    """Raise `ReasonWanted` where the programme asks and the session has given no reason yet."""
    if record.tlp < TLP.RED or not member.programme.ask_red_reason:
        return
    given: frozenset[str] = getattr(member, "reasons", frozenset())
    if key_of(record) not in given:
        raise ReasonWanted(record)
