"""What can be remarkable about a submission: every flag with its words.

A submission keeps its flags as texts, ``code`` or ``code:path of the answer`` (`flag_of` reads
them back). A flag never keeps a submission out; it says what somebody should look at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodoffices.formats.submissions import flags as codes
from goodoffices.formats.submissions.flags import Flag, flag_of, written

__all__ = ["FLAGS", "NOT_TAKEN", "OLDER_REPORT", "Flag", "Remark", "flag_of", "remarks", "written"]

NOT_TAKEN = "not-taken"
OLDER_REPORT = "older-report"

FLAGS: dict[str, Promise | str] = {
    codes.UNREADABLE: _("Its XML cannot be read. It is kept as it came."),
    codes.UNKNOWN_ELEMENT: _("An answer that this version of the form does not ask for."),
    codes.REQUIRED_MISSING: _("A question that has to be answered was not."),
    codes.DOES_NOT_FIT: _("The answer is not of the kind that the question asks for."),
    codes.NOT_A_CHOICE: _("The answer is none of the choices of the question."),
    codes.ANSWERED_TWICE: _("The question was answered twice; both answers are kept."),
    codes.MORE_ANSWERS: _("It holds more answers than are shown; the XML holds them all."),
    codes.MORE_FLAGS: _("There is more to remark on than is listed."),
    codes.POINT_ZERO: _("The point is 0, 0: the phone did not know where it was."),
    codes.CLOCK_AHEAD: _("The clock of the phone is ahead of ours."),
    codes.CLOCK_BEHIND: _("The clock of the phone is behind, or the form came in a year late."),
    codes.ENDS_BEFORE_START: _("By the clock of the phone it was finished before it was begun."),
    codes.QUESTION_GONE: _("The mapping speaks of a question that this version does not have."),
    codes.DATE_NOT_READ: _("The date cannot be read, so it is not claimed."),
    codes.DATE_IN_FUTURE: _("It is said to have happened after the report of it came in."),
    codes.DATES_OUT_OF_ORDER: _("The end comes before the start; the days between are claimed."),
    codes.POINT_NOT_READ: _("The point cannot be read, so it is not claimed."),
    codes.TYPE_NOT_MAPPED: _("The choice has no meaning in the mapping, so no type is claimed."),
    codes.FIGURE_NOT_READ: _("The answer is no number of people, so it is not counted."),
    codes.FIGURES_REORDERED: _(
        "The low, best and high figures were out of order; they are sorted."
    ),
    codes.LINK_NOT_READ: _("There is no address on the web in the answer."),
    codes.NOTHING_SAID: _("No question that the mapping reads was answered, so it is no report."),
    NOT_TAKEN: _("The program met an error while it made the report. Map the form again later."),
    OLDER_REPORT: _("The report shows an earlier version: the newest one cannot be mapped."),
}
"""Every flag by its code, as a sentence about the submission or about one answer."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One flag as a page shows it: its words, and the answer it is about (or nothing)."""

    code: str
    path: str
    words: Promise | str


def remarks(flags: Iterable[str]) -> list[Remark]:
    """Return the flags of a submission in words."""
    found = map(flag_of, flags)
    return [Remark(one.code, one.path, FLAGS.get(one.code, one.code)) for one in found]
