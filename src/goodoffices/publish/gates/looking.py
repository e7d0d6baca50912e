"""Looking for names of people to be protected: by a person who may open identities, on record.

Everybody else learns only whether somebody has looked at the texts as they stand and found that
they endanger nobody: that is what a person said, never what the program found.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core import audit
from goodoffices.core.access import require
from goodoffices.core.models import STANDS, Membership, User
from goodoffices.methods.exposure import KnownNames
from goodoffices.methods.terminology import Called
from goodoffices.monitor.models import Source
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.gates.draft import DraftText, Passage
from goodoffices.publish.gates.loading import digest_of, latest_texts
from goodoffices.publish.models import NameCheck, Publication
from goodoffices.rights.identities.sealing import Whose
from goodoffices.rights.services.naming import Names, aliases, open_names

SALT = "publish.names.looked"
MINUTES = 60
"""So long after looking may somebody say what they found."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """Words of a text that may be a known name; ``whose`` is the record, or the source."""

    language: str
    words: str
    sentence: str
    grade: str
    whose: Whose | Source


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, how many identities could not be opened, and proof of having looked."""

    hits: list[NameHit]
    closed: int
    proof: str


def may_look(member: Membership) -> bool:
    """Say whether a member may look for names: the security check, with the right to identities."""
    return member.may("publish.security") and member.may("rights.identity")


def look(*, publication: Publication, member: Membership, reason: str) -> Looked:
    """Compare the texts with every name that the member may open, in any script and spelling."""
    require(member, "publish.security")
    names = open_names(of=publication, member=member, reason=reason)
    texts = latest_texts(publication)
    hits = [*_people(texts, names), *_written(texts, aliases(member)), *_sources(texts, member)]
    proof = signing.dumps([publication.pk, digest_of(texts), member.user_id], salt=SALT)
    return Looked(hits, names.closed, proof)


def _passages(texts: dict[str, DraftText]) -> list[Passage]:
    return [one for text in texts.values() for one in text.passages]


def _people(texts: dict[str, DraftText], names: Names) -> list[NameHit]:
    known = KnownNames(names.said)
    return [
        _hit(passage, one.start, one.end, one.grade, names.whose[one.name])
        for passage in _passages(texts)
        for one in known.met(passage.masked)
    ]


def _written(texts: dict[str, DraftText], names: Names) -> list[NameHit]:
    known = Called(zip(names.said, names.whose, strict=True))
    return [
        _hit(passage, start, end, "written", whose)
        for passage in _passages(texts)
        for start, end, whose in known.met(passage.masked)
    ]


def _sources(texts: dict[str, DraftText], member: Membership) -> list[NameHit]:
    rows = Source.objects.visible_to(member)
    known = Called([(said, row) for row in rows for said in (row.name, *row.labels.values())])
    return [
        _hit(passage, start, end, "written", source)
        for passage in _passages(texts)
        for start, end, source in known.met(passage.masked)
    ]


def _hit(passage: Passage, start: int, end: int, grade: str, whose: Whose | Source) -> NameHit:
    return NameHit(passage.language, passage.text[start:end], passage.around(start), grade, whose)


def clear(*, publication: Publication, proof: str, by: User) -> NameCheck:
    """Say that no name in the texts endangers anybody, having looked at these very texts.

    Raises `Conflict` where the texts changed meanwhile, or nobody looked within the hour.
    """
    member = permitted(by, publication.programme, "publish.security", publication)
    require(member, "rights.identity")
    digest = digest_of(latest_texts(publication))
    if _proven(proof) != [publication.pk, digest, by.pk]:
        raise Conflict(_("Look once more: the texts changed, or it is too long ago."))
    try:
        with transaction.atomic():
            made = NameCheck.objects.create(publication=publication, digest=digest, by=by)
            audit.record(
                "publish.names.cleared", by=by, programme=publication.programme, record=publication
            )
    except IntegrityError:
        return NameCheck.objects.get(STANDS, publication=publication, digest=digest)
    return made


def _proven(proof: str) -> object:
    try:
        return signing.loads(proof, salt=SALT, max_age=60 * MINUTES)
    except signing.BadSignature:
        return None
