"""Lists of people and estimates whose time is over: a list goes with all its rows and names.

What a list said of others goes with it: the pairs, the decisions, the ties of its rows to persons.
An estimate keeps counts alone and does not need the lists it was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.retention.holding import held, seen
from goodoffices.rights.models import CasualtyList, Estimate, Person, RowPerson
from goodoffices.rights.purging import keeping

LIST = ("rights.listrow", "rights.listmatch", "rights.listrejection", "rights.listupload")


def due_lists(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the lists that were taken in before a moment; one that is being loaded never goes."""
    rows: QuerySet[Any] = CasualtyList.objects.filter(programme=programme, created_at__lt=before)
    return rows.exclude(state=CasualtyList.State.LOADING).order_by("pk")


def due_estimates(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the estimates that were made before a moment, and worked out or withdrawn."""
    rows: QuerySet[Any] = Estimate.objects.filter(programme=programme, created_at__lt=before)
    return rows.exclude(computed_at=None, withdrawn_at=None).order_by("pk")


def why_not_lists(rows: Sequence[Any], member: Membership | None) -> keeping.Why:
    """Say which lists are still needed: by somebody with a legal hold who stands on them."""
    ids = [row.pk for row in rows]
    ties = RowPerson.objects.filter(row__casualty_list__in=ids, withdrawn_at=None)
    pairs = list(ties.values_list("row__casualty_list", "person"))
    people = seen(Person, {person for _list, person in pairs}, member)
    holding = held(Person, people, member)
    other = keeping.others(rows, LIST) if member is None else ()
    return keeping.merged(
        keeping.because(
            {pk for pk, person in pairs if person in holding},
            _("A person whom it names has a legal hold."),
        ),
        keeping.because(other, _("Another record needs it.")),
    )


def why_not_estimates(rows: Sequence[Any], member: Membership | None) -> keeping.Why:
    """Say which estimates are still needed: what a later one replaced stays as long as that."""
    ids = [row.pk for row in rows]
    later = set(Estimate.objects.filter(replaces__in=ids).values_list("pk", flat=True))
    visible = seen(Estimate, later, member)
    shown = Estimate.objects.filter(pk__in=visible)
    replaced = {one.replaces_id for one in shown if one.replaces_id is not None}
    return keeping.because(replaced, _("A later estimate says that it replaces it."))


def go_lists(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete lists, with their rows, the names under the key, and what was decided of them."""
    ids = [row.pk for row in rows]
    keeping.forget_names(CasualtyList, ids)
    CasualtyList.objects.filter(pk__in=ids).delete()
    return set()


def go_estimates(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete estimates."""
    ids = [row.pk for row in rows]
    keeping.forget_names(Estimate, ids)
    Estimate.objects.filter(pk__in=ids).delete()
    return set()
