"""Sources: who says things, and how far they have proved right so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Office, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Source, SourceGrade
from goodoffices.monitor.services.deriving import follow_grade
from goodoffices.monitor.services.permits import permitted

CHANGEABLE = frozenset(
    {"kind", "name", "labels", "languages", "office", "copies_from", "note", "licence", "tlp"}
)


def add_source(
    *,
    programme: Programme,
    name: str,
    by: User | None,
    kind: str = "data_set",
    labels: Mapping[str, str] | None = None,
    languages: Sequence[str] = (),
    office: Office | None = None,
    copies_from: Source | None = None,
    tlp: int = TLP.AMBER,
    note: str = "",
    licence: str = "",
    external_key: str = "",
) -> Source:
    """Add a source; it starts as F, "cannot be judged", until somebody grades it.

    Raises `Conflict` where the programme has a source of that name.
    """
    permitted(by, programme, "monitor.source")
    return _added(
        Source(
            programme=programme,
            name=name.strip()[:200],
            kind=kind,
            labels=dict(labels or {}),
            languages=list(languages),
            office=office,
            copies_from=copies_from,
            tlp=tlp,
            note=note,
            licence=licence[:300],
            external_key=external_key[:100],
        ),
        by,
    )


def named_source(
    *,
    programme: Programme,
    name: str,
    by: User | None,
    kind: str = "other",
    languages: Sequence[str] = (),
    tlp: int = TLP.AMBER,
    note: str = "",
    licence: str = "",
    external_key: str = "",
) -> Source:
    """Return the source that a file names, added where the programme lacks it.

    For whoever may load files: what a file brings need not have been set up before.
    """
    permitted(by, programme, "monitor.import")
    found = Source.objects.filter(programme=programme, name=name.strip()[:200]).first()
    if found is not None:
        return found
    return _added(
        Source(
            programme=programme,
            name=name.strip()[:200],
            kind=kind,
            languages=list(languages),
            tlp=tlp,
            note=note,
            licence=licence[:300],
            external_key=external_key[:100],
        ),
        by,
    )


def _added(source: Source, by: User | None) -> Source:
    if not source.name:
        raise InvalidInput(_("Give the source a name."), code="source-needs-name")
    with transaction.atomic():
        _saved(source)
        audit.record("monitor.source.added", by=by, programme=source.programme, record=source)
    return source


def change_source(*, source: Source, by: User | None, **values: object) -> Source:
    """Change what is written of a source (never its grade: see `grade_source`)."""
    permitted(by, source.programme, "monitor.source", source)
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise InvalidInput(f"A source has no {', '.join(sorted(unknown))} to change.")
    changed = [name for name, value in values.items() if getattr(source, name) != value]
    for name in changed:
        setattr(source, name, values[name])
    with transaction.atomic():
        _saved(source)
        audit.record(
            "monitor.source.changed",
            by=by,
            programme=source.programme,
            record=source,
            data={"fields": changed},
        )
    return source


def _saved(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        raise Conflict(
            _("There is already a source of this name. Use that one, or give another name."),
            code="source-name-taken",
        ) from None


def grade_source(
    *, source: Source, reliability: str, since: date, reason: str, by: User | None
) -> SourceGrade:
    """Grade a source's reliability (A-F) from a day on; earlier grades stay on record.

    A report keeps the grade that was valid on the day it speaks of. Values that follow grades
    are derived anew in the background.
    """
    permitted(by, source.programme, "monitor.source", source)
    if reliability not in codebook.load()["reliability"]:
        raise InvalidInput(_("A grade of reliability is a letter from A to F."), code="bad-grade")
    if not reason.strip():
        raise InvalidInput(_("Say why: a grade without a reason helps nobody."), code="no-reason")
    with transaction.atomic():
        grade = SourceGrade.objects.create(
            source=source, reliability=reliability, since=since, reason=reason, by=by
        )
        source.reliability = grade_on(source, timezone.localdate())
        source.save(update_fields=["reliability"])
        audit.record(
            "monitor.source.graded",
            by=by,
            programme=source.programme,
            record=source,
            reason=reason,
            data={"reliability": reliability, "since": since.isoformat()},
        )
        follow_grade(source.programme, source.pk)
    return grade


def grade_on(source: Source, day: date) -> str:
    """Return the reliability that was valid on a day; F where none was given by then."""
    latest = source.grades.filter(since__lte=day).order_by("-since", "-id").first()
    return latest.reliability if latest else "F"
