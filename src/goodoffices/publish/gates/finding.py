"""One thing that a gate found: where, in which words, why it matters, what to do."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """What a gate found in one text, at ``start`` to ``end`` of its ``field``.

    ``field`` is title, summary or body; "" where it is about the text as a whole, ``language`` ""
    where about all of them. ``words`` are those in question, ``sentence`` what they stand in.
    ``why`` and ``do`` are for the writer. ``blocking`` ones must be cleared or overridden, the
    others are advice. ``fingerprint`` changes with the words and with what they rest on.
    """

    gate: str
    language: str
    fingerprint: str
    field: str
    start: int
    end: int
    words: str
    sentence: str
    why: str
    do: str
    blocking: bool = True
    key: str = ""
    overridable: bool = True

    @property
    def short(self) -> str:
        """The fingerprint's first signs, for addresses within a page."""
        return self.fingerprint[:12]


def fingerprint(gate: str, language: str, *rests_on: Any) -> str:
    """Return what stands for a finding: the same as long as words and grounds are the same."""
    plain = json.dumps([gate, language, *rests_on], ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def told_apart(found: Iterable[Finding]) -> list[Finding]:
    """Give findings in the same words, one after another, fingerprints of their own."""
    met: Counter[str] = Counter()
    apart = []
    for one in found:
        met[one.fingerprint] += 1
        number = met[one.fingerprint]
        if number > 1:
            one = replace(one, fingerprint=fingerprint(one.gate, one.fingerprint, number))
        apart.append(one)
    return apart


def squeezed(text: str) -> str:
    """Return a text with every run of blanks as one: how lines are broken changes nothing."""
    return " ".join(text.split())
