"""Whole tables: from records to groups that tell of one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goodoffices.codebook.errors import InvalidInput

from .grouping import grouped
from .meeting import all_pairs
from .model import Model
from .passing import copies
from .reasons import Reason, reasons
from .records import Record
from .scoring import chances
from .table import NO_DAY, Table, of_arrow, of_records

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from .engines import EngineName
    from .table import Floats, Whole

IdPairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Linked:
    """Records in groups. ``group``: of each the lowest position among its fellows.

    ``partner``: the fellow each most likely belongs with, by position, -1 for one that is alone;
    ``chance``: how likely, 1 where a person decided, NaN for one that is alone. ``looked_at``:
    how many pairs were weighed.
    """

    table: Table
    group: Whole
    partner: Whole
    chance: Floats
    looked_at: int

    def groups(self) -> list[tuple[str, ...]]:
        """Return the ids of each group, in the order of the records; those alone are groups too."""
        members: dict[int, list[str]] = {}
        for at, lowest in enumerate(self.group.tolist()):
            members.setdefault(lowest, []).append(self.table.ids[at])
        return [tuple(ids) for ids in members.values()]

    def reasons(self) -> Iterator[tuple[Reason, ...]]:
        """Yield for each record what holds of it and its partner; nothing for one alone."""
        for at, partner in enumerate(self.partner.tolist()):
            if partner < 0:
                yield ()
            else:
                yield reasons(record_at(self.table, at), record_at(self.table, partner))


def link(
    rows: Sequence[Record] | pa.Table | Table,
    model: Model | None = None,
    must: IdPairs = (),
    cannot: IdPairs = (),
    engine: EngineName = "duckdb",
) -> Linked:
    """Put records that tell of one event into groups.

    ``must`` and ``cannot``: ids of records people put together or kept apart; they hold whatever
    the model says. Raises `InvalidInput` where they contradict each other or name no record.
    """
    import numpy as np

    table, model = _table(rows), model or Model.shipped()
    together, apart = _positions(table, must), _positions(table, cannot)
    first_at = copies(table, {at for pair in apart for at in pair})
    i, j = all_pairs(table, engine)
    first = first_at == np.arange(len(table))
    kept = first[i] & first[j]
    i, j = i[kept], j[kept]
    chance = chances(table, i, j, model)
    passed_on = [(int(first_at[at]), int(at)) for at in np.flatnonzero(~first)]
    group = grouped(len(table), i, j, chance, model.threshold, together + passed_on, apart)
    partner, best = _partners(group, i, j, chance, together + passed_on)
    return Linked(table, group, partner, best, len(i))


def _table(rows: Sequence[Record] | pa.Table | Table) -> Table:
    if isinstance(rows, Table):
        return rows
    return of_arrow(rows) if hasattr(rows, "column_names") else of_records(rows)


def _positions(table: Table, pairs: IdPairs) -> list[tuple[int, int]]:
    decided = list(pairs)
    if not decided:
        return []
    place = {name: at for at, name in enumerate(table.ids)}
    try:
        return [(place[one], place[other]) for one, other in decided]
    except KeyError as missing:
        raise InvalidInput(f"A decision names the record {missing}, which is not there.") from None


def _partners(
    group: Whole, i: Whole, j: Whole, chance: Floats, decided: Iterable[tuple[int, int]]
) -> tuple[Whole, Floats]:
    """Return each record's likeliest fellow and how likely that is."""
    import numpy as np

    partner = np.full(len(group), -1, np.int64)
    best = np.full(len(group), np.nan, np.float64)
    within = np.flatnonzero(group[i] == group[j])
    within = within[np.argsort(chance[within], kind="stable")]
    for one, other in ((i, j), (j, i)):
        # The likeliest stands last and wins; a record's better side wins over the other.
        for_this = np.full(len(group), -1, np.int64)
        for_this[one[within]] = within
        has = for_this >= 0
        at = np.flatnonzero(has)
        value = chance[for_this[at]]
        better = at[np.isnan(best[at]) | (value > best[at])]
        partner[better], best[better] = other[for_this[better]], chance[for_this[better]]
    for first, second in decided:
        for mine, theirs in ((first, second), (second, first)):
            if group[mine] == group[theirs]:
                partner[mine], best[mine] = theirs, 1.0
    _left_over(group, partner, best)
    return partner, best


def _left_over(group: Whole, partner: Whole, best: np.ndarray[Any, Any]) -> None:
    """Give a record that is in a group through others only the group's first as a partner."""
    import numpy as np

    sizes = np.bincount(group, minlength=len(group))[group]
    for at in np.flatnonzero((partner < 0) & (sizes > 1)).tolist():
        fellows = np.flatnonzero(group == group[at])
        partner[at], best[at] = fellows[fellows != at][0], 0.0


def record_at(table: Table, at: int) -> Record:
    """Return one row of a table as a record."""
    import numpy as np

    dated, placed = table.first[at] != NO_DAY, table.lat[at] == table.lat[at]
    return Record(
        table.ids[at],
        source=str(table.source[at]),
        first_day=int(table.first[at]) if dated else None,
        last_day=int(table.last[at]) if dated else None,
        latitude=float(table.lat[at]) if placed else None,
        longitude=float(table.lon[at]) if placed else None,
        radius_m=round(float(table.radius[at]) * 1000),
        event_type=table.kinds[table.kind[at]],
        parties=tuple(table.names[who] for who in table.who[at].tolist() if who >= 0),
        killed=_figures(table.killed[:, at]),
        injured=_figures(table.injured[:, at]),
        text=table.texts[at] if table.texts else "",
        links=tuple(table.links[at]) if table.links else (),
        files=tuple(table.files[at]) if table.files else (),
        images=tuple(table.images[at]) if table.images else (),
        counts=tuple(
            (name, _figures(column[:, at]))
            for name, column in table.counts.items()
            if not np.isnan(column[:, at]).all()
        ),
    )


def _figures(three: Floats) -> tuple[int | None, int | None, int | None]:
    low, best, high = (None if value != value else int(value) for value in three.tolist())
    return low, best, high
