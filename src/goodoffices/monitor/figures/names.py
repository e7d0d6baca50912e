"""What an incident is called where it has no title: its type and its place, in any language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.methods import dates
from goodoffices.monitor.models import Incident


def what(incident: Incident, language: str) -> str:
    """Return the incident's title, or its type of event in the reader's language."""
    if incident.title:
        return incident.title
    try:
        return codebook.load().label("event_types", incident.event_type, language)
    except NotFound:
        return _("Incident")


def where(incident: Incident) -> str:
    """Return the incident's place in the reader's language, or as the source wrote it."""
    if incident.place is not None:
        return incident.place.label
    return incident.place_text or _("place not known")


def what_and_where(incident: Incident, language: str) -> str:
    """Return both, as a map or a list of links says it."""
    return _("%(what)s, %(where)s") % {"what": what(incident, language), "where": where(incident)}


def when(incident: Incident) -> str:
    """Return the incident's date in the reader's language."""
    if not incident.edtf:
        return _("date not known")
    try:
        return str(dates.print_span(dates.parse(incident.edtf), (get_language() or "en")[:2]))
    except InvalidInput:
        return incident.edtf
