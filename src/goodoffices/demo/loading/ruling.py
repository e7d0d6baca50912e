"""Whether the programme's rule about origins held when the team verified an incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goodoffices.demo.loading.reports import Inbox
from goodoffices.demo.values import DemoIncident
from goodoffices.methods.linkage import Record, origins
from goodoffices.methods.verification import OriginRule, Voice, check
from goodoffices.monitor.models import Report
from goodoffices.monitor.services.linking.records import known_of


class Rule:
    """Counts the independent origins of incidents; the reports are read once for all of them."""

    def __init__(self, inbox: Inbox, wanted: Iterable[DemoIncident]) -> None:
        reports = [inbox.reports[link.external_id] for demo in wanted for link in demo.links]
        self._reports = {str(one.pk): one for one in reports}
        self._records = {
            str(pk): known.record for pk, known in known_of({one.pk for one in reports}).items()
        }
        self._inbox = inbox
        self._copiers = {
            str(one.pk): [str(one.copies_from_id)]
            for one in inbox.sources.values()
            if one.copies_from_id
        }

    def holds(self, demo: DemoIncident, aspect: str = "event") -> bool:
        """Say whether enough independent origins speak of an aspect of an incident."""
        linked = (self._inbox.reports[link.external_id] for link in demo.links)
        told = [self._records[str(one.pk)] for one in linked if one.withdrawn_at is None]
        return check(self._voices(told, aspect), OriginRule()).holds

    def _voices(self, told: list[Record], aspect: str) -> Iterator[Voice]:
        for origin in origins(told, self._copiers):
            for pk in origin.ids:
                report: Report = self._reports[pk]
                if _speaks(self._records[pk], aspect):
                    yield Voice(origin.first, report.source_id, report.source.kind)


def _speaks(record: Record, aspect: str) -> bool:
    if aspect == "harm":
        return any(one is not None for one in (*record.killed, *record.injured))
    return aspect == "event" or bool(record.parties)
