"""How long decisions take: published small examples, and nothing said of too few."""

from __future__ import annotations

import pytest

from goodoffices.methods.workload import durations, quantile, usual_wait

EXAMPLE = [2, 3, 3, 5, 8, 9, 12, 20, 26, 30, 72]
"""Hours, the worked example of docs/explanation/what-verified-means.md."""


def test_the_worked_example():
    found = durations(EXAMPLE)
    assert (found.count, found.median, found.tail) == (11, 9, 30)


@pytest.mark.parametrize(("share", "value"), [(0.25, 3.25), (0.5, 5.5), (0.75, 7.75), (0.9, 9.1)])
def test_quantiles_are_those_of_hyndman_and_fan_type_7(share, value):
    """The values R gives for ``quantile(1:10, type = 7)``."""
    assert quantile(range(1, 11), share) == pytest.approx(value)


def test_of_few_no_tail_and_of_none_nothing():
    assert durations([5.0] * 9).tail is None
    assert durations([4, 1]).median == 2.5
    assert durations([]).median is None
    assert usual_wait([1.0] * 19) is None
    assert usual_wait([1.0] * 20) == 1
