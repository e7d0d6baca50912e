"""Why two rows may be the same person, in the reader's words: never with a name."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from goodoffices.rights.models import ListDecision, ListPair, ListRow

BANDS = {
    ListPair.Band.CERTAIN: gettext_lazy("certain enough"),
    ListPair.Band.POSSIBLE: gettext_lazy("possible"),
}
VERDICTS = {
    ListDecision.Verdict.SAME: gettext_lazy("the same person"),
    ListDecision.Verdict.DIFFERENT: gettext_lazy("not the same"),
    ListDecision.Verdict.UNSURE: gettext_lazy("not sure"),
}
ALIKE = {"same-after-folding", "same-consonants"}
MEANINGS = {
    "name": gettext_lazy("name"),
    "other_names": gettext_lazy("other names"),
    "id": gettext_lazy("identifier"),
    "sex": gettext_lazy("sex"),
    "born": gettext_lazy("year of birth"),
    "age": gettext_lazy("age"),
    "date": gettext_lazy("date"),
    "places": gettext_lazy("place"),
    "status": gettext_lazy("status"),
}
"""What a column means, for the rows that were not taken."""


def why(pair: ListPair) -> str:
    """Say in one sentence what speaks for and against a pair."""
    parts = [_of_names(pair), *_of_facts(pair)]
    comma = pgettext("between two things named in a row", ", ")
    return comma.join(part for part in parts if part)


def _of_names(pair: ListPair) -> str:
    found = {str(reason[0]) for reason in pair.reasons}
    two = "two-scripts" in pair.facts
    if found <= ALIKE:
        return _("the names are written alike in two scripts") if two else _("the names are alike")
    if "part-differs" in found:
        return _("a part of the names differs")
    if found & {"part-missing", "first-part-missing"}:
        return _("the names agree but for a part that one list leaves out")
    if "one-letter-differs" in found:
        return _("the names differ in one letter")
    return _("the names are much alike")


def _of_facts(pair: ListPair) -> list[str]:
    facts, apart = set(pair.facts), days_apart(pair.one, pair.other)
    said = {
        "same-birth-year": _("born in the same year"),
        "birth-year-near": _("years of birth at most two apart"),
        "birth-year-far": _("years of birth far apart"),
        "same-sex": _("the same sex"),
        "other-sex": _("another sex"),
        "same-date": _("the same day"),
        "date-far": _("the days are far apart"),
        "same-place": _("the same place"),
        "other-place": _("another place"),
    }
    if "date-near" in facts and apart is not None:
        days = ngettext("%(number)s day apart", "%(number)s days apart", apart)
        said["date-near"] = days % {"number": apart}
    if pair.one.age is not None and pair.one.age == pair.other.age:
        said["same-birth-year"] = _("the same age")
    return [said[fact] for fact in pair.facts if fact in said]


def days_apart(one: ListRow, other: ListRow) -> int | None:
    """Return how many days lie between what two rows tell of, where both name a day."""
    try:
        first, second = date.fromisoformat(one.date), date.fromisoformat(other.date)
    except ValueError:
        return None
    return abs((first - second).days)
