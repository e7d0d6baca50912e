"""Records side by side as columns, so that a million of them are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from goodoffices.methods.text import fold

from .records import Record, days_of, point_of, toll

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Floats = npt.NDArray[Any]
    Whole = npt.NDArray[Any]
    Mask = npt.NDArray[np.bool_]

NO_DAY = -(2**31)
"""Stands for a day that is not known."""

WIDEST = 4
"""Parties of a record that are compared; further ones are left out."""

UNSTATED_KM = 5.0
"""How far a point may be off where nothing is said."""

LONGEST = 400
"""Days; a date that may be any of more days says nothing here."""

TOLD = 5
"""A text of more than so many words is a report told in words."""

TOLLS = tuple(f"{what}_{end}" for what in ("killed", "injured") for end in ("low", "best", "high"))


@dataclass(slots=True)
class Table:
    """Columns of equal length, one position a record.

    ``first``/``last`` are days or `NO_DAY`; degrees are not-a-number where not known; ``kind``
    counts into ``kinds`` and ``who`` (one row a record, -1 for nobody) into ``names``; ``killed``
    and ``injured`` have three rows: low, best, high, as has each of ``counts``. ``texts`` and the
    lists after it are None where no record has any; ``above`` numbers the areas that hold a place,
    one row a record, -1 for none; ``told`` are the records that come with words.
    """

    ids: list[str]
    source: Whole
    first: Whole
    last: Whole
    lat: Floats
    lon: Floats
    radius: Floats
    kind: Whole
    kinds: list[str]
    who: Whole
    names: list[str]
    killed: Floats
    injured: Floats
    texts: list[str] | None = None
    links: list[Sequence[str]] | None = None
    files: list[Sequence[str]] | None = None
    images: list[Sequence[int]] | None = None
    counts: dict[str, Floats] = field(default_factory=dict)
    above: Whole | None = None
    told: Mask = field(init=False)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def dated(self) -> Mask:
        """Which records have a day."""
        found: Mask = self.first != NO_DAY
        return found

    @property
    def placed(self) -> Mask:
        """Which records have a point."""
        import numpy as np

        found: Mask = ~np.isnan(self.lat)
        return found

    def __post_init__(self) -> None:
        import numpy as np

        texts = self.texts or [""] * len(self)
        self.told = np.fromiter((text.count(" ") >= TOLD for text in texts), np.bool_, len(self))


def of_records(records: Sequence[Record]) -> Table:
    """Return the table of records."""
    import numpy as np

    days = [days_of(record) or (NO_DAY, NO_DAY) for record in records]
    points = [point_of(record) or (np.nan, np.nan) for record in records]
    kinds, kind = _counted([record.event_type for record in records])
    names, who = _people([record.parties for record in records])
    first = np.array([day[0] for day in days], np.int32)
    last = np.array([day[1] for day in days], np.int32)
    return Table(
        ids=[record.id for record in records],
        source=_counted([record.source for record in records])[1],
        **_bounded(first, last),
        lat=np.array([point[0] for point in points], np.float64),
        lon=np.array([point[1] for point in points], np.float64),
        radius=_radius([record.radius_m for record in records]),
        kind=kind,
        kinds=kinds,
        who=who,
        names=names,
        killed=_tolls([record.killed for record in records]),
        injured=_tolls([record.injured for record in records]),
        texts=_some([record.text for record in records]),
        links=_some([record.links for record in records]),
        files=_some([record.files for record in records]),
        images=_some([record.images for record in records]),
        counts=_counts(records),
        above=_above([record.areas for record in records]),
    )


def _counts(records: Sequence[Record]) -> dict[str, Floats]:
    """Return the other tolls, each a column of three rows; most records give none."""
    import numpy as np

    found: dict[str, Floats] = {}
    for at, record in enumerate(records):
        for name, figures in record.counts:
            if name not in found:
                found[name] = np.full((3, len(records)), np.nan, np.float32)
            found[name][:, at] = [np.nan if one is None else one for one in toll(*figures)]
    return dict(sorted(found.items()))


def _above(areas: Sequence[Sequence[str]]) -> Whole | None:
    """Return the numbers of the areas of each record, the widest first; None where none has any."""
    import numpy as np

    deep = max(map(len, areas), default=0)
    if not deep:
        return None
    number: dict[str, int] = {}
    found = np.full((len(areas), deep), -1, np.int32)
    for at, chain in enumerate(areas):
        for place, area in enumerate(chain):
            found[at, place] = number.setdefault(area, len(number))
    return found


def _bounded(first: Whole, last: Whole) -> dict[str, Any]:
    """Take a date that may be any of very many days for none."""
    import numpy as np

    vague = (first != NO_DAY) & (last - first >= LONGEST)
    return {"first": np.where(vague, NO_DAY, first), "last": np.where(vague, NO_DAY, last)}


def _radius(metres: Sequence[int | None]) -> Floats:
    import numpy as np

    known = [UNSTATED_KM if value is None or value < 0 else value / 1000 for value in metres]
    return np.array(known, np.float32)


def _tolls(figures: Sequence[tuple[int | None, int | None, int | None]]) -> Floats:
    import numpy as np

    tidy = [toll(*three) for three in figures]
    rows = [[np.nan if value is None else value for value in three] for three in tidy]
    return np.array(rows, np.float32).reshape(-1, 3).T


def _some(values: list[Any]) -> list[Any] | None:
    return values if any(values) else None


def _counted(values: Sequence[str]) -> tuple[list[str], Whole]:
    """Return the different values in the order they come, and which of them each is."""
    import numpy as np

    number: dict[str, int] = {}
    at = [number.setdefault(value, len(number)) for value in values]
    return list(number), np.array(at, np.int32)


def _people(parties: Sequence[Sequence[str]]) -> tuple[list[str], Whole]:
    import numpy as np

    number: dict[str, int] = {}
    wide = min(WIDEST, max([2, *map(len, parties)]))
    who = np.full((len(parties), wide), -1, np.int32)
    for at, named in enumerate(parties):
        for place, name in enumerate(dict.fromkeys(map(party_name, named))):
            if place < wide and name:
                who[at, place] = number.setdefault(name, len(number))
    return list(number), who


def party_name(name: str) -> str:
    """Return a party's name as it is compared: folded, without signs; '' for one who is nobody.

    "Unknown" and "unidentified gunmen" name nobody.
    """
    plain = " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())
    return "" if plain.startswith(NOBODY) else plain


NOBODY = (
    "unknown",
    "unidentified",
    "unnamed",
    "unspecified",
    "مجهول",
    "لم يعرف",
    "אלמוני",
    "לא ידוע",
)


def of_arrow(table: pa.Table) -> Table:
    """Return the table of an Arrow table with the columns of `Record`; absent ones are empty.

    The three figures of a toll are columns of their own, ``killed_low`` to ``injured_high``;
    ``id`` must be there.
    """
    import numpy as np

    def numbers(name: str, dtype: Any, empty: Any) -> Any:
        if name not in table.column_names:
            return np.full(table.num_rows, empty, dtype)
        column = table[name].combine_chunks().cast("float64")
        found = column.to_numpy(zero_copy_only=False)
        return np.where(np.isfinite(found), found, empty).astype(dtype)

    def listed(name: str) -> list[Any] | None:
        if name not in table.column_names:
            return None
        return _some([value or () for value in table[name].to_pylist()])

    first, last = (numbers(name, np.int32, NO_DAY) for name in ("first_day", "last_day"))
    first = np.where(first == NO_DAY, last, first)
    last = np.where(last == NO_DAY, first, last)
    lat, lon = (numbers(name, np.float64, np.nan) for name in ("latitude", "longitude"))
    lost = np.isnan(lat) | np.isnan(lon) | (np.abs(lat) > 90) | (np.abs(lon) > 360)
    radius = numbers("radius_m", np.float32, UNSTATED_KM * 1000) / 1000
    figures = [numbers(name, np.float32, np.nan) for name in TOLLS]
    kinds, kind = _coded(table, "event_type")
    names, who = _people_coded(table)
    texts = listed("text")
    return Table(
        ids=table["id"].cast("string").to_pylist(),
        source=_coded(table, "source")[1],
        **_bounded(np.minimum(first, last), np.maximum(first, last)),
        lat=np.where(lost, np.nan, lat),
        lon=np.where(lost, np.nan, lon),
        radius=np.where(radius < 0, np.float32(UNSTATED_KM), radius),
        kind=kind,
        kinds=kinds,
        who=who,
        names=names,
        killed=_in_order(np.stack(figures[:3])),
        injured=_in_order(np.stack(figures[3:])),
        texts=[text or "" for text in texts] if texts else None,
        links=listed("links"),
        files=listed("files"),
        images=listed("images"),
    )


def _in_order(figures: Floats) -> Floats:
    """Put low, best and high in order where all that is known of them is not."""
    import numpy as np

    figures = np.where(figures < 0, np.float32(np.nan), figures)
    full = ~np.isnan(figures).any(axis=0)
    ordered = figures.copy()
    ordered[:, full] = np.sort(figures[:, full], axis=0)
    ends = np.isnan(figures[1]) & (figures[0] > figures[2])
    ordered[:, ends] = figures[::-1, ends]
    return ordered


def _coded(table: pa.Table, name: str) -> tuple[list[str], Whole]:
    import numpy as np

    if name not in table.column_names:
        return [""], np.zeros(table.num_rows, np.int32)
    column = table[name].cast("string").combine_chunks().fill_null("").dictionary_encode()
    return column.dictionary.to_pylist(), column.indices.to_numpy().astype(np.int32)


def _people_coded(table: pa.Table) -> tuple[list[str], Whole]:
    """Return the parties of a column of lists, each different name folded once."""
    import numpy as np

    none = np.full((table.num_rows, 2), -1, np.int32)
    if "parties" not in table.column_names:
        return [], none
    lists = table["parties"].combine_chunks()
    coded = lists.flatten().fill_null("").dictionary_encode()
    names, of_name = _counted([party_name(name) for name in coded.dictionary.to_pylist()])
    nobody = names.index("") if "" in names else -1
    flat = of_name[coded.indices.to_numpy()] if len(coded) else np.zeros(0, np.int32)
    flat = np.where(flat == nobody, -1, flat)
    sizes = lists.value_lengths().fill_null(0).to_numpy().astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    wide = int(min(WIDEST, max(2, sizes.max(initial=0))))
    who = np.full((table.num_rows, wide), -1, np.int32)
    for place in range(wide):
        has = np.flatnonzero(sizes > place)
        who[has, place] = flat[starts[has] + place]
    return names, who
