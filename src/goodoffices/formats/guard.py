"""Keep text from turning into a formula when a table is opened in a spreadsheet program.

A cell that a spreadsheet would run gets an apostrophe in front, which the program shows or hides
but never runs. The guard can be taken off again without loss: a cell that already begins with
apostrophes before such a sign gets one more.
"""

from __future__ import annotations

import re

RISKY = re.compile(r"'*\s*[=+\-@\t\r\n|%＝＋－＠]")
NEGATIVE_NUMBER = re.compile(r"-\d{1,15}(\.\d{1,15})?\Z")
GUARDED = re.compile(r"'+\s*[=+\-@\t\r\n|%＝＋－＠]")


def guarded(text: str) -> str:
    """Return the text with an apostrophe in front where a spreadsheet might run it.

    A plain negative number stays a number.
    """
    if RISKY.match(text) and not NEGATIVE_NUMBER.match(text):
        return "'" + text
    return text


def unguarded(text: str) -> str:
    """Take off what `guarded` put in front: the two undo each other exactly."""
    return text[1:] if GUARDED.match(text) else text
