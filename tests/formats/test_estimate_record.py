"""Counts of capture histories written and read back, and recorded estimates read to be repeated."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import capture_histories, estimate_record

COUNTS = {(1, 0): 4, (0, 1): 5, (1, 1): 6}
BYTES = b"A,B,count\n1,0,4\n0,1,5\n1,1,6\n"


def record(**more: Any) -> dict[str, Any]:
    from hashlib import sha256

    return {
        "format": estimate_record.FORMAT,
        "lists": ["A", "B"],
        "histories": [{"history": list(one), "count": n} for one, n in COUNTS.items()],
        "input_sha256": sha256(BYTES).hexdigest(),
        "method": {"version": "1"},
        "result": {"average": {"low": 15, "estimate": 18.5, "high": 30}},
        **more,
    }


def test_the_same_counts_give_the_same_bytes_in_any_order() -> None:
    assert capture_histories.written("AB", COUNTS) == BYTES
    backwards = dict(reversed(COUNTS.items()))
    assert capture_histories.written("AB", {**backwards, (0, 0): 0}) == BYTES


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=5, unique=True),
    st.lists(st.integers(1, 10**9), min_size=31, max_size=31),
)
def test_what_is_written_is_read_back(lists: list[str], numbers: list[int]) -> None:
    names = [name.strip() for name in lists]
    try:
        capture_histories.refuse_names(names)
    except InvalidInput:
        return
    if len({name.casefold() for name in names}) < len(names):
        return
    wide = len(names)
    counts = {
        tuple(int(sign) for sign in f"{place:0{wide}b}"): numbers[place - 1]
        for place in range(1, 2**wide)
    }
    read = capture_histories.read(BytesIO(capture_histories.written(names, counts)))
    assert (read.lists, read.counts) == (tuple(names), counts)


@pytest.mark.parametrize("name", ["", " ", "=A", "@x", "-A", "count", "N", "a\tb", "x" * 61])
def test_a_name_that_a_table_could_not_bear_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        capture_histories.refuse_names([name, "B"])


def test_a_record_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record()))
    assert estimate_record.is_record(path)
    held = estimate_record.read(path)
    assert (held.histories.lists, held.histories.counts) == (("A", "B"), COUNTS)
    assert (held.average, held.version) == ((15, 18.5, 30), "1")
    path.write_text(json.dumps(record(result={"withheld": ["made-apart"]})))
    assert estimate_record.read(path).average is None
    path.write_bytes(BYTES)
    assert not estimate_record.is_record(path)


@pytest.mark.parametrize(
    "more",
    [
        {"format": "something-else"},
        {"lists": None},
        {"histories": [{"history": [2, 0], "count": 4}]},
        {"histories": [{"history": [1, 0], "count": "many"}]},
        {"histories": [{"history": [1, 0], "count": 5}]},
        {"histories": {}},
        {"method": []},
        {"result": {"average": {"low": 1}}},
        {"input_sha256": "00"},
    ],
)
def test_a_record_that_is_none_is_refused(more: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record(**more)))
    with pytest.raises(InvalidInput):
        estimate_record.read(path)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"a": ' * 5000, "{" + " " * 1_100_000 + "}"])
def test_what_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InvalidInput):
        estimate_record.read(path)
