"""What became of the pages that a report links to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodoffices.core.access import visibility
from goodoffices.core.models import Evidence, Membership
from goodoffices.monitor.models import Report, SavedPage

WHY: dict[str, Promise] = {
    "no-address": _("it is no address of a web page"),
    "no-such-name": _("there is no such site, or no network"),
    "private-address": _("it leads into a private network"),
    "no-connection": _("the site could not be reached"),
    "no-trust": _("the site did not prove that it is the one it says it is"),
    "timeout": _("it took too long"),
    "no-answer": _("the site did not answer as a web page does"),
    "too-large": _("it is larger than is kept"),
    "redirections": _("it leads on and on"),
    "refused": _("the site did not give the page out"),
}
"""By code, why a page could not be saved."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link of a report; ``page`` says what became of its page, ``copy`` is the saved one."""

    url: str
    page: SavedPage | None
    copy: Evidence | None
    why: str | Promise


def link_lines(report: Report, links: Sequence[str], member: Membership) -> list[LinkLine]:
    """Return the links of a report with their pages; a copy that is hidden was never made."""
    rows = SavedPage.objects.filter(report=report) if links else SavedPage.objects.none()
    pages = {page.url: page for page in rows}
    wanted = [page.evidence_id for page in pages.values() if page.evidence_id]
    seen = Evidence.objects.filter(visibility(Evidence, member), pk__in=wanted)
    copies = {item.pk: item for item in seen} if wanted else {}
    lines = []
    for url in links:
        page = pages.get(str(url).strip())
        copy = copies.get(page.evidence_id) if page and page.evidence_id else None
        if page is not None and page.evidence_id and copy is None:
            page = None
        lines.append(LinkLine(url, page, copy, WHY.get(page.why, "") if page else ""))
    return lines
