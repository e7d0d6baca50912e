"""Which source a row of a file comes from: the one of the import, or the one the row names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from goodoffices.formats.values import ReportRow
from goodoffices.monitor.models import Import
from goodoffices.monitor.services.sources import named_source


class Senders:
    """Finds the source of each row; a source that a file names for the first time is added."""

    def __init__(self, imported: Import) -> None:
        self._imported = imported
        self._by_name: dict[str, int] = {}
        self.used: set[int] = {imported.source_id} if imported.source_id else set()

    def sorted(self, rows: Iterable[ReportRow]) -> Iterator[tuple[int, list[ReportRow]]]:
        """Yield (source id, its rows in file order)."""
        found: dict[int, list[ReportRow]] = defaultdict(list)
        for row in rows:
            found[self._source_id(row)].append(row)
        self.used.update(found)
        yield from found.items()

    def _source_id(self, row: ReportRow) -> int:
        own = self._imported.source_id
        if own is not None:
            return own
        name = row.source_name.strip()[:200] or self._imported.original_name[:200]
        if name not in self._by_name:
            self._by_name[name] = self._found(name)
        return self._by_name[name]

    def _found(self, name: str) -> int:
        imported = self._imported
        found = named_source(
            programme=imported.programme, name=name, by=imported.by, tlp=imported.tlp
        )
        return found.pk
