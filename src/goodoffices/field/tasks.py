"""Background work of the field: forms that take long to convert."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.core.jobs import Progress, job
from goodoffices.core.models import Job
from goodoffices.field.services.forms import uploading


def _page(task: Job) -> str:
    where = {"programme": task.programme.slug, "code": task.code}
    return reverse("field:form-uploading", kwargs=where)


@job(uploading.CONVERT, title=_("Converting a form"), page=_page)
def convert_form(task: Job, progress: Progress) -> dict[str, Any]:
    """Convert a form that was handed in, and keep it as a draft or say what is wrong with it."""
    progress.advance(0, 1)
    done = uploading.convert_kept(task)
    progress.advance(1, 1)
    if done.version is None:
        return {"findings": [finding.to_dict() for finding in done.findings]}
    return {"form": done.version.form.code, "number": done.version.number}
