"""Which judgement of an aspect stands: the latest that took effect and was not withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's judgement of one aspect.

    ``number`` is its place in the order of writing; ``agreed`` is what the second person said
    (None: nobody yet), ``agreed_at`` when. Both matter only where ``needs_second``.
    """

    number: int
    to: str
    at: datetime
    needs_second: bool = False
    agreed: bool | None = None
    agreed_at: datetime | None = None
    withdrawn: bool = False

    @property
    def stands(self) -> bool:
        """Say whether it took effect and nobody has taken it back."""
        return not self.withdrawn and (not self.needs_second or self.agreed is True)

    @property
    def waits(self) -> bool:
        """Say whether it waits for a second person."""
        return self.needs_second and self.agreed is None and not self.withdrawn

    @property
    def since(self) -> datetime:
        """When it took effect: when written, or when the second person agreed."""
        return self.agreed_at if self.needs_second and self.agreed_at else self.at


def standing(judgements: Iterable[Judgement]) -> Judgement | None:
    """Return the judgement that an aspect rests on, or None where nobody's stands."""
    found = (one for one in judgements if one.stands)
    return max(found, key=lambda one: (one.since, one.number), default=None)


def shown(judgements: Iterable[Judgement]) -> str:
    """Return the state that an aspect shows: unverified until a judgement stands."""
    found = standing(judgements)
    return found.to if found else UNVERIFIED
