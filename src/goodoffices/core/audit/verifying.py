"""Checking the audit log against itself, and against heads that were put away elsewhere."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import TextIO

from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.audit.chain import entry_hash
from goodoffices.core.audit.walking import Finding, Link, Walked, walk
from goodoffices.core.models import AuditEntry, AuditHead

AT_A_TIME = 2000
"""Entries fetched at a time: a log of any length is read with the same memory."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one chain."""

    chain: str
    entries: int
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain at some time: what to keep where the database's owner cannot reach."""

    chain: str
    seq: int
    hash: str
    at: str

    def line(self) -> str:
        """Return the head as one line of JSON."""
        parts = {"chain": self.chain, "seq": self.seq, "hash": self.hash, "at": self.at}
        return json.dumps(parts, ensure_ascii=False)


def heads() -> list[Head]:
    """Return the end of every chain as it stands now."""
    with scopes_disabled():
        return [_head(kept) for kept in AuditHead.objects.filter(seq__gt=0).order_by("chain")]


def read_heads(file: TextIO) -> list[Head]:
    """Read heads written by ``goodoffices audit head``; several days may stand in one file."""
    found = []
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            parts = json.loads(line)
            head = Head(str(parts["chain"]), int(parts["seq"]), str(parts["hash"]), parts["at"])
        except (ValueError, KeyError, TypeError):
            raise InvalidInput(
                f"Line {number} of the head file is not a head. Give a file written by:"
                " goodoffices audit head",
                code="bad-head-file",
            ) from None
        found.append(head)
    if not found:
        raise InvalidInput("The head file is empty: nothing to check against.", code="no-heads")
    return found


def verify(*, chain: str | None = None, kept: Iterable[Head] = ()) -> Iterator[Checked]:
    """Walk along one chain or all, and yield for each whether it is whole or where it breaks."""
    wanted: dict[str, dict[int, str]] = defaultdict(dict)
    for head in kept:
        wanted[head.chain][head.seq] = head.hash
    with scopes_disabled():
        names = {chain} if chain else _chains() | set(wanted)
        for name in sorted(names):
            walked = walk(_links(name), wanted.get(name))
            yield Checked(name, walked.entries, walked.finding or _against_head(name, walked))


def _chains() -> set[str]:
    written = AuditEntry.objects.values_list("chain", flat=True).distinct()
    return set(written) | set(AuditHead.objects.filter(seq__gt=0).values_list("pk", flat=True))


def _links(chain: str) -> Iterator[Link]:
    entries = AuditEntry.objects.filter(chain=chain).order_by("seq", "id")
    for entry in entries.iterator(chunk_size=AT_A_TIME):
        at = entry.at.astimezone(UTC)
        yield Link(
            seq=entry.seq,
            previous=entry.previous,
            hash=entry.hash,
            computed=entry_hash(entry),
            owner=entry.programme_id,
            label=f"{entry.action}, {at:%Y-%m-%d %H:%M:%S} UTC",
        )


def _against_head(chain: str, walked: Walked) -> Finding | None:
    """Compare with the row that new entries are chained to."""
    head = AuditHead.objects.filter(pk=chain).first()
    seq, digest = (head.seq, head.hash) if head else (0, "")
    if (seq, digest) == (walked.seq, walked.hash):
        return None
    if seq > walked.seq:
        said = f"The log ends with entry {walked.seq}, but {seq} were written: its end was cut off."
        return Finding("cut", walked.seq + 1, said)
    said = f"The end that is kept beside the log (entry {seq}) is not the log's last entry."
    return Finding("head", walked.seq, said)


def _head(kept: AuditHead) -> Head:
    last = AuditEntry.objects.filter(chain=kept.chain, seq=kept.seq).first()
    at = last.at.astimezone(UTC).isoformat(timespec="seconds") if last else ""
    return Head(kept.chain, kept.seq, kept.hash, at)
