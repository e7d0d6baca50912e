"""Background work of monitoring: files loaded, releases compared, submissions made reports."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodoffices.codebook.errors import GoodOfficesError
from goodoffices.core.jobs import ATTEMPTS, Progress, chore, job
from goodoffices.core.models import Job
from goodoffices.field.following import enqueue_once
from goodoffices.monitor.ledger.renewing import renew_all
from goodoffices.monitor.models import Import, Report
from goodoffices.monitor.services import deriving, imports, loading, pages, submissions
from goodoffices.monitor.services.linking import learning, measuring, suggesting


def _page(task: Job) -> str:
    return reverse("monitor:import", args=[task.programme.slug, _import_of(task).code])


@job(imports.LOAD, title=_("Load a file"), page=_page)
def load_file(task: Job, progress: Progress) -> dict[str, Any]:
    """Check the whole file, then load it; one that is not what it claims to be changes nothing."""
    imported = _import_of(task)
    try:
        imported.rows_total = loading.check(imported).rows
        loading.load(imported, progress.advance)
    except GoodOfficesError as error:
        imports.failed(imported, error.code)
        raise
    except OperationalError as error:
        _refuse_when_full(imported, error)
        raise
    imports.ended(imported)
    return {"import": imported.code}


@job(imports.WITHDRAW, title=_("Mark reports as withdrawn"), page=_page)
def withdraw_missing(task: Job, progress: Progress) -> dict[str, Any]:
    """Mark the reports that a complete release no longer holds."""
    imported = _import_of(task)
    number = loading.withdraw_missing(imported, progress.advance)
    return {"import": imported.code, "withdrawn": number}


@job(deriving.BY_SOURCE, title=_("Derive incidents of a source anew"))
def derive_by_source(task: Job, progress: Progress) -> dict[str, Any]:
    """Derive anew the incidents whose values follow the grade of a source."""
    number = deriving.derive_by_source(task.programme, task.arguments["source"], progress.advance)
    return {"incidents": number}


@job(submissions.TAKE, title=_("Make reports of what came from the field"))
def take_submissions(task: Job, progress: Progress) -> dict[str, Any]:
    """Read the submissions that wait and make reports of them, or say why not."""
    if task.attempts >= ATTEMPTS:
        # Whatever stops this last attempt, what still waits then finds another worker.
        with transaction.atomic():
            enqueue_once(submissions.TAKE, task.programme)
    return dict(submissions.take_waiting(task.programme, progress.advance))


def _report(task: Job) -> str:
    return reverse("monitor:report", args=[task.programme.slug, task.arguments["report"]])


@job(pages.KIND, title=_("Save web pages that a report links to"), page=_report)
def save_pages(task: Job, progress: Progress) -> dict[str, Any]:
    """Save the pages of a report that wait."""
    report = Report.objects.select_related("programme").get(code=task.arguments["report"])
    return dict(pages.save_waiting(report, progress))


@job(learning.LEARN, title=_("Learn from decisions which reports are of the same event"))
def learn_ways(task: Job, progress: Progress) -> dict[str, Any]:
    """Learn a model in the programme's own ways."""
    made = learning.learn_ways(task.programme, progress.advance)
    return {"version": made.version, "taken": made.taken}


@chore
def learn_from_decisions() -> int:
    """Have programmes learn that have decided enough."""
    return learning.learn_where_due()


@chore
def compare_reports() -> int:
    """Look for reports that tell of the same event as those that came in."""
    return suggesting.compare_all()


def _quality(task: Job) -> str:
    return reverse("monitor:linkage-quality", args=[task.programme.slug])


@job(measuring.MEASURE, title=_("Measure how good the suggestions are"), page=_quality)
def measure_suggestions(task: Job, progress: Progress) -> dict[str, Any]:
    """Set what was suggested against what people decided."""
    return dict(measuring.measure(task.programme, progress.advance))


@chore
def renew_the_ledger() -> int:
    """Write the columns anew from which pages count, where incidents changed."""
    return renew_all()


def _import_of(task: Job) -> Import:
    found = Import.objects.select_related("programme", "source", "file", "by")
    return found.get(pk=task.arguments["import"])


def _refuse_when_full(imported: Import, error: OperationalError) -> None:
    """Say at once that the disk is full: to try again would not help, and rows done stay done."""
    if "full" in str(error):
        raise GoodOfficesError(
            "The disk is full. Rows loaded before that are safe: make room, then load the file "
            "again.",
            code="disk-full",
        ) from None
