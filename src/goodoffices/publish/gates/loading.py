"""Loading what the gates look at: a handful of queries, whatever the length of the texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import STANDS, Membership, Party, PartyName, Place, Programme
from goodoffices.core.roles import Role
from goodoffices.core.tlp import STAFF_CLEARANCE
from goodoffices.formats import term_packs
from goodoffices.methods import dates
from goodoffices.methods.exposure import KnownNames
from goodoffices.methods.terminology import Called, Checker, Pack
from goodoffices.methods.text import fold
from goodoffices.monitor.models import Source
from goodoffices.publish.evidence import Evidence, resolve_all
from goodoffices.publish.evidence.sets import filter_of
from goodoffices.publish.gates.draft import Asked, Cited, Draft, DraftText, NamedParty, Rules
from goodoffices.publish.gates.packs import pack_of
from goodoffices.publish.models import (
    Citation,
    NameCheck,
    Publication,
    ReleasePolicy,
    Reply,
    Text,
)


def house(programme: Programme) -> Membership:
    """Return who stands for the house where no person asks: staff whom no record names."""
    member = Membership(
        programme=programme, role=Role.DIRECTOR, clearance=STAFF_CLEARANCE, active=True
    )
    member._named_ids = {}  # type: ignore[attr-defined]
    return member


def load(
    publication: Publication,
    member: Membership | None = None,
    *,
    texts: Mapping[str, DraftText] | None = None,
) -> Draft:
    """Return the draft of a publication as a member may see it, as the house where it is None.

    ``texts`` stand in the place of what was saved, while somebody writes.
    """
    eye = member or house(publication.programme)
    policy = policy_of(publication.programme)
    saved = latest_texts(publication)
    digest = digest_of(saved)
    now = timezone.now()
    zone = ZoneInfo(publication.programme.time_zone)
    return Draft(
        source_language=publication.source_language,
        texts=saved if texts is None else texts,
        rules=rules_of(policy),
        today=now.astimezone(zone).toordinal(),
        now=now,
        out_at=_later(publication.publish_at, now, zone),
        citations=_citations(publication, eye),
        checker=_checker(policy, eye),
        parties=parties_of(eye),
        asked=_asked(publication),
        staff=_staff(publication.programme),
        sources=_sources(eye),
        code_words=_code_words(),
        looked=NameCheck.objects.filter(STANDS, publication=publication, digest=digest).exists(),
        digest=digest,
    )


def _later(publish_at: datetime | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    return publish_at.astimezone(zone) if publish_at and publish_at > now else None


def latest_texts(publication: Publication) -> dict[str, DraftText]:
    """Return the latest text of each language, that of the source first."""
    rows = Text.objects.filter(publication=publication).order_by("number")
    found = {row.language: row for row in rows}
    order = sorted(found, key=lambda one: (one != publication.source_language, one))
    return {
        one: DraftText(
            one,
            found[one].number,
            found[one].of_source,
            found[one].title,
            found[one].summary,
            found[one].body,
        )
        for one in order
    }


def digest_of(texts: Mapping[str, DraftText]) -> str:
    """Return what stands for the words of all texts as they are now."""
    words = {one.language: [one.title, one.summary, one.body] for one in texts.values()}
    plain = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def policy_of(programme: Programme) -> ReleasePolicy:
    """Return the policy in force; one with the values it begins with where none was set."""
    found = ReleasePolicy.objects.filter(programme=programme).order_by("-number").first()
    return found or ReleasePolicy(programme=programme, number=0)


def rules_of(policy: ReleasePolicy) -> Rules:
    """Return the rules of a policy as the gates know them."""
    return Rules(**{name: getattr(policy, name) for name in Rules.__dataclass_fields__})


def _citations(publication: Publication, eye: Membership) -> dict[str, Cited]:
    evidence = resolve_all(publication, member=eye)
    rows = Citation.objects.filter(STANDS, publication=publication)
    rows = rows.select_related("incident__place", "claim__place").order_by("pk")
    today = timezone.localdate().toordinal()
    return {
        row.key: _cited(row, evidence[row.key], today, eye) for row in rows if row.key in evidence
    }


def _cited(row: Citation, evidence: Evidence, today: int, eye: Membership) -> Cited:
    if evidence.hidden:
        return Cited(evidence, {})
    day = _last_day(row, evidence, today)
    return Cited(evidence, row.checked, day, tuple(_exact_places(row, evidence, eye)))


def _last_day(row: Citation, evidence: Evidence, today: int) -> int | None:
    """Return the last day on which what is cited may have happened."""
    if row.kind in (Citation.Kind.TOLL, Citation.Kind.CHART, Citation.Kind.MAP):
        last = filter_of(row.asked).last_day
        return today if last is None else min(last, today)
    try:
        return dates.parse(evidence.edtf).last_day if evidence.edtf else None
    except InvalidInput:
        return None


def _exact_places(row: Citation, evidence: Evidence, eye: Membership) -> Iterable[str]:
    if row.kind == Citation.Kind.MAP:
        return _sites_of_map(evidence, eye)
    record = row.incident or row.claim
    place = record.place if record else None
    if place is None or place.kind != Place.Kind.SITE or not evidence.place:
        return ()
    return {evidence.place, place.name, *place.labels.values()}


def _sites_of_map(evidence: Evidence, eye: Membership) -> set[str]:
    rows = evidence.facts.get("places") or []
    names = {row["names"].get("", "") for row in rows if row.get("at")}
    if not names:
        return set()
    sites = Place.objects.visible_to(eye).filter(kind=Place.Kind.SITE, name__in=names)
    return set(sites.values_list("name", flat=True))


def _checker(policy: ReleasePolicy, eye: Membership) -> Checker:
    rows = PartyName.objects.filter(party__in=Party.objects.visible_to(eye)).order_by("pk")
    key = (f"{policy.pk} {policy.at}" if policy.pk else "", _Unhashed(policy))
    return _prepared(*key, tuple(rows.values_list("name", flat=True)))


class _Unhashed:
    """A policy beside its key: rows are appended only, so that the key stands for what it says."""

    def __init__(self, policy: ReleasePolicy) -> None:
        self.policy = policy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unhashed)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _prepared(_key: str, held: _Unhashed, names: tuple[str, ...]) -> Checker:
    """Make the rules of a policy ready once for many texts."""
    policy = held.policy
    packs = [pack_of(one) for one in policy.packs]
    return Checker([*([_starter()] if policy.starter else []), *packs], names=_worded(names))


@lru_cache(maxsize=1)
def _starter() -> Pack:
    return term_packs.starter()


def _worded(names: Iterable[str]) -> list[str]:
    """Leave out what holds no word at all."""
    return [name for name in names if any(map(str.isalnum, name))]


def _parties(eye: Membership) -> list[Party]:
    return list(Party.objects.visible_to(eye).order_by("pk"))


def parties_of(eye: Membership) -> Called[NamedParty]:
    """Return the parties a member may see under all their names, ready to be looked for."""
    parties = {one.pk: one for one in _parties(eye)}
    named = {pk: NamedParty(one.code, one.label) for pk, one in parties.items()}
    names = [(one.name, named[pk]) for pk, one in parties.items()]
    names += [(said, named[pk]) for pk, one in parties.items() for said in one.labels.values()]
    rows = PartyName.objects.filter(party__in=parties).values_list("name", "party")
    return Called([*names, *((name, named[pk]) for name, pk in rows)])


def _asked(publication: Publication) -> dict[str, Asked]:
    rows = Reply.objects.filter(STANDS, publication=publication).select_related("party")
    return {
        row.party.code: Asked(
            row.asked_at, row.until, row.answered_at is not None, bool(row.not_asked)
        )
        for row in rows
    }


def _staff(programme: Programme) -> KnownNames:
    members = Membership.objects.filter(programme=programme).select_related("user")
    return KnownNames([one.user.name for one in members])


def _sources(eye: Membership) -> Called[str]:
    rows = Source.objects.visible_to(eye).values_list("name", "labels")
    return Called([(said, name) for name, labels in rows for said in (name, *labels.values())])


@lru_cache(maxsize=1)
def _code_words() -> frozenset[str]:
    entries = codebook.load()["code_words"].entries.values()
    languages = ("en", "ar", "he")
    return frozenset(fold(one.label(language)) for one in entries for language in languages)
