"""What every page of the public site shows around its own text."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodoffices import codebook
from goodoffices.site.answers import Kept
from goodoffices.site.faces import Face
from goodoffices.site.look import look_version

LOCALES = {"en": "en_US", "ar": "ar", "he": "he_IL"}
OWN = ("activities", "partners")
AT_FOOT = ("contact", "privacy", "imprint")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the site's frame."""

    text: str
    href: str
    here: bool = False


@dataclass(slots=True)
class Head:
    """What machines read of a page: its title, in which languages it stands, what it is."""

    title: str = ""
    description: str = ""
    path: str = ""
    languages: list[str] | None = None
    kind: str = "website"
    data: list[dict[str, Any]] = field(default_factory=list)
    feed: str = "feed"
    hidden: bool = False


def page(request: HttpRequest, template: str, head: Head, **values: Any) -> Kept:
    """Return a page of the site, rendered in the language of its address."""
    face: Face = request.face  # type: ignore[attr-defined]
    values |= {"face": face, "head": head, "look": f"{face.base}/look/{look_version()}"}
    values |= {"nav": navigation(face, head.path), "foot": at_foot(face)}
    values |= {"switch": switch(face, head), "alternates": alternates(face, head)}
    values |= {"canonical": face.absolute(head.path), "locale": LOCALES.get(face.language)}
    values |= {"home": face.at(), "all_news": face.at("news/"), "own": face.at(head.path)}
    values |= {"feed_base": face.at(head.feed), "other_locales": _other_locales(values)}
    values |= {"other_languages": _elsewhere(face, values["switch"], values["alternates"])}
    values |= {"data": [as_script(one) for one in head.data]}
    body = render_to_string(template, values)
    return Kept(body.encode(), "text/html; charset=utf-8", face.site.changed_at)


def _other_locales(values: dict[str, Any]) -> list[str]:
    own = values["locale"]
    return [LOCALES[code] for code, _href in values["alternates"] if LOCALES[code] != own]


def _elsewhere(
    face: Face, switch: list[tuple[str, str, str, bool]], alternates: list[tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """Return the other languages in which this very page stands."""
    there = dict(alternates)
    return [(c, name, href) for c, name, href, here in switch if c in there and not here]


def navigation(face: Face, path: str) -> list[Link]:
    """Return the pages of the site in their order, without those that hold nothing."""
    entries = [
        ("news/", _("News")),
        ("reports/", pgettext("publications", "Reports")),
        ("data/", _("Data")),
    ]
    entries += [(f"{name}/", own_title(name)) for name in OWN if face.words.get(name)]
    entries += [("get-involved/", _("Get involved"))]
    if signing_up():
        entries += [(signing_up(), _("Sign up"))]
    return [Link(text, face.at(href), path.startswith(href)) for href, text in entries]


def at_foot(face: Face) -> list[Link]:
    """Return the links at the foot of every page."""
    return [Link(own_title(n), face.at(f"{n}/")) for n in AT_FOOT if face.words.get(n)]


def own_title(name: str) -> str:
    """Return the title of a page that the programme writes itself."""
    titles = {
        "activities": _("Our activities"),
        "partners": _("Partners"),
        "contact": _("Contact"),
        "privacy": _("Privacy"),
        "imprint": _("Imprint"),
    }
    return titles[name]


def signing_up() -> str:
    """Return the address of the page where one signs up for mail; nothing where there is none."""
    if find_spec("goodoffices.site.mail_urls") is None:
        return ""
    from importlib import import_module

    return str(getattr(import_module("goodoffices.site.mail_urls"), "SIGN_UP", ""))


def switch(face: Face, head: Head) -> list[tuple[str, str, str, bool]]:
    """Return (code, name, address, is this one) of each language: the same page where it stands."""
    names = {"en": "English", "ar": "العربية", "he": "עברית"}
    there = face.languages if head.languages is None else head.languages
    return [
        (
            code,
            names[code],
            face.at(head.path if code in there else "", code),
            code == face.language,
        )
        for code in face.languages
    ]


def alternates(face: Face, head: Head) -> list[tuple[str, str]]:
    """Return (code, absolute address) of the page in each language it stands in."""
    there = face.languages if head.languages is None else head.languages
    return [(c, face.absolute(head.path, c)) for c in face.languages if c in there]


def as_script(data: dict[str, Any]) -> SafeString:
    """Return JSON-LD that cannot leave its element, whatever was written into it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308 - no sign that HTML knows is left in it


def day(face: Face, moment: datetime) -> str:
    """Say the day of a moment where the programme works, in the language of the page."""
    locale = {"en": "en_GB"}.get(face.language, face.language)
    return str(
        format_date(moment.astimezone(ZoneInfo(face.site.time_zone)), "d MMMM y", locale=locale)
    )


def exact_day(face: Face, moment: datetime) -> str:
    """Return the same day as machines read it."""
    return moment.astimezone(ZoneInfo(face.site.time_zone)).date().isoformat()


def kind_of(kind: str, language: str) -> str:
    """Return the name of a kind of publication."""
    return str(codebook.load().label("publication_kinds", kind, language))


def topics(face: Face) -> dict[str, str]:
    """Return the topics' names in the language of the page by their slugs."""
    return {
        str(one["slug"]): str(
            one["names"].get(face.language) or one["names"].get("en") or one["slug"]
        )
        for one in face.site.topics
    }


def organization(face: Face) -> dict[str, Any]:
    """Return the programme as machines know an organisation."""
    return {"@type": "Organization", "name": face.name, "url": face.root + "/"}


def donating(face: Face) -> dict[str, Any] | None:
    """Return the act of giving as machines know it, where the programme takes gifts."""
    if not face.site.donate_url:
        return None
    return {
        "@type": "DonateAction",
        "recipient": organization(face),
        "target": face.site.donate_url,
    }
