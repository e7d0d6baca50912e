"""Asking the gates before a step: what they find open stops everything that leads forward."""

from __future__ import annotations

from goodoffices.core.models import Membership
from goodoffices.publish.flow.digests import latest_texts, numbers
from goodoffices.publish.gates.finding import Finding
from goodoffices.publish.gates.queries import open_findings
from goodoffices.publish.models import Publication


def blocking(publication: Publication, *, member: Membership | None = None) -> list[Finding]:
    """Return what blocks a publication now, with what blocks the amended text of a correction.

    Without a member as the house sees it, for deciding; with one as that member may see it.
    """
    found = open_findings(publication, member=member)
    if publication.corrects is not None and amended(publication.corrects):
        of_text = open_findings(publication.corrects, member=member, at=publication.state)
        found = [*found, *of_text]
    return found


def amended(publication: Publication) -> bool:
    """Say whether a text that is out has newer versions than those of its last edition."""
    last = publication.editions.order_by("-number").first()
    if last is None:
        return False
    out = {one["language"]: one["number"] for one in last.content["texts"]}
    now = numbers(latest_texts(publication))
    return any(number > out.get(language, 0) for language, number in now.items())
