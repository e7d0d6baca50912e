"""Deriving incidents anew from their reports: values, counts, mark, parties, sources, words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from goodoffices.core import bulk, jobs, search
from goodoffices.core.models import Programme
from goodoffices.monitor.models import Incident, IncidentParty, IncidentSource
from goodoffices.monitor.services.holdings import Held, Holdings, holdings_of
from goodoffices.monitor.services.intake.arrivals import stored_moment
from goodoffices.monitor.services.intake.words import Words, batches
from goodoffices.monitor.services.values import COLUMNS, RULES, Values, derived

__all__ = ["BY_SOURCE", "RULES", "derive", "derive_by_source", "derive_many"]

BY_SOURCE = "monitor.derive.source"
"""The kind of background work that follows a new grade of a source."""

COUNTS = ("tlp", "report_count", "withdrawn_count", "source_count", "sole_source_id", "updated_at")


def derive(incident: Incident) -> Incident:
    """Derive one incident anew and return it as it stands now."""
    derive_many(incident.programme, [incident.pk])
    incident.refresh_from_db()
    return incident


def derive_many(programme: Programme, incident_ids: Sequence[int]) -> None:
    """Rewrite what is derived of incidents, and file them for search, in a dozen statements.

    Must run inside a transaction. Nothing a person wrote is touched. Claims of reports that
    their source withdrew count only while an incident has no others.
    """
    if not incident_ids:
        return
    held = holdings_of(incident_ids)
    values = {pk: derived(one.spoken, one.rules, one.team) for pk, one in held.items()}
    _rewrite(held, values)
    _relate(held, values)
    _file(programme, held, values)


def follow_grade(programme: Programme, source_id: int) -> None:
    """Have incidents derived anew in the background where a source's grade decides a value."""
    if incidents_by_grade(source_id).exists():
        jobs.enqueue(BY_SOURCE, programme=programme, by=None, arguments={"source": source_id})


def incidents_by_grade(source_id: int) -> QuerySet[Incident]:
    """Return the incidents of several sources, this one among them, that follow a grade."""
    graded = Q()
    for name in RULES:
        graded |= Q(**{f"{name}_rule": "most_reliable"})
    several = IncidentSource.objects.filter(source_id=source_id).values("incident")
    return Incident.objects.filter(graded, pk__in=several)


def derive_by_source(
    programme: Programme, source_id: int, advance: Callable[[int, int | None], None]
) -> int:
    """Derive the incidents anew that follow the grade of a source; returns how many."""
    ids = list(incidents_by_grade(source_id).order_by("pk").values_list("pk", flat=True))
    done = 0
    for part in batches(ids, 500):
        with transaction.atomic():
            derive_many(programme, part)
        done += len(part)
        advance(done, len(ids))
    return done


def _rewrite(held: Holdings, values: dict[int, Values]) -> None:
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(name)} = %s" for name in (*COLUMNS, *COUNTS))
    table = quote(Incident._meta.db_table)
    moment = stored_moment(timezone.now())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {settings} WHERE id = %s",  # noqa: S608 (own names)
            [(*_stored(values[pk].columns), *_counts(one), moment, pk) for pk, one in held.items()],
        )


def _stored(columns: Sequence[Any]) -> Iterable[Any]:
    """Return derived columns as the database takes them; the last one is JSON."""
    import json

    return (*columns[:-1], json.dumps(columns[-1]))


def _counts(one: Held) -> tuple[Any, ...]:
    sources = one.source_ids
    sole = sources[0] if len(sources) == 1 else None
    return (one.tlp, one.report_count, one.withdrawn_count, len(sources), sole)


def _relate(held: Holdings, values: dict[int, Values]) -> None:
    """Rewrite which parties and sources an incident is found by."""
    for model in (IncidentParty, IncidentSource):
        _clear(model, list(held))
    parties = [(pk, *party) for pk, value in values.items() for party in value.parties]
    if parties:
        bulk.insert(IncidentParty, ("incident_id", "party_id", "role"), parties)
    several = {pk: one.source_ids for pk, one in held.items() if len(one.source_ids) > 1}
    sources = [(pk, source) for pk, found in several.items() for source in found]
    if sources:
        bulk.insert(IncidentSource, ("incident_id", "source_id"), sources)


def _clear(model: type[IncidentParty | IncidentSource], incident_ids: Sequence[int]) -> None:
    """Delete derived rows by incident; plain SQL, because the scope would join the incidents."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for part in batches(incident_ids):
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(
                f"DELETE FROM {table} WHERE incident_id IN ({marks})",  # noqa: S608 (own names)
                list(part),
            )


def _file(programme: Programme, held: Holdings, values: dict[int, Values]) -> None:
    words = Words()
    parties: dict[int, list[int]] = defaultdict(list)
    for pk, value in values.items():
        parties[pk] = list(dict.fromkeys(party for party, _role in value.parties))
    words.learn(
        (value.place_id for value in values.values()),
        (party for found in parties.values() for party in found),
    )
    search.index(
        "incident",
        (
            (
                pk,
                programme.pk,
                one.tlp,
                words.of_incident(
                    place_id=values[pk].place_id,
                    party_ids=parties[pk],
                    event_type=values[pk].event_type,
                    reports=one.words,
                    title=one.title,
                    summary=one.summary,
                ),
            )
            for pk, one in held.items()
        ),
    )
