"""A fingerprint holds as long as words and grounds do, and not one moment longer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goodoffices.publish.gates.draft import read_words
from goodoffices.publish.gates.registry import run
from tests.publish.gates.drafts import cited, draft, text

SENTENCES = st.lists(
    st.sampled_from(
        [
            "Two nurses were detained.",
            "Shells fell. [@c1]",
            "There were [=c1.killed] dead.",
            "At 31.5017, 34.4668 it burned.",
            "قُتل ثلاثة أطفال.",
            "שתי נשים נעצרו.",
            "We call on all. [~]",
        ]
    ),
    min_size=1,
    max_size=8,
)
CITED = {"c1": cited(level="pending", tlp=2, facts={"killed": 2}, figures={"killed": "2"})}


@given(SENTENCES)
def test_no_two_findings_share_a_fingerprint_and_all_spans_hold(said: list[str]) -> None:
    of = draft(text("\n\n".join(said), summary=said[0], title=said[-1]), citations=CITED)
    found = run(of)
    assert len({one.fingerprint for one in found}) == len(found)
    fields = {one.field: one.text for one in of.passages()}
    for one in found:
        if one.field:
            assert 0 <= one.start < one.end <= len(fields[one.field])
            assert read_words(fields[one.field][one.start : one.end])[:300] == one.words


@given(SENTENCES, st.integers(0, 7))
def test_what_is_written_elsewhere_changes_no_fingerprint(said: list[str], at: int) -> None:
    before = {one.fingerprint for one in run(draft(text("\n\n".join(said)), citations=CITED))}
    more = [*said[:at], "We hope. [~]", *said[at:]]
    after = {one.fingerprint for one in run(draft(text("\n\n".join(more)), citations=CITED))}
    assert before == after


def test_the_same_words_in_another_sentence_are_another_finding() -> None:
    one = {each.fingerprint for each in run(draft(text("Two nurses were detained. [~]")))}
    other = {each.fingerprint for each in run(draft(text("Two nurses were freed. [~]")))}
    assert one
    assert not one & other


def test_a_record_that_changes_makes_another_finding() -> None:
    body = text("Shells fell. [@c1]")
    one = run(draft(body, citations={"c1": cited(level="pending")}))
    other = run(draft(body, citations={"c1": cited(level="unverified")}))
    assert len(one) == len(other) == 1
    assert one[0].fingerprint != other[0].fingerprint
