"""What an estimate of how many in all says in words: cautions, assumptions, the sentence to quote.

No sentence says that so many people died, are missing or were held: lists and assumptions point
to a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

BAD_TABLES = {
    "number-of-lists": _("An estimate needs two to five lists."),
    "same-list-twice": _("Two lists have the same name: name them apart."),
    "empty-list": _("There is a list with nobody on it: leave it out."),
    "bad-count": _("A count is a whole number of people, 0 or more."),
    "bad-history": _("A history has one 0 or 1 for each of the lists."),
    "unseen-counted": _(
        "The table counts people who are on no list: that number is what is estimated. Leave the"
        " row of zeros out."
    ),
    "bad-list-name": _(
        "A list needs a name of 1 to 60 characters that does not begin with a sign such as = or +"
        " and is not a word for a count."
    ),
}
"""Why a table cannot be taken."""

ASSUMED = {
    "same-matter": _("The lists are of the same place, period and kind of harm."),
    "within-reach": _("Everybody who is looked for could have come onto at least one list."),
    "made-apart": _("No list was copied from another, or made by following another up."),
    "closed": _("Those who are looked for stayed the same: nobody joined or left meanwhile."),
    "matched": _("It was decided with care who is the same person on different lists."),
}
"""What somebody answers for, as a statement."""

FAILED = {
    "same-matter": _("The lists are not of the same thing: what they share counts nothing."),
    "within-reach": _("Some people could be on no list at all: the lists say nothing of them."),
    "made-apart": _("One list was made from another: what they share is no chance meeting."),
    "closed": _("The people changed between the lists: there is no one number to estimate."),
    "matched": _(
        "It was not decided with care who is the same person. Missed matches push the figure up,"
        " wrong ones push it down."
    ),
    "no-estimate": _(
        "No model can be estimated from these counts: the lists share too few people."
    ),
    "too-few-shared": _(
        "Fewer than seven people are on two lists or more: any figure would hang on a handful of"
        " people."
    ),
    "not-bounded": _(
        "These counts set no upper bound worth the name: they only say that there are at least"
        " those who were seen."
    ),
}
"""Why no figure is given."""

CAUTIONS = {
    "fewer-than-three-lists": _(
        "There are only two lists: nothing shows whether one depends on the other. Find a third"
        " one before you give a figure."
    ),
    "no-overlap": _(
        "Nobody is on both %(first)s and %(second)s: check that they are about the same place and"
        " time, and that people were matched."
    ),
    "little-overlap": _(
        "So few people are on both %(first)s and %(second)s (%(both)s) that what they share is"
        " chance."
    ),
    "nearly-contained": _(
        "%(share)s of %(inner)s is on %(outer)s too: one may be copied from the other, and then it"
        " tells nothing of its own. Merge them."
    ),
    "counts-too-small": _(
        "Too few people are on two lists or more to tell which lists depend on which: %(repeated)s"
        " of %(seen)s."
    ),
    "dependence-not-identified": _(
        "The favoured model %(model)s uses up all there is to test it with: how the lists depend"
        " on one another is assumed, not shown."
    ),
    "models-disagree": _(
        "Models that explain the lists about equally well point to anything from %(low)s to"
        " %(high)s: give the range, never one figure."
    ),
    "best-model-fits-badly": _("Even the favoured model %(model)s does not describe these lists."),
    "models-left-out": _(
        "Some models could not be estimated from these counts and are left out of the average:"
        " %(left)s of %(tried)s."
    ),
    "no-estimate": FAILED["no-estimate"],
    "mostly-unseen": _(
        "The figure is %(times)s times those seen (%(seen)s): it is mostly a guess about people on"
        " no list."
    ),
    "linkage-moves-it-more": _(
        "Who is the same person is less sure than all the rest: review the links first."
    ),
}
"""What each caution of the method says."""

CHECK = _("Not known whether this holds: %s")


def refused(code: str, otherwise: str = "") -> str:
    """Return why a table cannot be taken, in the reader's words."""
    return str(BAD_TABLES[code]) if code in BAD_TABLES else otherwise


def caution(code: str, facts: Mapping[str, Any]) -> str:
    """Return what a caution says, with its figures as the reader writes numbers."""
    return str(CAUTIONS[code]) % {name: _said(name, value) for name, value in facts.items()}


def _said(name: str, value: Any) -> str:
    if isinstance(value, str):
        return apart(value)
    if name == "share":
        return percent(value)
    return number(value)


def percent(share: float) -> str:
    """Return a share in percent."""
    return f"{share:.0%}".replace("%", " %")


def number(value: float) -> str:
    """Return a number as pages write it, with grouped thousands."""
    return f"{int(value) if float(value).is_integer() else value:,}"


def joined(names: Iterable[str]) -> str:
    """Return names one after the other, each kept apart from the sentence around it."""
    comma = pgettext("between two things named in a row", ", ")
    return comma.join(apart(name) for name in names)


def apart(name: str) -> str:
    """Keep a name of any script from turning the sentence around it (Unicode isolates)."""
    return f"\u2068{name}\u2069"


def quote(
    what: str, names: Sequence[str], seen: int, low: int, estimate: int, high: int, cautions: str
) -> str:
    """Return the sentences to quote: what was seen, what it points to, and with which caveats."""
    lists = joined(names)
    parts = [
        ngettext(
            "%(what)s. The lists compared (%(lists)s) hold %(seen)s person.",
            "%(what)s. The lists compared (%(lists)s) hold %(seen)s different persons.",
            seen,
        )
        % {"what": what, "lists": lists, "seen": number(seen)},
        gettext(
            "These lists and the assumptions named point to between about %(low)s and %(high)s in"
            " all (95 %% interval; the models weigh out at about %(estimate)s)."
        )
        % {"low": number(low), "high": number(high), "estimate": number(estimate)},
        gettext(
            "This is an estimate, not a count: it supposes that everybody could have come onto a"
            " list, that the lists were made apart, and that it was decided rightly who is the"
            " same person."
        ),
    ]
    if cautions:
        parts.append(gettext("To be read with these cautions: %s") % cautions)
    return " ".join(parts)
