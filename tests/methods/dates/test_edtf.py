"""EDTF level 1: days meant, refusals in clear words, and parity with the edtf library."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.codebook.errors import InvalidInput
from goodoffices.methods.dates import (
    UNKNOWN,
    Span,
    from_dates,
    midpoint,
    of_days,
    overlaps,
    parse,
    sort_key,
)


def days(span: Span) -> tuple[str | None, str | None]:
    """The first and last day in ISO form."""
    ends = (span.first_day, span.last_day)
    first, last = (day and date.fromordinal(day).isoformat() for day in ends)
    return first or None, last or None


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2026-11-16", "2026-11-16", "2026-11-16"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2024-24", "2024-12-01", "2025-02-28"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2024-05-XX", "2024-05-01", "2024-05-31"),
        ("2024-XX", "2024-01-01", "2024-12-31"),
        ("2024-XX-XX", "2024-01-01", "2024-12-31"),
        ("2026-11-16/2026-11-22", "2026-11-16", "2026-11-22"),
        ("2024-05/2024-05-03", "2024-05-01", "2024-05-03"),
        ("../2024-05", None, "2024-05-31"),
        ("2024-05/..", "2024-05-01", None),
        ("/2024-05-04", None, "2024-05-04"),
        ("2024/", "2024-01-01", None),
        ("", None, None),
    ],
)
def test_the_days_meant(edtf: str, first: str | None, last: str | None) -> None:
    assert days(parse(edtf)) == (first, last)


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain"),
    [
        ("2024-05~", True, False),
        ("2024?", False, True),
        ("2024-05-03%", True, True),
        ("2024-05-03~/2024-06?", True, True),
        ("2024-05-03/2024-06?", False, True),
    ],
)
def test_doubts_do_not_widen_the_days(edtf: str, approximate: bool, uncertain: bool) -> None:
    span = parse(edtf)
    bare = parse(edtf.translate({ord(sign): None for sign in "?~%"}))
    assert (span.approximate, span.uncertain) == (approximate, uncertain)
    assert days(span) == days(bare)


@pytest.mark.parametrize(
    ("edtf", "code"),
    [
        ("yesterday", "bad-date"),
        ("2024-13", "no-such-day"),
        ("2024-02-30", "no-such-day"),
        ("2024-00-10", "no-such-day"),
        ("2024-21-03", "no-such-day"),
        ("0999", "date-out-of-range"),
        ("3000-01-01", "date-out-of-range"),
        ("0000", "date-out-of-range"),
        ("2024-05/2024-04", "date-order"),
        ("2024/2025/2026", "bad-date"),
        ("../..", "bad-date"),
        ("/", "bad-date"),
        ("..", "bad-date"),
        ("2024-05-01T10:00:00Z", "bad-date"),
        ("2024-W01-1", "bad-date"),
        ("202X-05", "bad-date"),
        ("2024-XX-05", "bad-date"),
        ("[2024,2025]", "bad-date"),
        ("Y17000", "bad-date"),
        ("-0044", "bad-date"),
        ("٢٠٢٤", "bad-date"),
        ("2024-05-03\n2024", "bad-date"),
    ],
)
def test_what_is_refused_says_what_to_do(edtf: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(edtf)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


ORDINALS = st.integers(date(1000, 1, 1).toordinal(), date(2999, 12, 31).toordinal())
SINGLE = st.one_of(
    ORDINALS.map(lambda day: date.fromordinal(day).isoformat()),
    ORDINALS.map(lambda day: date.fromordinal(day).isoformat()[:7]),
    ORDINALS.map(lambda day: date.fromordinal(day).isoformat()[:4]),
    st.integers(1000, 2999).map(lambda year: f"{year}-XX"),
    st.integers(100, 299).map(lambda decade: f"{decade}X"),
    st.builds("{:04d}-{}".format, st.integers(1000, 2998), st.integers(21, 24)),
)
DOUBTED = st.builds("{}{}".format, SINGLE, st.sampled_from(["", "", "?", "~", "%"]))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Any span: single, interval, half-open or unknown."""
    one = draw(DOUBTED)
    form = draw(st.sampled_from(["{}", "../{}", "{}/..", "/{}", "{}/", "", "pair"]))
    if form != "pair":
        return parse(form.format(one))
    first, last = sorted((parse(one), parse(draw(DOUBTED))), key=sort_key)
    return parse(f"{first.edtf}/{last.edtf}")


