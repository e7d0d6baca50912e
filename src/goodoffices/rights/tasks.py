"""Background work of the room: lists of people loaded, and compared."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, chore, job
from goodoffices.core.models import Job
from goodoffices.rights.models import CasualtyList
from goodoffices.rights.services.lists import loading, matching, uploads


def _page(task: Job) -> str:
    """Lead to all lists: who may look at the task may not see the list it is about."""
    return reverse("rights:lists", args=[task.programme.slug])


@job(uploads.LOAD, title=_("Load a list of people"), page=_page)
def load_list(task: Job, progress: Progress) -> dict[str, Any]:
    """Load a confirmed list whole or not at all."""
    made = CasualtyList.objects.select_related("programme", "by").get(code=task.arguments["list"])
    loading.load(made, progress.advance)
    return {}


@job(matching.MATCH, title=_("Compare lists of people"), page=_page)
def compare_lists(task: Job, progress: Progress) -> dict[str, Any]:
    """Set lists beside one another and note who may be the same person."""
    found = CasualtyList.objects.filter(code__in=task.arguments["lists"])
    matching.run(list(found.select_related("programme")), task.by, progress.advance)
    return {}


@chore
def forget_unconfirmed_files() -> int:
    """Delete files whose columns nobody has confirmed within a day."""
    return uploads.forget_unconfirmed()
