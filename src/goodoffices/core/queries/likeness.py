"""Pictures that look like one another, among the files a member may see; never by a scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goodoffices.core.models import Evidence, ImageHash, Membership
from goodoffices.core.queries.evidence import visible
from goodoffices.methods.images import RADIUS, Bands, distance, probes, whole

MOST = 12
"""Near duplicates shown."""

AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Near:
    """An item whose picture looks nearly the same; ``bits`` of 64 differ."""

    item: Evidence
    bits: int


def near_duplicates(item: Evidence, member: Membership, most: int = MOST) -> list[Near]:
    """Return the items a member may see that look like one, the most alike first.

    The same bytes handed in again are not among them. See docs/algorithms/near-duplicate-images.md.
    """
    own = ImageHash.objects.filter(file=item.file_id).first()
    if own is None or item.purged_at:
        return []
    parts = (own.band0, own.band1, own.band2, own.band3)
    near = dict(near_files(item.programme_id, parts))
    near.pop(item.file_id, None)
    found: list[Near] = []
    ids = sorted(near, key=lambda pk: (near[pk], pk))
    for start in range(0, len(ids), AT_A_TIME):
        ids_now = ids[start : start + AT_A_TIME]
        rows = visible(member).filter(file__in=ids_now, purged_at=None)
        found += sorted(
            (Near(one, near[one.file_id]) for one in rows), key=lambda one: (one.bits, one.item.pk)
        )
        if len(found) >= most:
            break
    return found[:most]


def near_files(programme_id: int, parts: Bands) -> Iterator[tuple[int, int]]:
    """Yield the ids of files of a programme whose hash is near, with the bits that differ.

    One look-up in an index for each band; see `methods.images.bands` for why that is enough.
    """
    wanted, seen = whole(parts), set()
    columns = ("file_id", "band0", "band1", "band2", "band3")
    for number, band in enumerate(parts):
        rows = ImageHash.objects.filter(programme=programme_id)
        held = rows.filter(**{f"band{number}__in": probes(band, number)}).values_list(*columns)
        for pk, *others in held:
            if pk not in seen:
                seen.add(pk)
                bits = distance(wanted, whole((others[0], others[1], others[2], others[3])))
                if bits <= RADIUS:
                    yield pk, bits
