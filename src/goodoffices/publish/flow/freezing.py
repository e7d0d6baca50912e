"""Freezing: a version that comes out becomes an edition, with all that stood behind it, hashed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from goodoffices.core.models import STANDS, Membership, User
from goodoffices.formats import manuscript
from goodoffices.publish.evidence import Evidence, figure_texts, resolve_all
from goodoffices.publish.flow import sources
from goodoffices.publish.flow.digests import latest_texts, sha256, stale
from goodoffices.publish.flow.people import this_round
from goodoffices.publish.flow.standing import told
from goodoffices.publish.models import Citation, Edition, Override, Publication, Step, Text
from goodoffices.publish.pictures import draw, figure_html

FORM = 1
"""The form of an edition's content, should it ever change."""

PICTURES = (Citation.Kind.CHART, Citation.Kind.MAP)


@dataclass(frozen=True, slots=True)
class Behind:
    """The citations of a publication and what each record says now."""

    citations: dict[str, Citation]
    evidence: dict[str, Evidence]


def freeze(
    held: Publication, *, member: Membership | None, by: User | None, round_of: Publication
) -> Edition:
    """Make the next edition of a locked publication, as ``member`` sees what it cites.

    ``round_of`` is the publication whose checks let it out: itself, or its correction.
    """
    behind = _behind(held, member)
    day = timezone.localdate().isoformat()
    texts = latest_texts(held)
    out = [one for one in texts.values() if one.language not in stale(held, texts)]
    number = held.editions.count() + 1
    content: dict[str, Any] = {
        "form": FORM,
        "publication": held.code,
        "number": number,
        "kind": held.kind,
        "address": held.address,
        "source_language": held.source_language,
        "topics": sorted(held.topics.values_list("slug", flat=True)),
        "corrects": held.corrects.address if held.corrects else "",
        "texts": [_text(one, behind, day) for one in out],
        "citations": [_citation(one, behind) for one in behind.citations.values()],
        "steps": [_step(one) for one in this_round(round_of)],
        "overrides": _overrides(held),
    }
    return Edition.objects.create(
        publication=held, number=number, content=content, sha256=sha256(content), by=by
    )


def _behind(held: Publication, member: Membership | None) -> Behind:
    rows = Citation.objects.filter(STANDS, publication=held).order_by("key")
    citations = {one.key: one for one in rows.select_related("incident", "cited")}
    return Behind(citations, resolve_all(held, member=member))


def _text(text: Text, behind: Behind, day: str) -> dict[str, Any]:
    """Return one language as it comes out: figures, pictures and numbered sources in place."""
    language = text.language
    keys = [key for key in sources.order(text.body) if key in behind.citations]
    with translation.override(language):
        html = manuscript.render(
            text.body,
            cite=lambda key: _number(keys, key),
            figure=lambda key, name: _figures(behind, key, language).get(name),
            picture=lambda key: _picture(behind, key, language),
        )
    return {
        "language": language,
        "number": text.number,
        "of_source": text.of_source,
        "title": text.title,
        "summary": text.summary,
        "body": text.body,
        "html": str(html),
        "figures": {key: _figures(behind, key, language) for key in keys},
        "notes": [_note(n, key, behind, language, day) for n, key in enumerate(keys, start=1)],
        "pictures": _pictures(text.body, behind, language),
    }


def _number(keys: list[str], key: str) -> manuscript.Source | None:
    if key not in keys:
        return None
    number = keys.index(key) + 1
    return manuscript.Source(str(number), f"#source-{number}")


def _figures(behind: Behind, key: str, language: str) -> dict[str, str]:
    found = behind.evidence.get(key)
    return figure_texts(found.facts, language) if found else {}


def _note(number: int, key: str, behind: Behind, language: str, day: str) -> dict[str, Any]:
    citation = behind.citations[key]
    said = sources.note(citation, behind.evidence[key], language=language, day=day)
    return {"number": number, "text": said, "href": sources.href(citation, language)}


def _picture(behind: Behind, key: str, language: str) -> str | None:
    citation = behind.citations.get(key)
    if citation is None or citation.kind not in PICTURES:
        return None
    caption = behind.evidence[key].title_in(language)
    return figure_html(citation, language=language, caption=caption)


def _pictures(body: str, behind: Behind, language: str) -> list[dict[str, str]]:
    """Return the pictures of a text, to be had as files."""
    found: list[dict[str, str]] = []
    for mark in manuscript.pictures(body):
        citation = behind.citations.get(mark.key)
        if citation is not None and citation.kind in PICTURES:
            svg, _rows = draw(citation, language=language)
            found += [{"name": f"{citation.kind}-{len(found) + 1}.{language}.svg", "svg": str(svg)}]
    return [one for one in found if one["svg"]]


def _citation(one: Citation, behind: Behind) -> dict[str, Any]:
    evidence = behind.evidence[one.key]
    return {
        "key": one.key,
        "kind": one.kind,
        "note": one.note,
        "asked": one.asked,
        "code": evidence.code,
        "title": evidence.title,
        "facts": dict(evidence.facts),
        "behind": told(evidence),
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "of": one.of,
        "to": one.to,
        "reason": one.reason,
        "texts": one.texts,
        "digest": one.digest,
        "by": one.by.name if one.by else "",
        "at": one.at.isoformat(),
    }


def _overrides(held: Publication) -> dict[str, int]:
    stood = Override.objects.filter(STANDS, publication=held).values_list("gate", flat=True)
    return dict(Counter(stood))


def is_whole(edition: Edition) -> bool:
    """Say whether an edition still is what its hash says: recomputed from the content."""
    return sha256(edition.content) == edition.sha256
