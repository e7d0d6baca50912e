"""The sentences of a text and what they rest on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.formats.manuscript import figures, keys, plain, sentences


def told(body: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(one.text, one.keys, one.is_fact) for one in sentences(body)]


def test_marks_after_the_full_stop_belong_to_the_sentence_before() -> None:
    body = "Three people died.[@c1] [@c2] A road was closed [@c3]. We call for calm. [~]"
    assert told(body) == [
        ("Three people died.", ("c1", "c2"), True),
        ("A road was closed .", ("c3",), True),
        ("We call for calm.", (), False),
    ]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Dr. Nadim came. He left.", 2),
        ("It fell by 3.5 per cent, i.e. by half. Then it rose.", 2),
        ("سقط ثلاثة جرحى. هل أُغلق الطريق؟ نعم.", 3),
        ("שלושה נפצעו. האם נחסמה הדרך? כן!", 3),
        ("He said “Go.” Then he went.", 2),
        ("One line\ngoes on here. Two.", 2),
        ("# A heading. Not a sentence\n\nA sentence.", 1),
        ("- one point\n- another point", 2),
        ("1. first\n2. second", 2),
        ("| place | killed |\n|---|---|\n| A. B. | 3 |\n| C | 4 |", 2),
        ("---\n\n* * *", 0),
        ("", 0),
        ("[@c1]", 0),
        ("[=c1.killed]", 1),
    ],
)
def test_sentences_are_counted(body: str, count: int) -> None:
    assert len(sentences(body)) == count, told(body)


def test_a_figure_after_a_citation_begins_the_next_sentence() -> None:
    assert told("A shell fell. [@c1] [=c1.killed] people died. [@c2]") == [
        ("A shell fell.", ("c1",), True),
        ("[=c1.killed] people died.", ("c2", "c1"), True),
    ]


def test_a_row_of_a_table_is_one_statement_with_all_its_citations() -> None:
    [row] = sentences("| place | killed |\n|---|---|\n| Harrow [@c1] | [=c2.killed] |")
    assert row.keys == ("c1", "c2")
    assert [(one.key, one.field) for one in row.figures] == [("c2", "killed")]


def test_quoted_blocks_are_known() -> None:
    found = sentences("> They said so. [@c1]\n> Twice.\n\nWe heard it. [@c1]")
    assert [(one.text, one.quoted) for one in found] == [
        ("They said so.", True),
        ("Twice.", True),
        ("We heard it.", False),
    ]


def test_figures_and_keys_stand_where_they_say() -> None:
    body = "In all [=c1.killed.low] to [=c1.killed.high] people.[@c1]"
    assert [body[one.start : one.end] for one in figures(body)] == [
        "[=c1.killed.low]",
        "[=c1.killed.high]",
    ]
    assert [body[one.start : one.end] for one in keys(body)] == ["[@c1]"]
    assert (
        plain(body, figure=lambda key, field: field) == "In all killed.low to killed.high people."
    )


PIECES = st.sampled_from(
    [
        *(
            "A ",
            "b. ",
            "ج. ",
            "ד? ",
            "\n\n",
            "\n",
            "> ",
            "- ",
            "| ",
            "|---|\n",
            "# ",
            "[@c1]",
            "[~]",
        ),
        *("[~]", "[=c1.killed]", "[!c2]", "`", "**", "1. ", '"', "…", "\t", "<b>", "Dr. ", "\r\n"),
        "    ",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_sentences_never_overlap_and_keep_every_citation_within_blocks(body: str) -> None:
    found = sentences(body)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert all(0 <= one.start < one.end <= len(body) for one in found)
    for one in found:
        assert all(one.start <= mark.start < mark.end <= one.end for mark in one.figures)
