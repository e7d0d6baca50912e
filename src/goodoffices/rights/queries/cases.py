"""Reading cases: lists, what belongs to one, and its timeline, within what the member may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import search
from goodoffices.core.models import Evidence, Membership
from goodoffices.monitor.models import Incident
from goodoffices.rights.models import Act, Case, CaseLink, CaseStep, Group, Person
from goodoffices.rights.models.cases import TARGETS

MODELS: dict[str, Any] = {
    "person": Person,
    "group": Group,
    "act": Act,
    "incident": Incident,
    "evidence": Evidence,
}
OPEN_STEP = Q(steps__done_at=None, steps__withdrawn_at=None)


def listed(
    member: Membership,
    *,
    text: str = "",
    kind: str = "",
    state: str = "",
    today: date | None = None,
) -> QuerySet[Any]:
    """Return the cases a member may see, due first; ``state``: open, closed, late, mine."""
    rows: QuerySet[Any] = Case.objects.visible_to(member)
    words = search.matching("case", text, member)
    rows = rows if words is None else rows.filter(words)
    if kind:
        rows = rows.filter(kind=kind)
    if state == "closed":
        rows = rows.exclude(closed_at=None)
    elif state:
        rows = rows.filter(closed_at=None)
    steps = CaseStep.objects.filter(done_at=None, withdrawn_at=None)
    if state == "late":
        rows = rows.filter(pk__in=steps.filter(due__lt=today).values("case"))
    if state == "mine":
        rows = rows.filter(pk__in=steps.filter(member=member).values("case"))
    rows = rows.annotate(due=Min("steps__due", filter=OPEN_STEP)).select_related("office")
    return rows.order_by(
        F("closed_at").desc(nulls_first=True), F("due").asc(nulls_last=True), "-created_at", "pk"
    )


@dataclass(frozen=True, slots=True)
class Belonging:
    """One link of a case with what it leads to."""

    link: CaseLink
    kind: str
    record: Any


def belongings(case: Case, member: Membership) -> list[Belonging]:
    """Return what belongs to a case and the member may see."""
    rows = case.links.filter(withdrawn_at=None).order_by("pk")
    links = {
        name: {getattr(row, f"{name}_id"): row for row in rows if getattr(row, f"{name}_id")}
        for name in TARGETS
    }
    found = []
    for name, held in links.items():
        seen = MODELS[name].objects.visible_to(member).in_bulk(list(held)) if held else {}
        found += [Belonging(row, name, seen[pk]) for pk, row in held.items() if pk in seen]
    return found


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline: a note, an act, or a step that was done. ``sort`` orders them."""

    sort: int
    kind: str
    row: Any


def timeline(case: Case, found: list[Belonging]) -> list[Moment]:
    """Return what happened in a case, the latest first; what has no day stands by its entry."""
    moments = [
        Moment(_day(entry.first_day, entry.at), "entry", entry)
        for entry in case.entries.select_related("by", "withdrawn_by")
    ]
    moments += [
        Moment(_day(None, step.done_at), "step", step)
        for step in case.steps.exclude(done_at=None).select_related("done_by")
    ]
    moments += [
        Moment(_day(one.record.first_day, one.record.created_at), "act", one.record)
        for one in found
        if one.kind == "act"
    ]
    return sorted(moments, key=lambda one: (one.sort, one.row.pk), reverse=True)


def _day(first: int | None, at: datetime | None) -> int:
    if first is not None:
        return first
    return at.date().toordinal() if at else 0


def open_steps(case: Case) -> list[CaseStep]:
    """Return what is to be done, what is due first."""
    rows = case.steps.filter(done_at=None, withdrawn_at=None).select_related("member__user")
    return sorted(rows, key=lambda step: (step.due is None, step.due or date.max, step.pk))


def cases_of(record: Any, member: Membership) -> list[Case]:
    """Return the cases a record belongs to and the member may see."""
    links = CaseLink.objects.filter(
        withdrawn_at=None, **{str(record._meta.model_name): record}
    ).values("case")
    return list(Case.objects.visible_to(member).filter(pk__in=links).order_by("-created_at"))


def by_code(code: str, member: Membership) -> Any:
    """Return the person, group, act, incident or file of a code, as far as the member sees it."""
    for model in MODELS.values():
        rows = model.objects.visible_to(member).filter(code=code.strip().lower()[:16])
        found = rows.first()
        if found is not None:
            return found
    raise InvalidInput(_("There is nothing of this code that can belong to a case."))