@given(spans())
def test_a_span_reads_back_from_its_edtf(span: Span) -> None:
    assert parse(span.edtf) == span


@given(spans())
def test_the_first_day_is_never_after_the_last(span: Span) -> None:
    if span.days is not None:
        middle = midpoint(span)
        assert span.days >= 1
        assert span.first_day is not None
        assert middle is not None
        assert span.last_day is not None
        assert span.first_day <= middle <= span.last_day


@given(spans(), spans())
def test_overlap_is_symmetric(one: Span, other: Span) -> None:
    assert overlaps(one, other) == overlaps(other, one)
    assert overlaps(one, one) == one.known


@given(ORDINALS, ORDINALS, st.booleans(), st.booleans())
def test_days_read_back(one: int, other: int, approximate: bool, uncertain: bool) -> None:
    first, last = sorted((one, other))
    span = of_days(first, last, approximate=approximate, uncertain=uncertain)
    assert span == Span(span.edtf, first, last, approximate, uncertain)
    assert parse(span.edtf) == span


@given(SINGLE.filter(lambda text: not text.endswith("-24")))
def test_same_days_as_the_edtf_library(edtf: str) -> None:
    theirs = parse_edtf(edtf)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()
    assert days(parse(edtf)) == (
        date(*lower[:3]).isoformat(),
        date(*upper[:3]).isoformat(),
    )


def test_overlap_by_hand() -> None:
    may = parse("2024-05")
    assert overlaps(may, parse("2024-05-31/2024-06-02"))
    assert overlaps(may, parse("../2024-05-01"))
    assert overlaps(may, parse("2024-05-31/.."))
    assert not overlaps(may, parse("2024-06"))
    assert not overlaps(may, UNKNOWN)
    assert overlaps(parse("2030/.."), parse("2029/.."))


def test_chronological_order_has_the_exact_first_and_the_unknown_last() -> None:
    edtfs = ["", "2024-05", "2024-05-01", "2024", "../2023", "2024-05-02", "2024-05/.."]
    ordered = sorted(map(parse, edtfs), key=sort_key)
    assert [span.edtf for span in ordered] == [
        "../2023", "2024", "2024-05-01", "2024-05", "2024-05/..", "2024-05-02", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "precision", "edtf"),
    [
        ("2014-05-07", None, "day", "2014-05-07"),
        ("2014-05-07", "2014-05-07", "unstated", "2014-05-07"),
        ("2014-05-07", "2014-05-07", "days", "2014-05-07~"),
        ("2014-05-07", "2014-05-07", "week", "2014-05-05/2014-05-11"),
        ("2014-05-07", "2014-05-07", "month", "2014-05"),
        ("2014-05-07", "2014-05-07", "year", "2014"),
        ("2014-05-07", "2014-05-09", "days", "2014-05-07/2014-05-09"),
        ("2014-05-01", "2014-05-31", "month", "2014-05"),
        ("2014-01-01", "2014-12-31", "year", "2014"),
        ("2014-03-01", "2014-08-31", "year", "2014-03-01/2014-08-31"),
    ],
)
def test_dates_of_a_data_set(start: str, end: str | None, precision: str, edtf: str) -> None:
    finish = date.fromisoformat(end) if end else None
    assert from_dates(date.fromisoformat(start), finish, precision).edtf == edtf


def test_a_data_set_with_the_end_before_the_start_is_refused() -> None:
    with pytest.raises(InvalidInput, match="before the start"):
        from_dates(date(2014, 5, 7), date(2014, 5, 6))
