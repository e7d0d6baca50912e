"""Whether files may leave the house: rooms above say which people's consent lacks.

The store knows no persons. A room that does registers a question with `ask_with`; every bundle asks
before it is made, while it is made, and each time it is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core.models import Evidence

Asking = Callable[[Sequence[int]], set[int]]
_QUESTIONS: list[Asking] = []
EVERY = 64
"""So many pieces of a bundle (a few megabytes) are written between two questions."""


def ask_with(question: Asking) -> None:
    """Register a question: of some ids of evidence, which may not be handed over now."""
    if question not in _QUESTIONS:
        _QUESTIONS.append(question)


def require(items: Iterable[Evidence]) -> None:
    """Raise Conflict where a file may not be handed over now, without saying which or whose."""
    ids = [item.pk for item in items]
    if any(question(ids) for question in _QUESTIONS):
        raise Conflict(
            _(
                "Not all of these files may be handed over: a consent they need is missing, has"
                " expired or was withdrawn."
            ),
            code="no-consent",
        )


def while_allowed(items: Sequence[Evidence], pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Hand pieces on as long as all items may be handed over; what was written is then dropped."""
    for number, piece in enumerate(pieces):
        if number % EVERY == 0:
            require(items)
        yield piece
    require(items)
