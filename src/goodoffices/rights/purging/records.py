"""Persons, groups, acts and cases whose time is over: deleted, what leans on another first.

A person goes after the identity, the consents, the acts and the cases that name them; an act after
its cases. So they go layer by layer, one with each purge, and no record is left that points at
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.retention.holding import held, seen
from goodoffices.monitor.models import Assessment, Incident
from goodoffices.rights.models import (
    Act,
    Case,
    CaseLink,
    CaseStep,
    EvidencePerson,
    Group,
    Identity,
    Involvement,
    Person,
    PersonLink,
    RowPerson,
)
from goodoffices.rights.purging import keeping
from goodoffices.rights.purging.keeping import because

Why = dict[int, list[str]]
PERSON = (
    *("rights.identity", "rights.involvement", "rights.caselink", "rights.consent"),
    *("rights.evidenceperson", "rights.rowperson", "rights.personlink"),
)
GROUP = ("rights.identity", "rights.involvement", "rights.caselink")
ACT = ("rights.involvement", "rights.violation", "rights.caselink")
CASE = ("rights.caseentry", "rights.casestep", "rights.caselink")
"""What refers to a record and is known here: it goes with it, or holds it back below."""


def due_people(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the persons who were added before a moment."""
    rows: QuerySet[Any] = Person.objects.filter(programme=programme, created_at__lt=before)
    return rows.order_by("pk")


def due_groups(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the groups that were added before a moment."""
    rows: QuerySet[Any] = Group.objects.filter(programme=programme, created_at__lt=before)
    return rows.order_by("pk")


def due_acts(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the acts that were recorded before a moment."""
    rows: QuerySet[Any] = Act.objects.filter(programme=programme, created_at__lt=before)
    return rows.order_by("pk")


def due_cases(programme: Programme, before: datetime) -> QuerySet[Any]:
    """Return the cases that were closed before a moment; an open one never goes."""
    rows: QuerySet[Any] = Case.objects.filter(programme=programme, closed_at__lt=before)
    return rows.order_by("pk")


def visible(rows: QuerySet[Any], member: Membership) -> QuerySet[Any]:
    """Leave the records that a member may see."""
    return rows.filter(pk__in=rows.model.objects.visible_to(member).values("pk"))


def why_not_people(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which persons are still needed."""
    ids = [row.pk for row in rows]
    return keeping.merged(
        _of_subjects("person", rows, member, PERSON),
        because(keeping.asked_to_keep(ids), _("The person asked that it is kept for now.")),
        because(keeping.with_consent(ids), _("A consent of theirs is still kept.")),
        because(keeping.living_files(ids, member), _("A file is tied to them.")),
        because(keeping.on_lists(ids, member), _("A list that is still kept names them.")),
    )


def why_not_groups(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which groups are still needed."""
    return _of_subjects("group", rows, member, GROUP)


def _of_subjects(
    target: str, rows: Sequence[Any], member: Membership | None, known: Sequence[str]
) -> Why:
    ids = [row.pk for row in rows]
    identities = Identity.objects.filter(**{f"{target}__in": ids})
    written = set(identities.values_list(target, flat=True))
    named = Involvement.objects.filter(**{f"{target}__in": ids}, withdrawn_at=None)
    pairs = list(named.values_list(target, "act"))
    acts = seen(Act, {act for _pk, act in pairs}, member)
    other = keeping.others(rows, known) if member is None else ()
    return keeping.merged(
        because(written, _("The identity is still kept.")),
        because({pk for pk, act in pairs if act in acts}, _("An act names them.")),
        keeping.cases(target, ids, member, closed=True),
        because(other, _("Another record needs it.")),
    )


def why_not_acts(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which acts are still needed: by a case, a judgement, a hold on their incident."""
    ids = [row.pk for row in rows]
    of = {row.pk: row.incident_id for row in rows if row.incident_id}
    judged = Assessment.objects.filter(
        incident__in=set(of.values()), aspect="attribution", withdrawn_at=None
    )
    incidents = seen(Incident, set(judged.values_list("incident", flat=True)), member)
    holding = held(Incident, set(of.values()), member)
    other = keeping.others(rows, ACT) if member is None else ()
    return keeping.merged(
        because(
            {pk for pk, one in of.items() if one in holding}, _("Its incident has a legal hold.")
        ),
        because(
            {pk for pk, one in of.items() if one in incidents},
            _("An assessment says who is responsible for its incident."),
        ),
        keeping.cases("act", ids, member, closed=True),
        because(other, _("Another record needs it.")),
    )


def why_not_cases(rows: Sequence[Any], member: Membership | None) -> Why:
    """Say which closed cases are still needed."""
    steps = CaseStep.objects.filter(case__in=[row.pk for row in rows])
    open_ones = steps.filter(done_at=None, withdrawn_at=None).values_list("case", flat=True)
    other = keeping.others(rows, CASE) if member is None else ()
    return keeping.merged(
        because(set(open_ones), _("A step of it is not done yet.")),
        because(other, _("Another record needs it.")),
    )


def go_people(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete persons, with what was said of them and taken back."""
    ids = [row.pk for row in rows]
    EvidencePerson.objects.filter(person__in=ids).delete()
    RowPerson.objects.filter(person__in=ids).delete()
    PersonLink.objects.filter(Q(one__in=ids) | Q(other__in=ids)).delete()
    return _gone(Person, "person", ids)


def go_groups(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete groups, with what was said of them and taken back."""
    return _gone(Group, "group", [row.pk for row in rows])


def _gone(model: type[Person] | type[Group], target: str, ids: list[int]) -> set[int]:
    Involvement.objects.filter(**{f"{target}__in": ids}).delete()
    CaseLink.objects.filter(**{f"{target}__in": ids}).delete()
    keeping.forget_names(model, ids)
    model.objects.filter(pk__in=ids).delete()
    return set()


def go_acts(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete acts, with who was involved and which norms they may breach."""
    ids = [row.pk for row in rows]
    CaseLink.objects.filter(act__in=ids).delete()
    keeping.forget_names(Act, ids)
    Act.objects.filter(pk__in=ids).delete()
    return set()


def go_cases(rows: Sequence[Any], by: User | None) -> set[int]:
    """Delete cases, with their timeline, their steps and what belonged to them."""
    ids = [row.pk for row in rows]
    keeping.forget_names(Case, ids)
    Case.objects.filter(pk__in=ids).delete()
    return set()
