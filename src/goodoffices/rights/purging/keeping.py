"""What in this room still needs somebody, an act or a file: open cases, consents, other records.

Every reason is one of records that the member may see; None stands for the program itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.core.access import kind_of
from goodoffices.core.models import Evidence, Membership, NamedAccess
from goodoffices.core.retention.holding import held, seen
from goodoffices.rights.models import (
    Case,
    CaseLink,
    CasualtyList,
    Consent,
    EvidencePerson,
    Person,
    RowPerson,
)

Why = dict[int, list[str]]


def cases(target: str, ids: Collection[int], member: Membership | None, *, closed: bool) -> Why:
    """Say which records belong to an open or a held case; with ``closed`` to any case at all."""
    links = CaseLink.objects.filter(**{f"{target}__in": ids}, withdrawn_at=None)
    pairs = list(links.values_list(target, "case", "case__closed_at"))
    visible = seen(Case, {case for _pk, case, _at in pairs}, member)
    holding = held(Case, visible, member)
    found: Why = defaultdict(list)
    for pk, case, closed_at in pairs:
        if case not in visible:
            continue
        if case in holding:
            _add(found, pk, _("A case it belongs to has a legal hold."))
        if closed_at is None:
            _add(found, pk, _("It belongs to an open case."))
        elif closed:
            _add(found, pk, _("It belongs to a case that is still kept."))
    return found


def asked_to_keep(people: Collection[int]) -> set[int]:
    """Return which persons (by id) ask in a consent that holds that what is known of them stays."""
    today = timezone.localdate()
    rows = Consent.objects.filter(person__in=people, withdrawn_at=None, keep_until__gte=today)
    return set(rows.values_list("person", flat=True))


def with_consent(people: Collection[int]) -> set[int]:
    """Return which persons (by id) have given a consent that is still kept, withdrawn or not."""
    rows = Consent.objects.filter(person__in=people)
    return set(rows.values_list("person", flat=True))


def of_files(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which files belong to an open case, or show somebody who asks that they are kept."""
    ids = [row.pk for row in rows]
    found = cases("evidence", ids, member, closed=False)
    ties = EvidencePerson.objects.filter(evidence__in=ids, withdrawn_at=None)
    pairs = list(ties.values_list("evidence", "person"))
    keeping = asked_to_keep(seen(Person, {person for _file, person in pairs}, member))
    for file, person in pairs:
        if person in keeping:
            _add(found, file, _("A person in it asked that it is kept for now."))
    return found


def living_files(people: Collection[int], member: Membership | None) -> set[int]:
    """Return which persons (by id) are tied to a file that still has bytes."""
    ties = EvidencePerson.objects.filter(person__in=people, withdrawn_at=None)
    pairs = list(ties.filter(evidence__purged_at=None).values_list("person", "evidence"))
    visible = seen(Evidence, {file for _person, file in pairs}, member)
    return {person for person, file in pairs if file in visible}


def on_lists(people: Collection[int], member: Membership | None) -> set[int]:
    """Return which persons (by id) are tied to a row of a list."""
    ties = RowPerson.objects.filter(person__in=people, withdrawn_at=None)
    pairs = list(ties.values_list("person", "row__casualty_list"))
    visible = seen(CasualtyList, {one for _person, one in pairs}, member)
    return {person for person, one in pairs if one in visible}


def others(rows: Sequence[Any], known: Collection[str]) -> set[int]:
    """Return which records something refers to that this room's purges do not know of.

    A purge never fails on such a record, and never takes away what another needs.
    """
    found: set[int] = set()
    ids = [row.pk for row in rows]
    for link in type(rows[0])._meta.get_fields(include_hidden=True) if rows else ():
        if not link.auto_created or link.concrete or kind_of(link.related_model) in known:
            continue
        name = link.field.name
        held_by = link.related_model._base_manager.filter(**{f"{name}__in": ids})
        found |= set(held_by.values_list(name, flat=True))
    return found


def forget_names(model: Any, ids: Collection[int]) -> None:
    """Delete who was named on records that are gone."""
    NamedAccess.objects.filter(kind=kind_of(model), object_id__in=ids).delete()


def merged(*parts: Why) -> Why:
    """Return all reasons together, each once."""
    found: Why = defaultdict(list)
    for part in parts:
        for pk, said in part.items():
            for one in said:
                _add(found, pk, one)
    return found


def because(ids: Collection[int], words: str) -> Why:
    """Return one reason for several records."""
    return {pk: [words] for pk in ids}


def _add(found: Why, pk: int, words: str) -> None:
    if words not in found[pk]:
        found[pk].append(words)
