"""Background work of the room: estimates that take long."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, job
from goodoffices.core.models import Job
from goodoffices.rights.models import Estimate
from goodoffices.rights.services import estimates


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
