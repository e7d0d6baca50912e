"""The queue: one table. Who takes a job holds a lock file that dies with the process."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core import audit
from goodoffices.core.jobs.identity import Identity, is_gone
from goodoffices.core.jobs.registry import kind_of_job
from goodoffices.core.models import Job, Membership, Programme, User

ATTEMPTS = 3
"""How often a job is begun before it is given up."""

SILENT = timedelta(seconds=60)
"""After this silence a worker on another machine counts as gone (it beats every 5 seconds)."""


def enqueue(
    kind: str,
    *,
    programme: Programme,
    by: User | None,
    arguments: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Job:
    """Put work into the queue; workers see it when the caller's transaction commits.

    ``arguments`` are JSON values: ids and codes, never names or texts of records. No worker takes
    it up before ``not_before``.
    """
    if kind_of_job(kind) is None:
        raise ValueError(f"{kind} is not a registered kind of job")
    return Job.objects.create(
        programme=programme, kind=kind, by=by, arguments=arguments or {}, not_before=not_before
    )


def claim(identity: Identity) -> Job | None:
    """Take the oldest waiting job, or None; of two workers only one gets it."""
    with scopes_disabled():
        waiting = Job.objects.filter(_is_due(), state=Job.State.WAITING, programme__shut="")
        waiting = waiting.exclude(_of_a_closed_office()).order_by("id")
        if not waiting.exists():
            return None
        with transaction.atomic():
            job = waiting.select_for_update(of=("self",), skip_locked=True).first()
            return None if job is None else take(job, identity)


def _is_due() -> Q:
    return Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())


def _of_a_closed_office() -> Exists:
    """Work that somebody of an office asked for that is closed for now: it waits."""
    theirs = Membership.objects.filter(user=OuterRef("by"), programme=OuterRef("programme"))
    return Exists(theirs.exclude(office=None).exclude(office__shut=""))


def take(job: Job, identity: Identity) -> Job | None:
    """Mark a waiting job as running here; None when another was quicker."""
    now = timezone.now()
    with scopes_disabled():
        taken = Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
            state=Job.State.RUNNING,
            worker=identity.name,
            attempts=F("attempts") + 1,
            started_at=now,
            heartbeat_at=now,
        )
        return Job.objects.select_related("programme", "by").get(pk=job.pk) if taken else None


def recover() -> int:
    """Put the jobs of dead workers back into the queue; returns how many."""
    with scopes_disabled():
        running = Job.objects.filter(state=Job.State.RUNNING)
        lost = [job for job in running if _is_lost(job)]
        return sum(_give_back(job) for job in lost)


def put_back(job: Job) -> None:
    """Return a job whose work was stopped in good order: this attempt does not count."""
    _close(job, state=Job.State.WAITING, worker="", attempts=F("attempts") - 1)


def finish(job: Job, **outcome: Any) -> None:
    """Write down how a job of this worker ended; nothing when it was taken over meanwhile."""
    _close(job, ended_at=timezone.now(), heartbeat_at=timezone.now(), **outcome)


def cancel(job: Job, *, by: User) -> None:
    """Cancel a waiting job at once, a running one at its next step."""
    with transaction.atomic():
        now = timezone.now()
        own = Job.objects.filter(pk=job.pk)
        waiting = own.filter(state=Job.State.WAITING)
        running = own.filter(state=Job.State.RUNNING, cancel_asked_at__isnull=True)
        changed = waiting.update(state=Job.State.CANCELLED, cancel_asked_at=now, ended_at=now)
        changed += running.update(cancel_asked_at=now)
        if changed:
            audit.record("core.job.cancelled", by=by, programme=job.programme, record=job)
    job.refresh_from_db()


def _is_lost(job: Job) -> bool:
    gone = is_gone(job.worker)
    if gone is None:
        beat = job.heartbeat_at or job.started_at or job.created_at
        return connection.vendor == "postgresql" and timezone.now() - beat > SILENT
    return gone


def _give_back(job: Job) -> int:
    """Put one lost job back, or end it when it was cancelled or begun too often."""
    now = timezone.now()
    if job.cancel_asked_at is not None:
        return _close(job, state=Job.State.CANCELLED, ended_at=now)
    if job.attempts >= ATTEMPTS:
        return _close(
            job,
            state=Job.State.FAILED,
            ended_at=now,
            error_code="worker-lost",
            error=f"The worker died {job.attempts} times while doing this, so it was given up.",
        )
    return _close(job, state=Job.State.WAITING, worker="")


def _close(job: Job, **columns: Any) -> int:
    with scopes_disabled():
        mine: QuerySet[Job] = Job.objects.filter(
            pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts
        )
        return mine.update(**columns)
