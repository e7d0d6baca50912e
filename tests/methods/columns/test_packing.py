"""Columns come out of their bytes as they went in, however they are cut and joined."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.columns import joined, known, pack, pack_floats, unpack

LEAST, MOST = -(2**63) + 1, 2**63 - 2
whole = st.none() | st.sampled_from([-128, 127, 32_767, 2**31 - 1, LEAST, MOST])
whole |= st.integers(-200, 200) | st.integers(LEAST, MOST)
stretches = st.lists(st.lists(whole, max_size=6), max_size=5)


def said(column: np.ndarray) -> list[object]:  # type: ignore[type-arg]
    pairs = zip(column.tolist(), known(column).tolist(), strict=True)
    return [value if is_known else None for value, is_known in pairs]


@given(stretches)
def test_whole_numbers_come_out_as_they_went_in(parts: list[list[int | None]]) -> None:
    column = unpack(pack(part) for part in parts)
    assert said(column) == [value for part in parts for value in part]
    assert not column.flags.writeable


@given(st.lists(st.none() | st.floats(allow_nan=False), max_size=9))
def test_floats_come_out_to_the_last_bit(values: list[float | None]) -> None:
    column = unpack([pack_floats(values[:4]), pack_floats(values[4:])])
    assert said(column) == values
    assert column.dtype == np.float64


@given(stretches.filter(bool))
def test_pieces_join_as_their_bytes_do(parts: list[list[int | None]]) -> None:
    pieces = [unpack([pack(part)]) for part in parts]
    assert said(joined(pieces)) == said(unpack(pack(part) for part in parts))


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([], "<i1"),
        ([None], "<i1"),
        ([0, 126], "<i1"),
        ([0, 127], "<i2"),
        ([-127], "<i1"),
        ([-128], "<i2"),
        ([40_000, None], "<i4"),
        ([2**40], "<i8"),
    ],
)
def test_a_stretch_takes_the_narrowest_type(values: list[int | None], form: str) -> None:
    """The two ends of a type are kept free: one for what is not known, one to sort it last."""
    assert pack(values)[0] == form


def test_more_than_64_bits_are_refused() -> None:
    with pytest.raises(OverflowError):
        pack([2**64])


def test_not_known_is_not_a_number_nor_a_count() -> None:
    assert math.isnan(unpack([pack_floats([None])])[0])
    assert not known(unpack([pack([None])]))[0]
