"""What differs between two texts."""

from __future__ import annotations

from goodoffices.publish.writing.differences import differences


def said(old: str, new: str) -> list[list[tuple[str, str]]]:
    return [[(p.kind, p.text) for p in part.pieces] for part in differences(old, new)]


def test_words_within_a_paragraph() -> None:
    assert said("Six died.\n\nSame.", "Seven died.\n\nSame.") == [
        [("removed", "Six"), ("added", "Seven"), ("same", " died.")],
        [("same", "Same.")],
    ]


def test_paragraphs_that_came_and_went() -> None:
    assert said("One.\n\nTwo.", "One.") == [[("same", "One.")], [("removed", "Two.")]]
    assert said("", "One.\n \n\nTwo.") == [[("added", "One.")], [("added", "Two.")]]
    assert said("x", "x") == [[("same", "x")]]
    assert said("", "") == []


def test_what_is_taken_together_gives_both_texts() -> None:
    old, new = "A b c.\n\nD e.\n\nF.", "A c c d.\n\nF.\n\nG h."
    parts = differences(old, new)
    for kept, text in (("removed", old), ("added", new)):
        whole = ["".join(p.text for p in part.pieces if p.kind in ("same", kept)) for part in parts]
        assert [one for one in whole if one] == text.split("\n\n")


def test_long_paragraphs_cost_no_time() -> None:
    old, new = "word " * 60_000, "other " * 60_000
    (part,) = differences(old, new)
    assert [piece.kind for piece in part.pieces] == ["removed", "added"]
    assert part.changed
