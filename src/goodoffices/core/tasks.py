"""Background work of the core: gazetteers, boundary sets, stored files."""

from __future__ import annotations

import time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core import evidence
from goodoffices.core.evidence import (
    bundling,
    calendars,
    describing,
    purging,
    redacting,
    rehashing,
    stamping,
)
from goodoffices.core.jobs import Progress, chore, job
from goodoffices.core.models import Bundle, CopyOrder, Job, StoredFile
from goodoffices.core.services import retention

GAZETTEER, BOUNDARIES, OUTLINES = "core.gazetteer", "core.boundaries", "core.outlines"


READ_EVERY = 30.0
"""Seconds between two turns of reading stored files again."""

_last: dict[str, float] = {}


@chore
def reread_stored_files() -> None:
    """Read a few stored files again whose turn it is: are they still as they were stored?"""
    if time.monotonic() - _last.get("reread", -READ_EVERY) >= READ_EVERY:
        _last["reread"] = time.monotonic()
        rehashing.turn()


STAMP_EVERY = 60.0
"""Seconds between two looks for files that have no time stamp."""


@chore
def time_stamp_files() -> None:
    """Ask for time stamps of a few files, where an authority or calendars are set."""
    if time.monotonic() - _last.get("stamp", -STAMP_EVERY) >= STAMP_EVERY:
        _last["stamp"] = time.monotonic()
        stamping.turn()
        calendars.turn()


@chore
def look_through_files() -> None:
    """Look through a few files that came in: what they are, what they say, what they look like."""
    describing.turn()


SWEEP_EVERY = 60.0
"""Seconds between two looks for bytes that a purge gave up and that lie on the disk still."""


@chore
def remove_purged_bytes() -> None:
    """Remove from the disk what no record may keep any more."""
    if time.monotonic() - _last.get("sweep", -SWEEP_EVERY) >= SWEEP_EVERY:
        _last["sweep"] = time.monotonic()
        purging.sweep()


def _places(task: Job) -> str:
    return reverse("core:places", kwargs={"programme": task.programme.slug})


def _boundaries(task: Job) -> str:
    return reverse("core:boundaries", kwargs={"programme": task.programme.slug})


def _copy(task: Job) -> str:
    where = {"programme": task.programme.slug, "code": task.arguments["order"]}
    return reverse("core:copy-order", kwargs=where)


@job(redacting.KIND, title=_("Making a copy of a file"), page=_copy)
def copy(task: Job, progress: Progress) -> dict[str, Any]:
    """Make a copy that somebody asked for: redacted, or smaller."""
    orders = CopyOrder.objects.select_related("original__file", "programme", "copy", "by")
    redacting.make(orders.get(code=task.arguments["order"]))
    return {}


def _bundle(task: Job) -> str:
    where = {"programme": task.programme.slug, "code": task.arguments["bundle"]}
    return reverse("core:bundle", kwargs=where)


@job(bundling.KIND, title=_("Making an evidence bundle"), page=_bundle)
def bundle(task: Job, progress: Progress) -> dict[str, Any]:
    """Make an evidence bundle that somebody asked for."""
    asked = Bundle.objects.select_related("programme", "by", "file")
    bundling.make(asked.get(code=task.arguments["bundle"]), progress=progress)
    return {}


@job(GAZETTEER, title=_("Filling the gazetteer"), page=_places)
def gazetteer(task: Job, progress: Progress) -> dict[str, Any]:
    """Load the towns and villages of some countries."""
    from goodoffices.core.services.gazetteer import load_gazetteer

    loaded = load_gazetteer(
        programme=task.programme, countries=task.arguments["countries"], by=task.by
    )
    return {"added": loaded.added, "known": loaded.known}


@job(BOUNDARIES, title=_("Loading boundaries"), page=_boundaries)
def boundaries(task: Job, progress: Progress) -> dict[str, Any]:
    """Load a file of boundaries that was handed in."""
    from goodoffices.core.services.boundaries import load_boundaries

    said = dict(task.arguments)
    file = StoredFile.objects.get(programme=task.programme, sha256=said.pop("sha256"))
    made = load_boundaries(programme=task.programme, file=evidence.path(file), by=task.by, **said)
    return {"set": made.code, "areas": made.areas.count()}


@job(OUTLINES, title=_("Loading outlines of countries"), page=_boundaries)
def outlines(task: Job, progress: Progress) -> dict[str, Any]:
    """Load Natural Earth's outlines of the programme's countries."""
    from goodoffices.core.services.natural_earth import load_natural_earth

    made = load_natural_earth(
        programme=task.programme, countries=task.arguments["countries"], by=task.by
    )
    return {"set": made.code, "areas": made.areas.count()}


def _retention(task: Job) -> str:
    return reverse("core:retention", kwargs={"programme": task.programme.slug})


@job(retention.PURGE, title=_("Purging records whose time is over"), page=_retention)
def purge(task: Job, progress: Progress) -> dict[str, Any]:
    """Purge what may go; how much that was is not said, since not everybody may see all of it."""
    retention.purge(task.programme, by=task.by, told=lambda done: progress.advance(0))
    return {}
