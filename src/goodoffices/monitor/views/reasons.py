"""Why a value is shown, in words: the codes of `methods.derive` as sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices.methods.derive import Reason


def reason_in_words(reason: Reason) -> str:
    """Return one sentence; a code of a later version gives nothing."""
    facts: dict[str, Any] = dict(reason.facts)
    if "day" in facts:
        facts["day"] = date_format(date.fromordinal(int(facts["day"])), "DATE_FORMAT")
    facts.setdefault("sources", 1)
    facts.setdefault("of", facts["sources"])
    said = _SENTENCES.get(reason.code)
    return said(facts) % facts if said else ""


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "only-claim": lambda f: _("Only one report says anything about it."),
    "nothing-known": lambda f: _("No report says anything about it."),
    "range-of-sources": lambda f: ngettext(
        "From the lowest to the highest figure of %(sources)s source.",
        "From the lowest to the highest figure of %(sources)s sources.",
        int(f["sources"]),
    ),
    "majority": lambda f: ngettext(
        "%(sources)s of %(of)s source says so.",
        "%(sources)s of %(of)s sources say so.",
        int(f["of"]),
    ),
    "no-majority": lambda f: _(
        "No value has more sources than every other, so a second rule chose."
    ),
    "most-reliable": lambda f: _("Said by the best graded source (%(grade)s)."),
    "equal-grades": lambda f: ngettext(
        "%(sources)s source has the best grade (%(grade)s).",
        "%(sources)s sources share the best grade (%(grade)s).",
        int(f["sources"]),
    ),
    "latest": lambda f: _("The latest word, of %(day)s."),
    "equally-late": lambda f: ngettext(
        "%(sources)s source spoke last, on %(day)s.",
        "%(sources)s sources spoke last, on %(day)s.",
        int(f["sources"]),
    ),
    "most-precise": lambda f: ngettext(
        "The most exact value; %(sources)s of %(of)s source gives it.",
        "The most exact value; %(sources)s of %(of)s sources give it.",
        int(f["of"]),
    ),
    "earliest": lambda f: ngettext(
        "The earliest value; %(sources)s of %(of)s source gives it.",
        "The earliest value; %(sources)s of %(of)s sources give it.",
        int(f["of"]),
    ),
    "team-claim": lambda f: _("The team took one of the claims."),
    "team-value": lambda f: _("The team set a value of its own."),
    "no-team-decision": lambda f: _(
        "The team has not decided on this value yet; the usual rule holds until then."
    ),
    "team-claim-gone": lambda f: _(
        "The claim the team took is gone; the usual rule holds until a new decision."
    ),
}
