"""Having submissions turned into reports again: nothing is doubled, only what changed is new."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.field.following import enqueue_followers
from goodoffices.field.models import FormVersion, Submission

State = Submission.MappingState


def map_again(*, version: FormVersion, by: User | None) -> int:
    """Have the submissions that answer a version mapped again; returns how many.

    Called in the transaction that confirms a mapping, so that both are there or neither. Reports
    that come out as they were stay untouched; others get a new version beside the old one.
    """
    programme = version.form.programme
    permitted(by, programme, "field.forms")
    with transaction.atomic():
        found = Submission.objects.filter(
            form_id=version.form_id,
            versions__number=F("current"),
            versions__form_version=version,
        )
        number = await_reading(found.exclude(mapping_state=State.SEALED), programme)
        if number:
            audit.record(
                "field.mapping.run_again",
                by=by,
                programme=programme,
                record=version.form,
                data={"version": version.number, "submissions": number},
            )
    return number


def await_reading(submissions: QuerySet[Submission], programme: Programme) -> int:
    """Mark submissions as waiting to be read, and enqueue the work; returns how many.

    Must run inside a transaction: the one that changed what has to be read again.
    """
    number = submissions.update(mapping_state=State.WAITING)
    if number:
        enqueue_followers(programme)
    return number
