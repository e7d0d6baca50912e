"""Parties: adding and correcting them, and keeping what others call them as theirs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit, search
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Party, PartyLabel, PartyName, Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.core.tlp import TLP
from goodoffices.methods.text import fold, index_text, language_of

LONGEST_PATH = 120
MOST_NAMES = 200
_SCHEME = re.compile(r"[a-z][a-z0-9_.-]{0,29}")


@dataclass(frozen=True, slots=True)
class GivenPartyName:
    """One name or spelling of a party in one language."""

    language: str
    name: str
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class GivenParty:
    """A party as a person describes it. ``kind`` is a code of the codebook's party_kinds."""

    kind: str
    name: str
    names: tuple[GivenPartyName, ...] = ()
    parent: Party | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    tlp: int = TLP.GREEN


def add(*, programme: Programme, given: GivenParty, by: User | None) -> Party:
    """Add a party; raises InvalidInput saying what is wrong with it."""
    member = permitted(by, programme, "core.parties")
    _refuse_bad(given, programme, member)
    with transaction.atomic():
        party = Party(programme=programme)
        _fill(party, given)
        party.save(force_insert=True)
        _seat(party, given.parent)
        party.save(update_fields=["path"])
        _name(party, given)
        audit.record("core.party.added", by=by, programme=programme, record=party)
    return party


def change(*, party: Party, given: GivenParty, seen: str, by: User | None, reason: str) -> Party:
    """Correct a party. ``seen`` is what `seen` said when the person opened the page.

    Raises Conflict when somebody changed it meanwhile.
    """
    programme = party.programme
    member = permitted(by, programme, "core.parties")
    _refuse_bad(given, programme, member, before=party)
    with transaction.atomic():
        held = Party.objects.select_for_update().get(pk=party.pk)
        if _state(held) != seen:
            raise Conflict(_("Somebody changed this party meanwhile. Look at it again."))
        if given.parent is not None and given.parent.path.startswith(held.path):
            raise InvalidInput(_("A party cannot be part of itself or of one of its own parts."))
        before, changed = held.path, _changed(held, given)
        _fill(held, given)
        _seat(held, given.parent)
        held.save()
        if held.path != before:
            _move(held, before)
        _name(held, given)
        _recorded("core.party.changed", held, by, reason, {"changed": changed})
    return held


def keep_label(
    *, party: Party, label: str, language: str, used_by: str, note: str = "", by: User | None
) -> PartyLabel:
    """Keep what somebody else calls a party, as theirs; it is never shown as its name."""
    permitted(by, party.programme, "core.parties")
    if not label.strip() or not used_by.strip():
        raise InvalidInput(_("Say what they are called, and who calls them so."))
    with transaction.atomic():
        kept = PartyLabel.objects.create(
            party=party,
            label=label.strip()[:250],
            language=language,
            used_by=used_by.strip()[:250],
            note=note.strip()[:500],
        )
        _recorded("core.party.changed", party, by, "", {"changed": ["others_labels"]})
    return kept


def drop_label(*, label: PartyLabel, reason: str, by: User | None) -> None:
    """Take back a label that was kept in error."""
    permitted(by, label.party.programme, "core.parties")
    with transaction.atomic():
        label.delete()
        _recorded("core.party.changed", label.party, by, reason, {"changed": ["others_labels"]})


def seen(party: Party) -> str:
    """Return what the page of a party shows, short; `change` compares it."""
    return _state(party)


def _state(party: Party) -> str:
    names = party.names.order_by("language", "name").values_list("language", "name", "preferred")
    facts: list[object] = [party.kind, party.name, party.parent_id, party.external_ids]
    facts += [party.note, party.tlp, [list(name) for name in names]]
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _refuse_bad(
    given: GivenParty, programme: Programme, member: Membership | None, before: Party | None = None
) -> None:
    if not given.name.strip():
        raise InvalidInput(_("A party needs a name."))
    if given.kind not in codebook.load()["party_kinds"] or given.tlp not in TLP.values:
        raise InvalidInput(_("Choose what kind of party it is, and who may see it."))
    if len(given.names) > MOST_NAMES:
        raise InvalidInput(_("These are too many names for one party."))
    if not all(_SCHEME.fullmatch(scheme) for scheme in given.external_ids):
        raise InvalidInput(_("Write other people's ids as scheme:id, such as ucdp:118."))
    above = given.parent
    if above is None or (before is not None and above.pk == before.parent_id):
        return
    if above.programme_id != programme.pk or (member is not None and not may_see(above, member)):
        raise NotFound(_("There is no such party."))


def _fill(party: Party, given: GivenParty) -> None:
    party.kind, party.name = given.kind, given.name.strip()[:250]
    party.parent, party.tlp = given.parent, given.tlp
    party.external_ids, party.note = dict(given.external_ids), given.note.strip()
    shown: dict[str, str] = {}
    for one in given.names:
        if one.preferred and one.name.strip():
            shown.setdefault(one.language, one.name.strip()[:250])
    party.labels = shown


def _seat(party: Party, parent: Party | None) -> None:
    party.path = f"{parent.path if parent else '/'}{party.pk}/"
    if len(party.path) > LONGEST_PATH:
        raise InvalidInput(_("This party would be part of too many others."))


def _move(party: Party, before: str) -> None:
    parts = Party.objects.filter(programme_id=party.programme_id, path__startswith=before)
    parts = parts.exclude(pk=party.pk)
    for path in parts.values_list("path", flat=True):
        if len(path) + len(party.path) - len(before) > LONGEST_PATH:
            raise InvalidInput(_("A part of this party would be part of too many others."))
    parts.update(path=Concat(Value(party.path), Substr("path", len(before) + 1)))


def _names(given: GivenParty) -> list[GivenPartyName]:
    """Return the names as they are kept: each once, the principal name among them."""
    kept = {
        (one.language, one.name.strip()[:250]): GivenPartyName(
            one.language, one.name.strip()[:250], one.preferred
        )
        for one in given.names
        if one.name.strip()
    }
    principal = given.name.strip()[:250]
    if all(fold(one.name) != fold(principal) for one in kept.values()):
        return [GivenPartyName(language_of(principal), principal), *kept.values()]
    return list(kept.values())


def _name(party: Party, given: GivenParty) -> None:
    """Write the names anew and file the party under them."""
    names = _names(given)
    party.names.all().delete()
    PartyName.objects.bulk_create(
        PartyName(
            party=party,
            language=one.language,
            name=one.name,
            folded=fold(one.name).strip()[:250],
            preferred=one.preferred,
        )
        for one in names
    )
    text = " ".join(dict.fromkeys((party.name, *(one.name for one in names))))
    search.index("party", [(party.pk, party.programme_id, int(party.tlp), index_text(text))])


def _changed(party: Party, given: GivenParty) -> list[str]:
    facts = ("kind", "name", "note", "tlp")
    changed = [fact for fact in facts if getattr(party, fact) != getattr(given, fact)]
    if party.parent_id != (given.parent.pk if given.parent else None):
        changed.append("parent")
    if party.external_ids != dict(given.external_ids):
        changed.append("external_ids")
    before = set(party.names.values_list("language", "name", "preferred"))
    if before != {(one.language, one.name, one.preferred) for one in _names(given)}:
        changed.append("names")
    return changed


def _recorded(
    action: str, party: Party, by: User | None, reason: str, data: dict[str, object]
) -> None:
    audit.record(action, by=by, programme=party.programme, record=party, reason=reason, data=data)
