"""Why two reports may tell of one event, in words: the codes of `methods.linkage` as phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.core.days import days_in_words
from goodoffices.methods.linkage import Reason
from goodoffices.methods.linkage.telling import label

BANDS = {
    "near_certain": gettext_lazy("near certain"),
    "likely": gettext_lazy("likely"),
    "possible": gettext_lazy("possible"),
}
"""How sure a suggestion is, in words."""


def in_words(reasons: Iterable[Reason]) -> str:
    """Return one line that says why: "same day, 1.2 km apart, both name 28 injured"."""
    comma = pgettext("between two things named in a row", ", ")
    said = (phrase(one) for one in reasons)
    return comma.join(one for one in said if one)


def phrase(reason: Reason) -> str:
    """Return one reason as a phrase; a code of a later version gives nothing."""
    said = _PHRASES.get(reason.code)
    return said(dict(reason.values)) if said else ""


def band_in_words(band: str) -> str:
    """Return how sure a suggestion is."""
    return str(BANDS.get(band, band))


def rivals_in_words(count: int) -> str:
    """Say how many others fit about as well; nothing where none does."""
    if not count:
        return ""
    return ngettext(
        "%(count)s other fits about as well", "%(count)s others fit about as well", count
    ) % {"count": count}


def _killed(f: dict[str, Any]) -> str:
    if not f["count"]:
        return _("both say that nobody was killed")
    return ngettext("both name %(count)s killed", "both name %(count)s killed", f["count"]) % f


def _injured(f: dict[str, Any]) -> str:
    if not f["count"]:
        return _("both say that nobody was injured")
    return ngettext("both name %(count)s injured", "both name %(count)s injured", f["count"]) % f


def _kind(code: str) -> str:
    return codebook.load().label("event_types", code, get_language() or "en")


def _km(km: float) -> str:
    return number_format(km, 1 if km < 10 else 0)


def _apart(f: dict[str, Any]) -> str:
    return _("%(km)s km apart") % {"km": _km(f["km"])}


def _measure(f: dict[str, Any]) -> dict[str, Any]:
    label = codebook.load().label("toll_measures", f["measure"], get_language() or "en")
    return {**f, "measure": label}


def _things(f: dict[str, Any]) -> str:
    comma = pgettext("between two things named in a row", ", ")
    named = (label(one, get_language() or "en") for one in f["things"])
    return _("both name: %(things)s") % {"things": comma.join(named)}


def _words(f: dict[str, Any]) -> str:
    if f.get("phrase"):
        return _("both say “%(phrase)s”") % {"phrase": f"\u2068{f['phrase']}\u2069"}
    return _("%(percent)s %% of the words are the same") % {"percent": f["percent"]}


_PHRASES: dict[str, Callable[[dict[str, Any]], str]] = {
    "same_day": lambda f: _("same day (%(day)s)") % {"day": days_in_words(f["day"], f["day"])},
    "days_overlap": lambda f: _("the days given may be the same"),
    "days_apart": lambda f: ngettext("%(days)s day apart", "%(days)s days apart", f["days"]) % f,
    "times_close": lambda f: (
        _("the times of day they name are close: %(one)s here, %(other)s there") % f
    ),
    "same_spot": lambda f: _("same point on the map"),
    "km_apart": _apart,
    "place_rough": lambda f: _("the place is known only to %(km)s km") % {"km": _km(f["km"])},
    "place_within": lambda f: _("one place lies in the other"),
    "same_killed": _killed,
    "killed_close": lambda f: _("killed: %(one)s here, %(other)s there, which is close") % f,
    "killed_differ": lambda f: _("killed: %(one)s here, %(other)s there") % f,
    "same_injured": _injured,
    "injured_close": lambda f: _("injured: %(one)s here, %(other)s there, which is close") % f,
    "injured_differ": lambda f: _("injured: %(one)s here, %(other)s there") % f,
    "same_toll": lambda f: _("%(measure)s: %(count)s in both") % _measure(f),
    "toll_differs": lambda f: _("%(measure)s: %(one)s here, %(other)s there") % _measure(f),
    "same_type": lambda f: _("both are of the type “%(type)s”") % {"type": _kind(f["type"])},
    "types_related": lambda f: _("related types of event"),
    "types_differ": lambda f: (
        _("types that do not go together: “%(one)s” here, “%(other)s” there")
        % {"one": _kind(f["one"]), "other": _kind(f["other"])}
    ),
    "same_parties": lambda f: _("both name the same parties"),
    "some_parties": lambda f: (
        ngettext(
            "both name %(count)s of the parties",
            "both name %(count)s of the parties",
            len(f["parties"]),
        )
        % {"count": len(f["parties"])}
    ),
    "parties_differ": lambda f: _("no party is named by both"),
    "same_file": lambda f: (
        ngettext("%(files)s file came with both", "%(files)s files came with both", f["files"]) % f
    ),
    "same_photo": lambda f: (
        ngettext(
            "a photo that looks the same is with both",
            "%(photos)s photos that look the same are with both",
            f["photos"],
        )
        % f
    ),
    "same_link": lambda f: _("both link to the same page"),
    "same_words": _words,
    "same_things": _things,
    "same_source": lambda f: _("of the same source"),
    "known_copier": lambda f: _("of a source that copies the other"),
    "common_source": lambda f: _("of sources that repeat one and the same source"),
}
