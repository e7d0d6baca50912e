"""Published, and changed since: what records behind a frozen text say otherwise today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.core.models import STANDS, Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats import manuscript
from goodoffices.formats.manuscript.marks import FIGURE
from goodoffices.publish.evidence import figure_texts, resolve_each
from goodoffices.publish.evidence.resolving import RECORDS
from goodoffices.publish.flow.standing import TOLD, Change, changes, told
from goodoffices.publish.flow.words import SINCE
from goodoffices.publish.models import Citation, Edition, Publication, State
from goodoffices.publish.words import FIGURES

STILL_OUT = (State.PUBLISHED, State.CORRECTED)
MOST = 25
"""So many publications are compared with their records at once."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: the sentences that rest on it, then and now."""

    key: str
    said: Promise | str
    sentences: list[str]
    language: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """A publication that is out, and what changed beneath it since."""

    publication: Publication
    title: str
    edition: Edition
    differences: list[Difference]


def suspects(member: Membership) -> QuerySet[Publication]:
    """Return what is out and may have changed beneath, the last published first.

    A first look that leaves out where no cited record was touched; `changed` compares.
    """
    rows = Publication.objects.visible_to(member).filter(state__in=STILL_OUT)
    # Not scoped again: citations and editions are those of publications in scope.
    cited = Citation._base_manager.filter(STANDS, publication=OuterRef("pk"))
    touched = cited.filter(
        Q(incident__updated_at__gt=OuterRef("out_at"))
        | Q(incident__stands=False)
        | Q(claim__isnull=False)
        | Q(kind__in=("toll", "chart", "map"))
        | Q(cited__state=State.WITHDRAWN)
        | Q(incident__tlp__gt=F("publication__tlp"))
    )
    last = Edition._base_manager.filter(publication=OuterRef("pk")).order_by("-number")
    out: Any = rows.annotate(out_at=Subquery(last.values("at")[:1]))
    found: QuerySet[Publication] = out.filter(Exists(touched)).order_by("-out_at", "-pk")
    return found


def changed(member: Membership) -> list[ChangedSince]:
    """Return what is out and rests on records that say otherwise today."""
    found = list(suspects(member)[:MOST])
    last = _last_editions(found)
    now = _now(found, member)
    compared = [_changed(one, last[one.pk], now[one.pk]) for one in found if one.pk in last]
    return [one for one in compared if one.differences]


def count_changed(member: Membership) -> int:
    """Count what `changed` shows."""
    return len(changed(member))


def _last_editions(found: Iterable[Publication]) -> dict[int, Edition]:
    rows = Edition.objects.filter(publication__in=list(found)).order_by("number")
    return {one.publication_id: one for one in rows}


def _now(found: Iterable[Publication], member: Membership) -> dict[int, dict[str, Any]]:
    """Return what stands behind each citation today, of all publications at once."""
    rows = Citation.objects.filter(STANDS, publication__in=list(found)).select_related(*RECORDS)
    citations = list(rows)
    evidence = resolve_each(citations, member=member)
    now: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in citations:
        now[one.publication_id][evidence[one.pk].key] = told(evidence[one.pk])
    return now


def _changed(publication: Publication, edition: Edition, now: Mapping[str, Any]) -> ChangedSince:
    then = {one["key"]: one["behind"] for one in edition.content["citations"]}
    text = _read_by(edition)
    found = [_difference(one, text) for one in changes(then, now)]
    return ChangedSince(publication, text["title"], edition, found)


def _read_by(edition: Edition) -> dict[str, Any]:
    """Return the text in the reader's language, else the first."""
    language = (get_language() or "en")[:2]
    texts: list[dict[str, Any]] = edition.content["texts"]
    return next((one for one in texts if one["language"] == language), texts[0])


def _difference(change: Change, text: Mapping[str, Any]) -> Difference:
    return Difference(
        change.key,
        SINCE[change.what],
        _sentences(change.key, text),
        text["language"],
        *_in_words(change),
    )


def _sentences(key: str, text: Mapping[str, Any]) -> list[str]:
    """Return the sentences that rest on a citation, with the figures they came out with."""
    found = [one.text for one in manuscript.sentences(text["body"]) if key in one.keys]
    figures = text["figures"]
    return [FIGURE.sub(lambda m: figures.get(m[1], {}).get(m[2], "?"), one) for one in found]


def _in_words(change: Change) -> tuple[str, str]:
    """Say what a record said then and says now: its level, its mark, the figures that differ."""
    then, now = change.then, change.now
    if change.what == "weaker":
        scheme, language = codebook.load(), get_language() or "en"
        level = "verification_states"
        return scheme.label(level, then, language), scheme.label(level, now, language)
    if change.what == "restricted":
        return str(TLP(then or 0).label), str(TLP(now or 0).label)
    if change.what == "figures":
        differ = [name for name in TOLD if then.get(name) != now.get(name)]
        return _figures(then, differ), _figures(now, differ)
    return "", ""


def _figures(said: Mapping[str, Any], names: Iterable[str]) -> str:
    """Say some figures of a record by their names; one that is not known any more is said so."""
    found = figure_texts(said, (get_language() or "en")[:2])
    return " · ".join(f"{FIGURES[name]}: {found.get(name) or _('not known')}" for name in names)
