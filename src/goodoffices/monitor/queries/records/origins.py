"""How many independent origins the reports of an incident have, as far as a member sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodoffices.methods.linkage import Reason, Record, origins
from goodoffices.monitor.queries.records.holding import LinkedReport
from goodoffices.monitor.services.linking.records import Said, row_of


@dataclass(frozen=True, slots=True)
class OneOrigin:
    """Reports that go back to one, the first received first, and why they count as one."""

    reports: list[LinkedReport]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """The reports that stand, and the origins they go back to."""

    reports: int
    origins: list[OneOrigin]

    @property
    def copied(self) -> list[OneOrigin]:
        """The origins that several reports go back to."""
        return [one for one in self.origins if len(one.reports) > 1]


def origins_of(linked: Sequence[LinkedReport]) -> Origins:
    """Count the independent origins of an incident's reports; withdrawn ones are left out.

    Works on what the page has read already, so that nothing hidden takes part.
    """
    standing = {str(one.report.pk): one for one in linked if not one.withdrawn}
    copiers = {
        str(one.report.source_id): [str(one.report.source.copies_from_id)]
        for one in standing.values()
        if one.report.source.copies_from_id
    }
    found = origins([_record(one) for one in standing.values()], copiers)
    return Origins(
        len(standing),
        [OneOrigin([standing[pk] for pk in one.ids], one.reasons) for one in found],
    )


def _record(one: LinkedReport) -> Record:
    said = Said()
    for claim in one.claims:
        said.hear(claim.kind, row_of(claim))
    report = one.report
    return Record(
        id=str(report.pk),
        source=str(report.source_id),
        first_day=report.first_day,
        last_day=report.last_day,
        **said.values(),
        text=f"{one.title}\n{one.text}".strip(),
        language=one.language,
        links=tuple(str(link) for link in one.links),
        files=tuple(item.file.sha256 for item in one.files),
        received=int(report.received_at.timestamp()),
    )
