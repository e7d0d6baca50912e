"""Other publications as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import get_language

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.publish.evidence.values import Evidence, Standing, figure_texts, hidden
from goodoffices.publish.models import OUT, Citation, Edition, Language, Publication, State, Text


@dataclass(frozen=True, slots=True)
class SeenPublication:
    """A publication with its title in the reader's language and the day it came out."""

    row: Publication
    titles: dict[str, str]
    edtf: str

    @property
    def title(self) -> str:
        """Its title in the language in use."""
        return self.titles[(get_language() or "en")[:2]]


def seen_publications(ids: Iterable[int], member: Membership) -> dict[int, SeenPublication]:
    """Look publications up, with the latest title of each."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Publication.objects.visible_to(member).filter(pk__in=wanted, tlp__lt=TLP.RED)
    found = {one.pk: one for one in rows}
    days = Edition.objects.filter(publication__in=found).values_list("publication")
    out = {pk: f"{at:%Y-%m-%d}" for pk, at in days.annotate(at=Max("at"))}
    titles = titles_of(found)
    return {pk: SeenPublication(one, titles[pk], out.get(pk, "")) for pk, one in found.items()}


def titles_of(found: Mapping[int, Publication]) -> dict[int, dict[str, str]]:
    """Return the titles of publications by language; where one lacks, as it was first said."""
    titles: dict[tuple[int, str], str] = {}
    rows = Text.objects.filter(publication__in=list(found)).order_by("number")
    for pk, spoken, title in rows.values_list("publication", "language", "title"):
        titles[pk, spoken] = title
    return {
        pk: {
            language: titles.get((pk, language))
            or titles.get((pk, one.source_language))
            or one.code
            for language in Language.values
        }
        for pk, one in found.items()
    }


def of_publication(citation: Citation, seen: Mapping[int, SeenPublication]) -> Evidence:
    """Return what is cited of another publication: its title, when it came out, if it stands."""
    found = seen.get(citation.cited_id or 0)
    if found is None:
        return hidden(citation.key, citation.kind)
    out = found.row.state in OUT and found.row.state != State.WITHDRAWN
    facts = {"date": found.edtf, "state": found.row.state}
    figures = figure_texts(facts, (get_language() or "en")[:2])
    return Evidence(
        citation.key,
        citation.kind,
        Standing.STANDS if out else Standing.WITHDRAWN,
        title=found.title,
        titles=found.titles,
        code=found.row.code,
        tlp=0 if out else found.row.tlp,
        edtf=found.edtf,
        when=figures.get("date", ""),
        facts=facts,
        figures=figures,
    )
