"""Background work: versions of open data prepared."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, job
from goodoffices.core.models import Job
from goodoffices.publish.data import preparing, services
from goodoffices.publish.models import DataVersion


def _page(task: Job) -> str:
    slug, of = task.programme.slug, task.arguments
    return reverse("publish:data-version", args=[slug, of["release"], of["number"]])


@job(services.WORK, title=_("Prepare a version of open data"), page=_page)
def prepare_version(task: Job, progress: Progress) -> dict[str, Any]:
    """Prepare one version whole or not at all."""
    found = DataVersion.objects.select_related(
        "release__programme", "release__place", "release__boundaries", "by"
    )
    version = found.get(release__code=task.arguments["release"], number=task.arguments["number"])
    preparing.prepare(version, progress.advance)
    return {}
