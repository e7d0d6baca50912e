"""What still speaks against saying a publication in public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count

from goodoffices.core.models import STANDS, Membership, Programme
from goodoffices.publish.gates.draft import Draft, DraftText
from goodoffices.publish.gates.finding import Finding
from goodoffices.publish.gates.loading import load
from goodoffices.publish.gates.registry import GATES, due, run
from goodoffices.publish.models import Override, Publication


def check(publication: Publication, *, member: Membership | None = None) -> list[Finding]:
    """Return everything the gates find in the saved texts of a publication.

    With a member: as they may see it, for showing. Without: as the house sees it (staff whom no
    record names), for deciding; never show that to anybody.
    """
    return run(load(publication, member))


def open_findings(
    publication: Publication, *, member: Membership | None = None, at: str = ""
) -> list[Finding]:
    """Return what keeps a publication from leaving its state: neither advice nor overridden.

    ``at`` is another state to ask for than its own (`registry.due`): a draft may go to the fact
    check before its names were looked for. Without a member for deciding, as in `check`.
    """
    state = at or publication.state
    passed = overridden(publication)
    found = check(publication, member=member)
    return [one for one in found if is_open(one, passed) and due(one.gate, state)]


def overridden(publication: Publication) -> dict[tuple[str, str], Override]:
    """Return the overrides of a publication that stand, by gate and fingerprint."""
    rows = Override.objects.filter(STANDS, publication=publication).select_related("by")
    return {(row.gate, row.finding): row for row in rows}


def is_open(finding: Finding, passed: Mapping[tuple[str, str], Override]) -> bool:
    """Say whether a finding blocks: no advice, and nobody let it stand."""
    if not finding.blocking:
        return False
    return not finding.overridable or (finding.gate, finding.fingerprint) not in passed


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by gate, in the order of the gates."""
    found = Counter(one.gate for one in findings)
    return {gate.code: found[gate.code] for gate in GATES if found[gate.code]}


def check_writing(
    publication: Publication, text: DraftText, *, member: Membership
) -> tuple[Draft, list[Finding]]:
    """Return what the gates find in one text as somebody writes it, saved or not."""
    draft = load(publication, member, texts={text.language: text})
    return draft, run(draft, tuple(gate for gate in GATES if gate.of_one_text))


def overrides_by_gate(programme: Programme, member: Membership) -> dict[str, dict[str, int]]:
    """Count the overrides that stand and that were taken back, by gate, over all publications
    that a member may see."""
    seen = Publication.objects.visible_to(member).filter(programme=programme)
    rows = Override.objects.filter(publication__in=seen).values("gate").order_by()
    counted = rows.annotate(every=Count("pk"), standing=Count("pk", filter=STANDS))
    return {
        row["gate"]: {"standing": row["standing"], "withdrawn": row["every"] - row["standing"]}
        for row in counted
    }
