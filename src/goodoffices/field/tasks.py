"""Background work of the field: forms that take long to convert, webhooks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, job
from goodoffices.core.models import Job
from goodoffices.field.services import webhooks
from goodoffices.field.services.forms import uploading


def _uploading(task: Job) -> str:
    where = {"programme": task.programme.slug, "code": task.code}
    return reverse("field:form-uploading", kwargs=where)


def _webhooks(task: Job) -> str:
    return reverse("field:webhooks", kwargs={"programme": task.programme.slug})


@job(uploading.CONVERT, title=_("Converting a form"), page=_uploading)
def convert_form(task: Job, progress: Progress) -> dict[str, Any]:
    """Convert a form that was handed in, and keep it as a draft or say what is wrong with it."""
    progress.advance(0, 1)
    done = uploading.convert_kept(task)
    progress.advance(1, 1)
    if done.version is None:
        return {"findings": [finding.to_dict() for finding in done.findings]}
    return {"form": done.version.form.code, "number": done.version.number}


@job(webhooks.TELL, title=_("Telling webhooks what arrived"), page=_webhooks)
def tell_webhooks(task: Job, progress: Progress) -> dict[str, Any]:
    """Tell each webhook of what arrived since it was told last."""
    return {"delivered": webhooks.tell(task.programme, progress.advance)}


@job(webhooks.TELL_AGAIN, title=_("Trying webhooks again"), page=_webhooks)
def tell_webhooks_again(task: Job, progress: Progress) -> dict[str, Any]:
    """Try again what a webhook did not take."""
    return {"delivered": webhooks.tell(task.programme, progress.advance)}
