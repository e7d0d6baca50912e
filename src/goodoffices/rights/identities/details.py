"""What an identity says, as plain values; they live only between opening and showing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput

BLOCK = 512
"""Bytes up to whose next multiple an identity is filled up, so that its size says nothing."""

MOST_LINES, LONGEST = 40, 300


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """Names, ways to reach somebody, papers, and a note. Its ``repr`` says none of it."""

    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    note: str = ""

    def __repr__(self) -> str:
        return "Details(...)"

    def require_sound(self) -> None:
        """Raise InvalidInput without a name, or for more than an identity takes."""
        if not self.names:
            raise InvalidInput(_("Write at least one name."), code="no-name")
        lines = (*self.names, *self.contacts, *self.documents)
        if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
            raise InvalidInput(_("These are too many lines, or too long ones."))

    def to_bytes(self) -> bytes:
        """Return the details as padded bytes."""
        plain = json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()
        return plain + b" " * (-len(plain) % BLOCK)

    @classmethod
    def from_bytes(cls, plain: bytes) -> Details:
        """Read details back."""
        held = json.loads(plain)
        lines = ("names", "contacts", "documents")
        return cls(**{name: tuple(held[name]) for name in lines}, note=held["note"])
