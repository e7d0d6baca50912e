"""Every flag that a reader can raise has words, and the words are told of each answer."""

from __future__ import annotations

import re
from pathlib import Path

from goodoffices.field.flags import FLAGS, NOT_TAKEN, OLDER_REPORT, remarks
from goodoffices.formats.submissions import flags

ROOT = Path(__file__).resolve().parents[2]


def test_every_flag_has_words_and_no_words_are_left_over():
    raised = {
        value
        for name, value in vars(flags).items()
        if name.isupper() and isinstance(value, str) and not name.startswith("MOST")
    }
    assert raised | {NOT_TAKEN, OLDER_REPORT} == set(FLAGS)


def test_flags_are_told_in_words():
    [first, second] = remarks(["point-zero:place/point", "nothing-said"])
    assert (first.code, first.path) == ("point-zero", "place/point")
    assert str(first.words).startswith("The point is 0, 0")
    assert second.path == ""


def test_every_flag_is_in_the_reference():
    page = (ROOT / "docs/reference/submission-flags.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(FLAGS)
