"""Nobody who has to be protected is named.

Whether a name is known to the programme is a secret of its own: an answer that depends on it would
let anybody who may write try names. So the gate itself never compares a text with identities; it
says only whether a person who may open identities has looked at these very texts
(`publish.gates.looking`). What it finds by itself, it finds by its form, or among what the reader
may see anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodoffices.core.codes import ALPHABET
from goodoffices.methods.text import fold
from goodoffices.publish.gates.draft import Draft, Passage, found_at
from goodoffices.publish.gates.finding import Finding, fingerprint

GATE = "names"
_CODED = re.compile(rf"(?P<word>[^\W\d_]+)[ \u00a0-]+(?P<signs>[{ALPHABET}]{{4}})(?!\w)", re.I)


def findings(draft: Draft) -> list[Finding]:
    """Return whether somebody has to look for names yet, code names, own staff, sources."""
    found = [] if draft.looked else [_unlooked(draft)]
    for passage in draft.passages():
        found += _coded(draft, passage)
        found += _own(draft, passage)
    return found


def _unlooked(draft: Draft) -> Finding:
    return Finding(
        gate=GATE,
        language="",
        fingerprint=fingerprint(GATE, "", draft.digest),
        field="",
        start=0,
        end=0,
        words="",
        sentence="",
        why=_("Nobody has looked for names of people to be protected in the texts as they stand."),
        do=_("The security check looks for them, when the texts will not change any more."),
    )


def _coded(draft: Draft, passage: Passage) -> Iterator[Finding]:
    """Yield what is written like a code name, whether or not there is one like it."""
    for match in _CODED.finditer(passage.masked):
        signs = match["signs"]
        if fold(match["word"]) in draft.code_words and _like_signs(signs):
            yield found_at(
                GATE,
                passage,
                *match.span(),
                why=_("This is written like the code name of a person or a group."),
                do=_("Take it out: whoever reads it here could follow it elsewhere."),
            )


def _like_signs(signs: str) -> bool:
    """Say whether four signs look like those of a code: "Cedar 4F2A", not "cedar tree"."""
    return signs.isupper() or any(map(str.isdigit, signs))


def _own(draft: Draft, passage: Passage) -> Iterator[Finding]:
    for one in draft.staff.met(passage.masked) if draft.staff else ():
        yield found_at(
            GATE,
            passage,
            one.start,
            one.end,
            why=_("This reads like the name of somebody who works for the programme."),
            do=_("Leave it only if this person agreed to be named."),
            blocking=False,
        )
    for start, end, _name in draft.sources.met(passage.masked) if draft.sources else ():
        yield found_at(
            GATE,
            passage,
            start,
            end,
            why=_("This reads like the name of a source."),
            do=_("Leave it only if the source is public or agreed to be named."),
            blocking=False,
        )
