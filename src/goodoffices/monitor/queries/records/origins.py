"""How many independent origins the reports of an incident have, as far as a member sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.methods.linkage import Reason, Record, origins
from goodoffices.monitor.models import Source
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


def origins_of(linked: Sequence[LinkedReport], member: Membership) -> Origins:
    """Count the independent origins of an incident's reports; withdrawn ones are left out.

    Works on what the page has read already, so that nothing hidden takes part: neither does a tie
    between sources of which the member does not see both.
    """
    standing = {str(one.report.pk): one for one in linked if not one.withdrawn}
    above = {one.report.source_id: _above(one.report.source, member) for one in standing.values()}
    found = origins([_record(one) for one in standing.values()], _copiers(above))
    return Origins(
        len(standing),
        [
            OneOrigin([standing[pk] for pk in one.ids], tuple(_told(r, above) for r in one.reasons))
            for one in found
        ],
    )


def _above(source: Source, member: Membership) -> list[int]:
    """Return the sources that a source repeats, the nearest first, as far as the member sees."""
    way: list[int] = []
    while source.copies_from is not None and may_see(source, member):
        source = source.copies_from
        if source.pk in way or not may_see(source, member):
            break
        way.append(source.pk)
    return way


def _copiers(above: Mapping[int, list[int]]) -> dict[str, list[str]]:
    """Return for each source those it repeats or that repeat it, or that repeat the same one.

    Either way: which of two reports came in first does not say which was written first.
    """
    ties = {one: {one, *way} for one, way in above.items()}
    return {
        str(one): [str(other) for other in ties if other != one and ties[one] & ties[other]]
        for one in ties
    }


def _told(reason: Reason, above: Mapping[int, list[int]]) -> Reason:
    """Tell sources that repeat the same one apart from a source that repeats the other."""
    if reason.code != "known_copier":
        return reason
    one, other = int(reason.values["source"]), int(reason.values["of"])
    direct = other in above[one] or one in above[other]
    return reason if direct else Reason("common_source", reason.values)


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
