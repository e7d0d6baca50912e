"""A programme and its offices: founding one, and changing its settings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Office, Programme, User
from goodoffices.core.services.accounts import digest
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP

LANGUAGES = ("en", "ar", "he")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,48}")
RULES = {
    "date": ("most_precise", "earliest", "most_reliable", "latest", "majority"),
    "place": ("most_precise", "most_reliable", "latest", "majority"),
    "type": ("majority", "most_reliable", "latest"),
    "toll": ("range", "most_reliable", "latest", "majority"),
}
"""Which rules of derivation can be the default for which value."""

RESERVED = frozenset({"system", "fill"})
"""Slugs that mean something else: the audit chain of the installation itself, and the address of
the web form, which is the same for all programmes."""


@dataclass(frozen=True, slots=True)
class ProgrammeSettings:
    """What the settings page of a programme shows and changes."""

    names: Mapping[str, str]
    time_zone: str
    countries: Sequence[str]
    default_tlp: int
    require_second_factor: bool
    date_rule: str
    place_rule: str
    type_rule: str
    toll_rule: str
    recheck_days: int
    ask_red_reason: bool
    save_pages: bool


def settings_of(programme: Programme) -> ProgrammeSettings:
    """Return a programme's settings as they stand."""
    return ProgrammeSettings(
        **{name: getattr(programme, name) for name in ProgrammeSettings.__slots__}
    )


def seen(programme: Programme) -> str:
    """Return what the settings page shows, short; `change_settings` compares it."""
    shown = [getattr(programme, name) for name in ProgrammeSettings.__slots__]
    return digest(json.dumps(shown, sort_keys=True))[:16]


def create_programme(
    *,
    slug: str,
    names: Mapping[str, str],
    by: User | None,
    time_zone: str = "UTC",
    countries: Sequence[str] = (),
    default_tlp: int = TLP.AMBER,
) -> Programme:
    """Found a programme. ``slug`` is its address and the name of its audit chain, for good."""
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        raise InvalidInput(_("An address has small letters, digits and hyphens only."))
    with transaction.atomic():
        if Programme.objects.filter(slug=slug).exists():
            raise Conflict(_("There is a programme at this address already."))
        programme = Programme.objects.create(
            slug=slug,
            names=checked_names(names),
            time_zone=_time_zone(time_zone),
            countries=list(countries),
            default_tlp=_mark(default_tlp),
        )
        audit.record("core.programme.created", by=by, programme=programme, record=programme)
    return programme


def change_settings(
    *, programme: Programme, values: ProgrammeSettings, by: User, seen_before: str
) -> Programme:
    """Change a programme's settings; the audit entry names the settings, not their content."""
    with transaction.atomic():
        permitted(by, programme, "core.settings")
        held = Programme.objects.select_for_update().get(pk=programme.pk)
        if seen(held) != seen_before:
            raise Conflict(_("Somebody else changed the settings meanwhile. Look again."))
        wanted = _checked(values)
        changed = [name for name, value in wanted.items() if getattr(held, name) != value]
        for name in changed:
            setattr(held, name, wanted[name])
        held.save(update_fields=changed)
        if changed:
            data = {"changed": changed}
            audit.record("core.programme.changed", by=by, programme=held, record=held, data=data)
    return held


def add_office(
    *, programme: Programme, code: str, names: Mapping[str, str], by: User | None
) -> Office:
    """Open an office; ``code`` is how addresses and files call it."""
    if not SLUG.fullmatch(code):
        raise InvalidInput(_("A code has small letters, digits and hyphens only."))
    with transaction.atomic(), scope(programme=programme):
        permitted(by, programme, "core.settings")
        if Office.objects.filter(code=code).exists():
            raise Conflict(_("There is an office with this code already."))
        office = Office.objects.create(programme=programme, code=code, names=checked_names(names))
        audit.record("core.office.added", by=by, programme=programme, record=office)
    return office


def change_office(
    *, office: Office, names: Mapping[str, str], by: User, seen_before: Mapping[str, str]
) -> Office:
    """Change an office's names; ``seen_before`` are the names the page showed."""
    with transaction.atomic():
        permitted(by, office.programme, "core.settings")
        held = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
        if held.names != dict(seen_before):
            raise Conflict(_("Somebody else changed this office meanwhile. Look again."))
        held.names = checked_names(names)
        held.save(update_fields=["names"])
        audit.record("core.office.changed", by=by, programme=held.programme, record=held)
    return held


def checked_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by language without the empty ones; at least one has to be given."""
    kept = {code: " ".join(names.get(code, "").split())[:150] for code in LANGUAGES}
    kept = {code: name for code, name in kept.items() if name}
    if not kept:
        raise InvalidInput(_("Give a name in at least one language."))
    return kept


def _checked(values: ProgrammeSettings) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(values, name) for name in ProgrammeSettings.__slots__}
    found["names"] = checked_names(values.names)
    found["time_zone"] = _time_zone(values.time_zone)
    found["countries"] = sorted(set(values.countries))
    found["default_tlp"] = _mark(values.default_tlp)
    if not 1 <= values.recheck_days <= 366:
        raise InvalidInput(_("Stored files are read again after 1 to 366 days."))
    for name, rules in RULES.items():
        if found[f"{name}_rule"] not in rules:
            raise InvalidInput(_("This value cannot be derived by that rule."))
    return found


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise InvalidInput(_("There is no time zone of this name."))
    return name


def _mark(tlp: int) -> int:
    if tlp not in TLP.values or tlp == TLP.RED:
        raise InvalidInput(_("New records cannot be marked so by default."))
    return int(tlp)
