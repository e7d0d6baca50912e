"""Corrections: a publication of its own that says what was wrong in another, linked both ways."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.flow.moving import locked
from goodoffices.publish.flow.publishing import CORRECTABLE
from goodoffices.publish.flow.table import UNDER_WAY
from goodoffices.publish.models import Publication, State, Text

KIND = "correction"


def languages_out(publication: Publication) -> dict[str, str]:
    """Return the title under which a publication is out, by language, as it was last published."""
    last = publication.editions.order_by("-number").first()
    return {one["language"]: one["title"] for one in last.content["texts"]} if last else {}


def may_begin(publication: Publication) -> None:
    """Raise `Conflict` where no correction can be begun."""
    if publication.state not in CORRECTABLE or publication.corrects_id is not None:
        raise Conflict(_("Only what is out can be corrected, and no correction itself."))
    if publication.corrections.filter(state__in=(State.DRAFT, *UNDER_WAY)).exists():
        raise Conflict(_("A correction is being prepared already. Write in that one."))


def begin(*, publication: Publication, wrong: Mapping[str, str], by: User | None) -> Publication:
    """Begin a correction of what is out; ``wrong`` says in each language what was wrong.

    It is a draft like any other and goes through the same checks. Meanwhile the text of the
    publication itself can be written on; both come out together.
    """
    with transaction.atomic():
        held = locked(publication)
        permitted(by, held.programme, "publish.write", held)
        may_begin(held)
        titles = languages_out(held)
        said = {language: wrong.get(language, "").strip() for language in titles}
        if not all(said.values()):
            raise InvalidInput(_("Say what was wrong in every language in which it is out."))
        made = Publication.objects.create(
            programme=held.programme,
            kind=KIND,
            tlp=held.tlp,
            source_language=held.source_language,
            office=held.office,
            corrects=held,
            by=by,
        )
        made.topics.set(held.topics.all())
        for language, title in titles.items():
            _text(made, language, title, said[language], by)
        audit.record("publish.publication.added", by=by, programme=held.programme, record=made)
    return made


def _text(made: Publication, language: str, title: str, said: str, by: User | None) -> None:
    with translation.override(language):
        named = _("Correction: %(title)s") % {"title": title}
    Text.objects.create(
        publication=made,
        language=language,
        number=1,
        of_source=None if language == made.source_language else 1,
        title=named[:200],
        summary=said,
        body=f"{said} [~]",
        by=by,
    )
