"""Persons and groups: the lists, one of them, adding and correcting."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.monitor.forms.reasons import choices
from goodoffices.rights.forms.consents import SCOPES
from goodoffices.rights.forms.people import GroupForm, PersonForm
from goodoffices.rights.models import Group, Person
from goodoffices.rights.queries.acts import acts_of
from goodoffices.rights.queries.cases import cases_of
from goodoffices.rights.queries.consents import allowed, consents, files
from goodoffices.rights.queries.finding import find
from goodoffices.rights.queries.list_pages import rows_of_person, same_as
from goodoffices.rights.queries.people import listed
from goodoffices.rights.services import people
from goodoffices.rights.views.addresses import at, of_subject, way_to_subject
from goodoffices.rights.views.writing import add_page, correction, sent

PAGE = 50
MODELS: dict[str, type[Person] | type[Group]] = {"person": Person, "group": Group}


@require_safe
def index(request: HttpRequest, kind: str) -> HttpResponse:
    """List persons or groups by code name and what is noted of them."""
    member = acting(request, "rights.view")
    text = asked(request, "q")
    facts, chosen = _facts(request, kind)
    rows = listed(MODELS[kind], member, text=text, facts=facts)
    values = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "text": text,
        "kind": kind,
        "filters": chosen,
        "is_filtered": bool(text or facts),
        "may_record": member.may("rights.record"),
        "may_open": member.may("rights.identity"),
    }
    return render(request, f"rights/{'people' if kind == 'person' else 'groups'}.html", values)


def _facts(request: HttpRequest, kind: str) -> tuple[dict[str, str], list[Any]]:
    """Return what is filtered by, and the choices of the bar."""
    names = {"sex": "sexes", "age_group": "age_groups"} if kind == "person" else {}
    names = names or {"kind": "group_kinds"}
    said = {"sex": _("any sex"), "age_group": _("any age"), "kind": _("every kind")}
    facts, bar = {}, []
    for name, scheme in names.items():
        known, wanted = choices(scheme), asked(request, name)
        if wanted in dict(known):
            facts[name] = wanted
        bar.append((name, said[name], [(c, label, c == wanted) for c, label in known]))
    return facts, bar


@require_safe
def show(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show one person or group under the code name."""
    member = acting(request, "rights.view")
    subject = find(MODELS[kind], code, member)
    note_read(subject, member=member)
    return render(request, "rights/subject.html", _values(subject, member))


def _values(subject: Any, member: Membership) -> dict[str, Any]:
    party = getattr(subject, "party", None)
    written = subject.identities.order_by("-number").select_related("by").first()
    return {
        **(_consent(subject, member) if isinstance(subject, Person) else {}),
        "subject": subject,
        "kind": people.kind_name(subject),
        "acts": acts_of(subject, member),
        "cases": cases_of(subject, member),
        "party": party if party is not None and may_see(party, member) else None,
        "events": history(subject, member),
        "crumbs": way_to_subject(subject, member),
        "may_record": member.may("rights.record"),
        "may_open": member.may("rights.identity"),
        "identity": written if member.may("rights.identity") else None,
    }


def _consent(person: Person, member: Membership) -> dict[str, Any]:
    found = consents(person)
    return {
        "consents": [(one, [SCOPES[scope] for scope in one.scopes]) for one in found],
        "allowed": [(SCOPES[scope], yes) for scope, yes in allowed(found)],
        "files": files(person, member),
        "same_as": same_as(person, member),
        "on_lists": rows_of_person(person, member),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a person or a group."""
    member = acting(request, "rights.record")
    add: Any = people.add_person if kind == "person" else people.add_group

    def leads_to(made: Any) -> tuple[str, str]:
        return of_subject(made, member), _("Added under the code name %s.") % made.codename

    shown = {
        "title": _("Add a person") if kind == "person" else _("Add a group of people"),
        "back": at(member, "people" if kind == "person" else "groups"),
    }
    form = _form(kind, member, None, sent(request))
    return add_page(request, member, form, add, leads_to, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Correct what is noted of a person or a group."""
    member = acting(request, "rights.record")
    subject = find(MODELS[kind], code, member)
    correct: Any = people.change_person if kind == "person" else people.change_group
    act = Act(
        title=_("Correct what is noted of %s") % subject.codename,
        button=_("Save"),
        done=_("The correction is saved."),
        back=of_subject(subject, member),
        crumbs=way_to_subject(subject, member, _("Correct")),
    )
    do = correction(correct, member, **{kind: subject})
    return act_page(request, act, lambda given: _form(kind, member, subject, given), do)


def _form(kind: str, member: Membership, subject: Any, given: Any) -> Any:
    if kind == "person":
        start = PersonForm.of(subject) if subject else None
        return PersonForm(member, subject, given, initial=start)
    start = GroupForm.of(subject, member) if subject else None
    slug = {"programme": member.programme.slug}
    suggest = reverse("core:party-suggestions", kwargs=slug)
    return GroupForm(member, subject, given, initial=start, suggest=suggest)
