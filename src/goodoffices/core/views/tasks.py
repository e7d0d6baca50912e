"""Background work: what runs, how far it has got, what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import jobs
from goodoffices.core.models import Job, Membership
from goodoffices.core.views.acting import acting

PAGE = 30


def own(member: Membership) -> QuerySet[Job]:
    """Return the tasks a member may look at: their own; all of them with the audit log."""
    rows = Job.objects.filter(programme=member.programme).select_related("by")
    return rows if member.may("core.audit") else rows.filter(by=member.user)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List background work, the latest first."""
    member = acting(request)
    page = Paginator(own(member).order_by("-created_at"), PAGE).get_page(request.GET.get("page"))
    rows = [(job, _title(job)) for job in page.object_list]
    return render(request, "core/tasks.html", {"page": page, "rows": rows})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one piece of work; while it is open the page looks again by itself."""
    member = acting(request)
    job = _found(member, code)
    kind = jobs.kind_of_job(job.kind)
    address = kind.page(job) if kind and kind.page and not job.is_open else ""
    values = {"job": job, "title": _title(job), "result": job.result.items(), "address": address}
    if request.headers.get("HX-Request"):
        answer = render(request, "core/task_progress.html", values)
        if not job.is_open:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "core/task.html", values)


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel work that waits or runs; what it has finished stays."""
    member = acting(request)
    job = _found(member, code)
    jobs.cancel(job, by=member.user)
    messages.success(request, _("The task was asked to stop."))
    return redirect("core:task", programme=member.programme.slug, code=job.code)


def _found(member: Membership, code: str) -> Job:
    job = own(member).select_related("programme").filter(code=code).first()
    if job is None:
        raise NotFound(_("There is nothing at this address."))
    return job


def _title(job: Job) -> str:
    kind = jobs.kind_of_job(job.kind)
    return str(kind.title) if kind else job.kind
