"""Reading publications: the list, the texts of one by language, what figures have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import STANDS, Membership
from goodoffices.publish.evidence import FIGURES, Evidence, figure_texts
from goodoffices.publish.models import Citation, Language, Publication, Text, Topic


def listed(
    member: Membership,
    *,
    text: str = "",
    kind: str = "",
    state: str = "",
    language: str = "",
    topic: str = "",
) -> QuerySet[Publication]:
    """Return the publications a member may see, the last written first, each with its title."""
    rows = Publication.objects.visible_to(member)
    for name, value in (("kind", kind), ("state", state)):
        rows = rows.filter(**{name: value}) if value else rows
    for word in text.split()[:8]:
        said = Q(title__icontains=word) | Q(summary__icontains=word)
        found = Text.objects.filter(said).values("publication")
        rows = rows.filter(Q(pk__in=found) | Q(code=word.lower()))
    if language:
        rows = rows.filter(pk__in=Text.objects.filter(language=language).values("publication"))
    if topic:
        rows = rows.filter(topics__slug=topic)
    titled: QuerySet[Publication] = rows.annotate(
        title=_latest_title(get_language() or "en"),
        source_title=_latest_title(None),
        written_at=Max("texts__at"),
    )
    return titled.select_related("office", "by").prefetch_related("topics", _languages())


def in_order(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Order publications of `listed`, the last written first."""
    return rows.order_by(F("written_at").desc(nulls_last=True), "-pk")


def _latest_title(language: str | None) -> Subquery:
    spoken: Any = OuterRef("source_language") if language is None else language[:2]
    # Not scoped again: the texts are those of publications in scope.
    rows = Text._base_manager.filter(publication=OuterRef("pk"), language=spoken)
    return Subquery(rows.order_by("-number").values("title")[:1])


def _languages() -> Prefetch[Any]:
    rows = Text.objects.order_by("language", "-number").defer("summary", "body")
    return Prefetch("texts", queryset=rows, to_attr="versions")


@dataclass(frozen=True, slots=True)
class Version:
    """The newest text in one language. ``behind`` counts the versions of the source that came
    since the one it renders; it is stale while that is not 0."""

    language: str
    text: Text
    is_source: bool
    behind: int = 0

    @property
    def stale(self) -> bool:
        """Say whether the source has moved on."""
        return self.behind > 0


def find_publication(code: str, member: Membership) -> Publication:
    """Return a publication the member may see, by its code; raises `NotFound`."""
    rows = Publication.objects.visible_to(member).filter(code=code[:16])
    found: Publication | None = rows.select_related("office", "by", "corrects").first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.programme = member.programme
    return found


def versions(publication: Publication) -> dict[str, Version]:
    """Return the newest text of each language that has one, the source first."""
    rows = Text.objects.filter(publication=publication).select_related("by").order_by("number")
    return newest(publication, rows)


def newest(publication: Publication, texts: Any) -> dict[str, Version]:
    """Return the newest of some texts of a publication by language, the source first."""
    latest: dict[str, Text] = {}
    for text in texts:
        if text.language not in latest or text.number > latest[text.language].number:
            latest[text.language] = text
    source = latest.get(publication.source_language)
    number = source.number if source else 0
    order = sorted(latest, key=lambda one: (one != publication.source_language, one))
    return {
        language: Version(
            language,
            latest[language],
            language == publication.source_language,
            _behind(latest[language], number),
        )
        for language in order
    }


def _behind(text: Text, source: int) -> int:
    return max(0, source - text.of_source) if text.of_source is not None else 0


def missing_languages(found: Mapping[str, Any]) -> list[str]:
    """Return the languages that have no text yet."""
    return [language for language in Language.values if language not in found]


def text_of(publication: Publication, language: str, number: int) -> Text:
    """Return one version of a text; raises `NotFound`."""
    rows = Text.objects.filter(publication=publication, language=language, number=number)
    found: Text | None = rows.select_related("by").first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def citations_of(publication: Publication) -> dict[str, Citation]:
    """Return the citations that stand, by key, in the order in which they were made."""
    rows = Citation.objects.filter(STANDS, publication=publication).order_by("pk")
    found = rows.select_related("by", "checked_by")
    return {one.key: one for one in found}


def citation_of(publication: Publication, key: str) -> Citation:
    """Return one citation that stands; raises `NotFound`."""
    rows = Citation.objects.filter(STANDS, publication=publication, key=key[:20])
    found: Citation | None = rows.select_related("claim").first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.publication = publication
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that the record gives otherwise today than when it was last checked.

    Without a text on one side, nothing was known there.
    """

    name: str
    was: str
    now: str


def changed_figures(citation: Citation, evidence: Evidence) -> list[Change]:
    """Return which figures differ today from those that were checked, in the reader's language.

    The numbers beneath a chart or a map count as one figure, ``picture``. Of a record that the
    member may not see nothing is said.
    """
    if evidence.hidden or not citation.checked:
        return []
    language = (get_language() or "en")[:2]
    was, now = figure_texts(citation.checked, language), evidence.figures
    found = [
        Change(name, was.get(name, ""), now.get(name, ""))
        for name in FIGURES
        if was.get(name, "") != now.get(name, "")
    ]
    moved = any(
        citation.checked.get(name) != evidence.facts[name]
        for name in ("bars", "places")
        if name in evidence.facts
    )
    return [*found, Change("picture", "", "")] if moved else found


def topics(member: Membership, *, closed: bool = False) -> list[Topic]:
    """Return the programme's topics, by address; closed ones only where asked for."""
    rows = Topic.objects.filter(programme=member.programme).order_by("slug")
    return list(rows if closed else rows.filter(closed_at=None))


def topic_name(topic: Topic) -> str:
    """Return the name of a topic in the reader's language."""
    names: dict[str, str] = topic.names
    return names.get((get_language() or "en")[:2]) or names.get("en") or topic.slug


def open_drafts(member: Membership) -> list[Publication]:
    """Return the publications that the member can cite something in, their own first."""
    from goodoffices.publish.writing.rules import WRITABLE

    rows = listed(member).filter(state__in=WRITABLE)
    found = in_order(rows)[:50]
    return sorted(found, key=lambda one: one.by_id != member.user_id)
