"""Background work of the field."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, job
from goodoffices.core.models import Job
from goodoffices.field.services import webhooks


def _page(task: Job) -> str:
    return reverse("field:webhooks", kwargs={"programme": task.programme.slug})


@job(webhooks.TELL, title=_("Telling webhooks what arrived"), page=_page)
def tell_webhooks(task: Job, progress: Progress) -> dict[str, Any]:
    """Tell each webhook of what arrived since it was told last."""
    return {"delivered": webhooks.tell(task.programme, progress.advance)}


@job(webhooks.TELL_AGAIN, title=_("Trying webhooks again"), page=_page)
def tell_webhooks_again(task: Job, progress: Progress) -> dict[str, Any]:
    """Try again what a webhook did not take."""
    return {"delivered": webhooks.tell(task.programme, progress.advance)}
