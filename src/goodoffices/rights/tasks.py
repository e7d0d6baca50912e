"""Background work of the room: lists of people loaded and compared, estimates that take long."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, chore, job
from goodoffices.core.models import Job
from goodoffices.rights.models import CasualtyList, Estimate
from goodoffices.rights.services import estimates
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


@job(estimates.WORK, title=_("Estimate how many in all"))
def work_out(task: Job, progress: Progress) -> dict[str, Any]:
    """Fit every model, then leave out each list in turn; what is there already stays.

    Its result says nothing: who looks after tasks need not be somebody who may see the estimate.
    """
    estimate = Estimate.objects.select_related("programme", "by").get(pk=task.arguments["estimate"])

    def advance(done: int, total: int) -> None:
        progress.advance(done, total)

    progress.advance(0)
    estimates.work_out(estimate=estimate, advance=advance)
    return {}
