"""Shares of small counts with their interval."""

from __future__ import annotations

import pytest

from goodoffices.methods.shares import Share


def test_the_interval_is_wilsons() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 is 0.2553 to 0.3662.
    share = Share(81, 263)
    assert share.value == pytest.approx(0.30799, abs=1e-5)
    assert share.low == pytest.approx(0.2553, abs=1e-4)
    assert share.high == pytest.approx(0.3662, abs=1e-4)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 0.1611), (20, 0.8389, 1.0)])
def test_none_and_all_of_twenty_leave_room(count: int, low: float, high: float) -> None:
    share = Share(count, 20)
    assert share.low == pytest.approx(low, abs=1e-4)
    assert share.high == pytest.approx(high, abs=1e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, None, None)
