"""Background work of the room: what is due comes out, and people are told what was held back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from goodoffices.core.jobs import Progress, chore, job
from goodoffices.core.models import Job
from goodoffices.publish.flow import telling
from goodoffices.publish.flow.publishing import TELL, release_due
from goodoffices.publish.flow.scheduling import RELEASE
from goodoffices.publish.models import Publication, State


def _page(task: Job) -> str:
    """Lead to the queue: who looks after tasks may not see the publication."""
    return reverse("publish:waiting", args=[task.programme.slug])


@job(RELEASE, title=_("Publish what is due"), page=_page)
def release(task: Job, progress: Progress) -> dict[str, Any]:
    """Publish one publication whose moment has come, or hold it back."""
    progress.advance(0)
    found = Publication.objects.filter(code=task.arguments["publication"]).first()
    if found is not None:
        release_due(found)
    return {}


@job(TELL, title=_("Tell that something was held back"), page=_page)
def tell_held(task: Job, progress: Progress) -> dict[str, Any]:
    """Write to those who may release; the situation page tells them in any case."""
    progress.advance(0)
    found = Publication.objects.filter(code=task.arguments["publication"]).first()
    return {"told": telling.tell_held(found) if found is not None else 0}


@chore
def release_what_is_due() -> int:
    """Publish what is due and whose own task was lost; programmes that are closed wait."""
    with scopes_disabled():
        rows = Publication.objects.filter(
            state=State.SCHEDULED, publish_at__lte=timezone.now(), programme__shut=""
        )
        due = list(rows.select_related("programme")[:20])
    out = 0
    for one in due:
        with scope(programme=one.programme):
            out += release_due(one) is not None
    return out
