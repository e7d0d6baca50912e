"""Beginning a publication and saving its texts: each save is a version, none is ever edited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Office, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.formats.manuscript.marks import ANY
from goodoffices.monitor.services.permits import permitted as permitted_on
from goodoffices.publish.flow.moving import moved_on
from goodoffices.publish.models import Language, Publication, Text, Topic
from goodoffices.publish.writing.rules import refuse_closed

WRITE = "publish.write"
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY = 200, 2_000, 400_000


@dataclass(frozen=True, slots=True)
class GivenText:
    """What somebody wrote in one language."""

    title: str
    summary: str = ""
    body: str = ""

    def of(self, text: Text) -> bool:
        """Say whether a saved version says exactly this."""
        return (self.title, self.summary, self.body) == (text.title, text.summary, text.body)


@dataclass(frozen=True, slots=True)
class GivenPublication:
    """In what form something is said, for whom it is of interest, and where it is written."""

    kind: str
    source_language: str = "en"
    topics: tuple[Topic, ...] = ()
    office: Office | None = None


class Outdated(Conflict):
    """Somebody saved a version since this one was opened; ``latest`` is theirs."""

    def __init__(self, latest: Text) -> None:
        super().__init__(
            _(
                "Somebody saved this text meanwhile. Nothing is lost: both are below, yours is"
                " still in the editor."
            ),
            code="outdated",
        )
        self.latest = latest


def begin(
    *, programme: Programme, given: GivenPublication, text: GivenText, by: User | None
) -> Publication:
    """Begin a publication as a draft, with its first text."""
    permitted(by, programme, WRITE)
    _refuse_bad(given)
    text = _tidy(text)
    with transaction.atomic():
        made = Publication.objects.create(
            programme=programme,
            kind=given.kind,
            source_language=given.source_language,
            office=given.office,
            by=by,
        )
        made.topics.set(given.topics)
        _append(made, given.source_language, text, number=1, of_source=None, by=by)
        audit.record("publish.publication.added", by=by, programme=programme, record=made)
    return made


def change(
    *, publication: Publication, given: GivenPublication, revision: int, by: User | None
) -> Publication:
    """Change kind, topics or office of a publication; the source language stays."""
    permitted_on(by, publication.programme, WRITE, publication)
    _refuse_bad(given)
    with transaction.atomic():
        held = Publication.objects.select_for_update().get(pk=publication.pk)
        refuse_closed(held)
        if held.revision != revision:
            raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
        held.kind, held.office, held.revision = given.kind, given.office, revision + 1
        held.save(update_fields=["kind", "office", "revision"])
        held.topics.set(given.topics)
        _record("publish.publication.changed", held, by)
        moved_on(held, by=by)
    return held


def save_text(
    *,
    publication: Publication,
    language: str,
    given: GivenText,
    number: int,
    of_source: int | None = None,
    by: User | None,
) -> Text:
    """Append a version of a text; where nothing differs from the latest, that one is returned.

    ``number`` is the version that the writer had before them, 0 for none: `Outdated` is raised
    where another was saved since. ``of_source`` is the version of the source that a translation
    now renders.
    """
    permitted_on(by, publication.programme, WRITE, publication)
    given = _tidy(given)
    try:
        with transaction.atomic():
            held = Publication.objects.select_for_update().get(pk=publication.pk)
            refuse_closed(held)
            of_source = _rendered(held, language, of_source)
            latest = latest_text(held, language)
            if latest is not None and given.of(latest) and latest.of_source == of_source:
                return latest
            if (latest.number if latest else 0) != number:
                raise Outdated(latest or Text(publication=held, language=language, number=0))
            return _saved(held, language, given, number + 1, of_source, by)
    except IntegrityError:
        newest = latest_text(publication, language)
        if newest is None:
            raise
        raise Outdated(newest) from None


def _saved(
    held: Publication,
    language: str,
    given: GivenText,
    number: int,
    of_source: int | None,
    by: User | None,
) -> Text:
    text = _append(held, language, given, number=number, of_source=of_source, by=by)
    data = {"language": language, "number": number}
    _record("publish.text.saved", held, by, data)
    moved_on(held, by=by)
    return text


def latest_text(publication: Publication, language: str) -> Text | None:
    """Return the newest version of a text, None where the language has none."""
    rows = Text.objects.filter(publication=publication, language=language)
    found: Text | None = rows.order_by("-number").first()
    return found


def _rendered(held: Publication, language: str, of_source: int | None) -> int | None:
    """Return the version of the source that a translation renders; none for the source itself."""
    if language not in Language.values:
        raise InvalidInput(_("Texts are in Arabic, English or Hebrew."), code="bad-language")
    if language == held.source_language:
        return None
    source = Text.objects.filter(publication=held, language=held.source_language)
    if of_source is None or not source.filter(number=of_source).exists():
        raise InvalidInput(
            _("Say which version of the source text the translation renders."), code="no-source"
        )
    return of_source


ISOLATE, ISOLATED = "\u2066", "\u2069"


def as_shown(body: str, language: str) -> str:
    """Return a text as its editor shows it: in a text from right to left, each mark is kept
    together by isolates (Unicode LRI and PDI), or its signs would seem to change places."""
    if language not in ("ar", "he"):
        return body
    return ANY.sub(lambda mark: f"{ISOLATE}{mark[0]}{ISOLATED}", body)


def as_kept(body: str) -> str:
    """Return a text as it is kept: lines end as everywhere, no isolates of the editor, no NUL."""
    plain = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return _EDITORS.sub("", plain)


_EDITORS = re.compile(f"{ISOLATE}(?=\\[[@=!~])|(?<=\\]){ISOLATED}")


def _tidy(given: GivenText) -> GivenText:
    """Return a text without what no database takes and no reader sees; refuse what is no text."""
    title, summary, body = (as_kept(said) for said in (given.title, given.summary, given.body))
    title, summary, body = " ".join(title.split()), summary.strip(), body.rstrip()
    if not title:
        raise InvalidInput(_("A text needs a title."), code="no-title")
    found: Sequence[tuple[str, int]] = (
        (title, LONGEST_TITLE),
        (summary, LONGEST_SUMMARY),
        (body, LONGEST_BODY),
    )
    if any(len(said) > longest for said, longest in found):
        raise InvalidInput(_("This text is too long to be saved."), code="too-long")
    return GivenText(title, summary, body)


def _refuse_bad(given: GivenPublication) -> None:
    if given.kind not in codebook.load()["publication_kinds"]:
        raise InvalidInput(_("Choose what kind of publication this is."), code="bad-kind")
    if given.source_language not in Language.values:
        raise InvalidInput(_("Texts are in Arabic, English or Hebrew."), code="bad-language")


def _append(
    publication: Publication,
    language: str,
    given: GivenText,
    *,
    number: int,
    of_source: int | None,
    by: User | None,
) -> Text:
    return Text.objects.create(
        publication=publication,
        language=language,
        number=number,
        of_source=of_source,
        title=given.title,
        summary=given.summary,
        body=given.body,
        by=by,
    )


def _record(
    action: str, publication: Publication, by: User | None, data: dict[str, object] | None = None
) -> None:
    audit.record(action, by=by, programme=publication.programme, record=publication, data=data)
