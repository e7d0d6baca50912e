"""Looking up bands finds all that a scan finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.methods.images import RADIUS, bands, distance, probes, whole

HASH = st.integers(0, 2**64 - 1)
BITS = st.lists(st.integers(0, 63), unique=True, max_size=14)


def found(query: int, known: list[int]) -> set[int]:
    """Look a hash up as an index does: by bands alone, and by distance among those."""
    index: list[dict[int, list[int]]] = [{}, {}, {}, {}]
    for one in known:
        for place, band in zip(index, bands(one), strict=True):
            place.setdefault(band, []).append(one)
    candidates = {
        one
        for number, (place, band) in enumerate(zip(index, bands(query), strict=True))
        for probe in probes(band, number)
        for one in place.get(probe, [])
    }
    return {one for one in candidates if distance(one, query) <= RADIUS}


@given(HASH)
def test_bands_lose_nothing(value: int) -> None:
    assert whole(bands(value)) == value


@settings(max_examples=300)
@given(HASH, st.lists(BITS, max_size=30), st.lists(HASH, max_size=10))
def test_bands_find_what_a_scan_finds(query: int, flips: list[list[int]], far: list[int]) -> None:
    near = [query ^ sum(1 << bit for bit in bits) for bits in flips]
    known = near + far
    assert found(query, known) == {one for one in known if distance(one, query) <= RADIUS}


@given(HASH, st.lists(st.integers(0, 63), unique=True, min_size=RADIUS, max_size=RADIUS))
def test_the_farthest_that_counts_is_always_found(query: int, bits: list[int]) -> None:
    other = query ^ sum(1 << bit for bit in bits)
    assert found(query, [other]) == {other}
