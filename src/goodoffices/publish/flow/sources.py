"""The numbered sources under a public text: what kind of record stands there, in neutral words.

Never a code, a title, a report's words, a source's name, a place or a coordinate: only what sort
of record it is, of which day, how far it was checked, and as of when.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodoffices import codebook
from goodoffices.formats.manuscript.marks import ANY
from goodoffices.methods import dates
from goodoffices.publish.evidence import Evidence
from goodoffices.publish.models import Citation, Publication


def order(body: str) -> list[str]:
    """Return the keys that a text names, by their first mark: the numbers of its sources."""
    found = (m["cites"] or m["of"] or m["picture"] for m in ANY.finditer(body))
    return list(dict.fromkeys(key for key in found if key))


def note(citation: Citation, evidence: Evidence, *, language: str, day: str) -> str:
    """Return what the public reads of one source, in a language; ``day`` is when it was so."""
    with translation.override(language):
        said = _SAID[Citation.Kind(citation.kind)](citation, evidence, language)
        as_of = dates.print_span(dates.parse(day), language)
        return _("%(what)s As of %(day)s.") % {"what": said, "day": as_of}


def _incident(citation: Citation, evidence: Evidence, language: str) -> str:
    parts = {
        "type": _type(citation, language),
        "day": _day(evidence, language),
        "level": _level(evidence, language),
    }
    if parts["day"]:
        return _("Incident in the programme's records: %(type)s, %(day)s (%(level)s).") % parts
    return _("Incident in the programme's records: %(type)s (%(level)s).") % parts


def _claim(citation: Citation, evidence: Evidence, language: str) -> str:
    level = _level(evidence, language)
    return _("What one report to the programme says (incident: %(level)s).") % {"level": level}


def _set(citation: Citation, evidence: Evidence, language: str) -> str:
    count = evidence.incidents or 0
    said = ngettext(
        "Count over %(count)s incident in the programme's records.",
        "Count over %(count)s incidents in the programme's records.",
        count,
    )
    return said % {"count": f"{count:,}"}


def _publication(citation: Citation, evidence: Evidence, language: str) -> str:
    title = _title(citation.cited, language) if citation.cited else ""
    return _("Earlier publication of the programme: %(title)s.") % {"title": title}


def _title(cited: Publication, language: str) -> str:
    """Return the title under which another publication came out."""
    last = cited.editions.order_by("-number").first()
    titles = {one["language"]: one["title"] for one in last.content["texts"]} if last else {}
    return titles.get(language) or titles.get(cited.source_language) or ""


def _type(citation: Citation, language: str) -> str:
    scheme = codebook.load()["event_types"]
    kind = citation.incident.event_type if citation.incident else ""
    return scheme[kind].label(language) if kind in scheme else _("an event")


def _level(evidence: Evidence, language: str) -> str:
    scheme = codebook.load()["verification_states"]
    return scheme[evidence.level].label(language) if evidence.level in scheme else _("not known")


def _day(evidence: Evidence, language: str) -> str:
    return str(dates.print_span(dates.parse(evidence.edtf), language)) if evidence.edtf else ""


_SAID: dict[Citation.Kind, Any] = {
    Citation.Kind.INCIDENT: _incident,
    Citation.Kind.CLAIM: _claim,
    Citation.Kind.TOLL: _set,
    Citation.Kind.CHART: _set,
    Citation.Kind.MAP: _set,
    Citation.Kind.PUBLICATION: _publication,
}


def href(citation: Citation, language: str) -> str:
    """Return the address of a cited publication on the public site, relative to a page's own."""
    cited = citation.cited
    return cited.address if citation.kind == Citation.Kind.PUBLICATION and cited else ""
