"""When a publication can still be written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.publish.models import Publication, State

WRITABLE = frozenset(
    {
        *(State.DRAFT, State.FACTS, State.LANGUAGE, State.DIRECTOR),
        *(State.SECURITY, State.READY, State.HELD),
    }
)
"""States in which texts and citations may change; what was checked before has to be checked anew
(`Step`). A text that is out may change while a correction of it is being prepared."""

CORRECTABLE = (State.PUBLISHED, State.CORRECTED)


def can_be_written(publication: Publication) -> bool:
    """Say whether texts and citations may change."""
    if publication.state in CORRECTABLE:
        return publication.corrections.filter(state__in=WRITABLE).exists()
    return publication.state in WRITABLE


def refuse_closed(publication: Publication) -> None:
    """Raise `Conflict` where a publication is scheduled, out, or was dropped."""
    if not can_be_written(publication):
        raise Conflict(
            _(
                "This publication is scheduled, out, or was dropped: its texts stay as they are."
                " Nothing was changed."
            ),
            code="not-writable",
        )
