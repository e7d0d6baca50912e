"""The kinds of background work; rooms register theirs in ``tasks.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from goodoffices.core.jobs.progress import Progress
    from goodoffices.core.models import Job

Work = Callable[["Job", "Progress"], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of background work.

    ``page`` gives the address of the record a job is about, for the link on its page.
    """

    name: str
    title: str | Promise
    work: Work
    page: Callable[[Job], str] | None = None


KINDS: dict[str, Kind] = {}


def job(
    name: str, *, title: str | Promise = "", page: Callable[[Job], str] | None = None
) -> Callable[[Work], Work]:
    """Register a function as the work of one kind of job.

    It gets the job and its `Progress`, runs in the programme's scope, returns what came of it (a
    dict of JSON values), and must do no harm when it is run again after being killed half-way.
    """

    def register(work: Work) -> Work:
        if name in KINDS and KINDS[name].work.__qualname__ != work.__qualname__:
            raise ValueError(f"the kind of job {name} is registered twice")
        KINDS[name] = Kind(name, title or name, work, page)
        return work

    return register


def kind_of_job(name: str) -> Kind | None:
    """Return a registered kind; reads the rooms' ``tasks.py`` once."""
    if name not in KINDS:
        autodiscover_modules("tasks")
    return KINDS.get(name)
