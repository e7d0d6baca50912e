"""Identities: writing one down, opening one for a stated reason, finding somebody by name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import NotFound
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.rights.forms.people import FindForm, IdentityForm, OpenForm
from goodoffices.rights.likeness_words import GRADES, reasons
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services import identities, searching
from goodoffices.rights.views.addresses import at, of_subject, way_to_subject
from goodoffices.rights.views.people import MODELS


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Write down who somebody is; the page never shows what was written before."""
    member = acting(request, "rights.identity")
    subject: Any = find(MODELS[kind], code, member)

    def do(form: Any) -> None:
        identities.write(
            whose=subject,
            details=form.details(),
            by=member.user,
            reason=form.cleaned_data["reason"],
        )

    act = Act(
        title=_("Write down who %s is") % subject.codename,
        button=_("Encrypt and keep"),
        done=_("The identity is kept, encrypted."),
        back=of_subject(subject, member),
        crumbs=way_to_subject(subject, member, _("Identity")),
        text=_(
            "Write all that is known: what was written before is kept, and this takes its place."
        ),
    )
    return act_page(request, act, IdentityForm, do)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Ask why, put it on record, and show the identity once."""
    member = acting(request, "rights.identity")
    subject: Any = find(MODELS[kind], code, member)
    if not subject.identities.exists():
        raise NotFound(_("There is nothing at this address."))
    crumbs = way_to_subject(subject, member, _("Identity"))

    def do(form: Any) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        details = identities.open_identity(whose=subject, by=member.user, reason=reason)
        values = {"subject": subject, "details": details, "crumbs": crumbs, "kind": kind}
        return render(request, "rights/identity.html", values)

    act = Act(
        title=_("Open the identity of %s") % subject.codename,
        button=_("Open the identity"),
        done="",
        back=of_subject(subject, member),
        crumbs=crumbs,
        stop=True,
    )
    return act_page(request, act, OpenForm, do)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def find_by_name(request: HttpRequest) -> HttpResponse:
    """Find out who may bear a name, among those the member may see."""
    member = acting(request, "rights.identity")
    form = FindForm(request.POST if request.method == "POST" else None)
    values: dict[str, Any] = {"form": form, "crumbs": _way_to_finding(member)}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_on(form) as done:
            answer = searching.find(name=said["name"], member=member, reason=said["reason"])
        if done:
            rows = [_row(one, member) for one in answer.found]
            values |= {"answer": answer, "rows": rows}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "rights/find.html", values, status=status)


def _way_to_finding(member: Any) -> list[tuple[str, str]]:
    return [(pgettext("human rights", "People"), at(member, "people")), (_("Find by name"), "")]


def _row(one: searching.Found, member: Any) -> dict[str, Any]:
    return {
        "whose": one.whose,
        "address": of_subject(one.whose, member),
        "grade": GRADES[one.grade],
        "reasons": reasons(one.reasons),
    }
