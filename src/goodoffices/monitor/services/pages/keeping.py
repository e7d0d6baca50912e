"""Saving the pages that a report links to: asked for when it comes in, done by a worker.

Off unless the installation and the programme allow it: whoever runs the page learns that somebody
looked at it, and when. Nothing is fetched for a RED report.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goodoffices.core import audit, evidence
from goodoffices.core.jobs import Progress, enqueue
from goodoffices.core.models import Programme
from goodoffices.core.outgoing import Unreachable, parts_of
from goodoffices.core.tlp import TLP
from goodoffices.formats import web_archive
from goodoffices.monitor.models import Report, ReportEvidence, SavedPage
from goodoffices.monitor.services.pages.fetching import fetch

KIND = "monitor.save_pages"
MOST_LINKS, TRIES = 10, 5
"""Links of one report that are followed; how often a page is tried."""

AGAIN = timedelta(hours=1)
PASSING = frozenset({"no-such-name", "no-connection", "timeout"})
"""What may be otherwise in an hour: there is no network, the server is down."""

SAVED, FAILED, WAITING = SavedPage.State.SAVED, SavedPage.State.FAILED, SavedPage.State.WAITING


def may_save(programme: Programme) -> bool:
    """Say whether pages are saved here: the installation and the programme have to allow it."""
    return bool(settings.SAVE_PAGES and programme.save_pages)


def ask(report: Report, links: Sequence[str]) -> int:
    """Note the pages of a report that are to be saved; returns how many are new.

    Runs inside the transaction in which the report came in. A page is saved once per report.
    """
    if not links or not may_save(report.programme) or report.tlp >= TLP.RED:
        return 0
    wanted = [link.strip() for link in links[:MOST_LINKS]]
    known = set(SavedPage.objects.filter(report=report).values_list("url", flat=True))
    rows = [
        SavedPage(report=report, url=link)
        for link in dict.fromkeys(wanted)
        if link not in known and len(link) <= 2000 and parts_of(link.partition("#")[0])
    ]
    SavedPage.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        enqueue(KIND, programme=report.programme, by=None, arguments={"report": report.code})
    return len(rows)


def save_waiting(report: Report, progress: Progress | None = None) -> dict[str, int]:
    """Save the pages of a report that wait; what failed for a passing reason is tried again."""
    pages = list(SavedPage.objects.filter(report=report, state=WAITING).order_by("pk"))
    if not may_save(report.programme) or report.tlp >= TLP.RED:
        return {"saved": 0}  # it was allowed when it was asked for, and is no more
    saved = 0
    for number, page in enumerate(pages):
        if progress:
            progress.advance(number, len(pages))
        saved += save(page)
    if SavedPage.objects.filter(report=report, state=WAITING).exists():
        later, told = timezone.now() + AGAIN, {"report": report.code}
        with transaction.atomic():
            enqueue(KIND, programme=report.programme, by=None, arguments=told, not_before=later)
    return {"saved": saved}


def save(page: SavedPage) -> bool:
    """Fetch one page and keep it as evidence of its report; says whether it came."""
    try:
        exchanges = fetch(page.url)
    except Unreachable as why:
        _failed(page, str(why))
        return False
    packed = io.BytesIO()
    web_archive.write(packed, exchanges, {"software": "Good Offices", "format": "WARC/1.1"})
    packed.seek(0)
    with transaction.atomic():
        return _kept(page, packed, exchanges[-1].url)


def _failed(page: SavedPage, why: str) -> None:
    tries = page.tries + 1
    state = WAITING if why in PASSING and tries < TRIES else FAILED
    waiting = SavedPage.objects.filter(pk=page.pk, state=WAITING)
    waiting.update(state=state, why=why, tries=tries)


def _kept(page: SavedPage, packed: io.BytesIO, url: str) -> bool:
    report = Report.objects.select_for_update(of=("self",)).get(pk=page.report_id)
    held = SavedPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if held.state != WAITING or report.tlp >= TLP.RED:
        return False
    item = evidence.store(
        packed,
        programme=report.programme,
        name=_name(url),
        by=None,
        tlp=report.tlp,
        caption=page.url,
    )
    ReportEvidence.objects.create(report=report, evidence=item)
    held.state, held.evidence, held.why, held.tries = SAVED, item, "", held.tries + 1
    held.save(update_fields=["state", "evidence", "why", "tries"])
    audit.record(
        "monitor.report.page_saved",
        by=None,
        programme=report.programme,
        record=report,
        data={"file": item.code},
    )
    return True


def _name(url: str) -> str:
    """Return a name that says which site it is of."""
    parts = parts_of(url)
    host = parts.hostname if parts else ""
    return f"{host or 'page'}{web_archive.ENDING}"
