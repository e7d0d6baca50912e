"""What arrives, who sends it, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.core.evidence import Received
from goodoffices.core.models import Membership, Programme, StoredFile
from goodoffices.field.models import Device, Submission, SubmissionVersion

File = tuple[str, Received | StoredFile]
"""(the exact name the sender gave it, its bytes: just arrived, or in the store already)."""


@dataclass(frozen=True, slots=True)
class Post:
    """One delivery: the XML byte for byte, and files that came with it."""

    xml: bytes
    files: Sequence[File] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name something comes in, and by which way.

    ``device`` is None for what a member hands in themself. ``channel``: openrosa, web, carried.
    """

    member: Membership
    device: Device | None = None
    channel: str = "openrosa"

    @property
    def programme(self) -> Programme:
        """The programme it comes in for."""
        return self.member.programme


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was made of a post. ``is_new``: something was stored that was not there before."""

    submission: Submission
    version: SubmissionVersion
    is_new: bool
    conflicts: tuple[str, ...] = ()
    """Names of files that came with other bytes than before."""
