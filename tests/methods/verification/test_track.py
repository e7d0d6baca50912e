"""A source's record: each report counted once, the share with an interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.methods.verification import TrackRecord, share_interval, track_record

EXAMPLE = [
    *[(False, False, ["verified"])] * 12,
    *[(False, False, ["corroborated"])] * 6,
    (False, False, ["contested"]),
    (False, False, ["refuted", "verified"]),
    (True, False, ["verified"]),
    *[(False, True, [])] * 3,
    *[(False, False, ["unverified"])] * 4,
    (False, False, []),
]
"""The worked example of docs/algorithms/track-record.md."""


def test_the_worked_example():
    found = track_record(EXAMPLE)
    assert found == TrackRecord(corroborated=18, contradicted=2, retracted=1, set_aside=3, open=5)
    assert (found.settled, found.total) == (21, 29)
    between = found.interval
    assert between is not None
    shown = (round(between.low, 3), round(between.share, 3), round(between.high, 3))
    assert shown == (0.654, 0.857, 0.950)


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_newcombe(successes, of, low, high):
    """Newcombe (1998), table I, method 3: Wilson without correction for continuity."""
    found = share_interval(successes, of)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_settled_is_no_share():
    assert track_record([(False, False, [])]).interval is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(one, other):
    found = share_interval(min(one, other), max(one, other))
    if found is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1
