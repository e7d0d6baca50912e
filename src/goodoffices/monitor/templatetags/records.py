"""Template tags of record pages: what is named only to those who may see it, reasons, grades."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.core.access import may_see
from goodoffices.core.models import Party, Place
from goodoffices.methods.derive import Reason
from goodoffices.monitor.figures.names import what, where
from goodoffices.monitor.models import Claim, Incident, Source
from goodoffices.monitor.views.reasons import reason_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def source_name(context: template.Context, source: Source | None, link: bool = True) -> SafeString:
    """Name a source and lead to it, if the reader may see it."""
    if source is None or not may_see(source, context.get("member")):
        return format_html('<span class="quiet">{}</span>', _("source not named"))
    if not link:
        return format_html("<bdi>{}</bdi>", source.label)
    address = {"programme": context["programme"].slug, "code": source.code}
    url = reverse("monitor:source", kwargs=address)
    return format_html('<a href="{}"><bdi>{}</bdi></a>', url, source.label)


@register.simple_tag(takes_context=True)
def place_name(context: template.Context, record: Incident | Claim) -> SafeString:
    """Name the place of an incident or claim in the reader's language, else as written."""
    place: Place | None = record.place
    if place is not None and may_see(place, context.get("member")):
        said = record.place_text
        if not said or said == place.label:
            return format_html("<bdi>{}</bdi>", place.label)
        return format_html('<bdi title="{}">{}</bdi>', said, place.label)
    if record.place_text:
        return format_html("<bdi>{}</bdi>", record.place_text)
    if record.latitude is not None:
        return format_html("{}", _("a place without a name"))
    return format_html('<span class="unknown">{}</span>', _("not known"))


@register.simple_tag(takes_context=True)
def party_name(context: template.Context, claim: Claim) -> SafeString:
    """Name a party in the reader's language, else as the source wrote it."""
    party: Party | None = claim.party
    if party is None or not may_see(party, context.get("member")):
        return format_html("<bdi>{}</bdi>", claim.party_text)
    return format_html('<bdi title="{}">{}</bdi>', claim.party_text, party.label)


@register.simple_tag
def incident_name(incident: Incident) -> SafeString:
    """Say what an incident is called: its title in its own language, else type and place."""
    language = (get_language() or "en")[:2]
    if incident.title:
        lang = format_html(' lang="{}"', incident.title_language or "und")
        return format_html('<bdi{} dir="auto">{}</bdi>', lang, incident.title)
    return format_html(
        "<bdi>{}</bdi>",
        _("%(what)s, %(where)s") % {"what": what(incident, language), "where": where(incident)},
    )


@register.simple_tag
def why_shown(reason: Reason) -> str:
    """Say why a value came out as it did."""
    return reason_in_words(reason)


@register.simple_tag
def toll_name(measure: str, category: str) -> str:
    """Name a toll: what happened to whom."""
    book, language = codebook.load(), get_language() or "en"
    said = book.label("toll_measures", measure, language)
    if category == "all":
        return said
    whom = book.label("toll_categories", category, language)
    return _("%(measure)s: %(category)s") % {"measure": said, "category": whom}


@register.simple_tag
def radius(metres: int | None) -> str:
    """Say how far the true place may lie from the point."""
    if metres is None:
        return _("how exact is not said")
    if metres < 1000:
        return _("within %(metres)s m") % {"metres": number_format(metres)}
    km = round(metres / 1000, 1 if metres < 10_000 else 0)
    return _("within %(km)s km") % {"km": number_format(int(km) if km == int(km) else km)}


@register.simple_tag
def grade_mark(reliability: str, credibility: int | None) -> SafeString:
    """Print both grades of the Admiralty scale, B2, with what they mean on hover."""
    book, language = codebook.load(), get_language() or "en"
    said = [book["reliability"][reliability].label(language)]
    said += [book["credibility"][str(credibility)].label(language)] if credibility else []
    return format_html(
        '<bdi class="tag" title="{}">{}{}</bdi>', " / ".join(said), reliability, credibility or ""
    )


@register.simple_tag
def language_name(code: str) -> str:
    """Name a language in the reader's language."""
    names: dict[str, Any] = {"en": _("English"), "ar": _("Arabic"), "he": _("Hebrew")}
    return str(names.get(code[:2], code))


@register.filter
def readable(size: int) -> str:
    """Say the size of a file."""
    from django.template.defaultfilters import filesizeformat

    return str(filesizeformat(size))
