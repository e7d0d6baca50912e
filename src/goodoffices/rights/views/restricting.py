"""The page that changes who may see a record of the room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.core.models import Membership, Protected
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.rights.forms.people import RestrictForm
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services.restricting import restrict
from goodoffices.rights.views.addresses import Way, of_subject, way_to_subject
from goodoffices.rights.views.people import MODELS


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Change who may see a person or a group."""
    member = acting(request, "rights.record")
    subject = find(MODELS[kind], code, member)
    way = way_to_subject(subject, member, _("Who may see it"))
    return restrict_page(request, member, subject, of_subject(subject, member), way)


def restrict_page(
    request: HttpRequest, member: Membership, record: Protected, back: str, way: Way
) -> HttpResponse:
    """Show and take the form; ``back`` is where the record is shown."""
    active = Membership.objects.filter(active=True).select_related("user")
    able = [one for one in active.order_by("user__name") if one.may("rights.view")]

    def do(form: Any) -> None:
        said = form.cleaned_data
        restrict(
            record=record,
            tlp=said["tlp"],
            by=member.user,
            reason=said["reason"],
            members=form.chosen(),
        )

    act = Act(
        title=_("Change who may see this"),
        button=_("Change the mark"),
        done=_("The mark is changed. Lists and searches follow at once."),
        back=back,
        crumbs=way,
        stop=True,
    )
    return act_page(
        request, act, lambda given: RestrictForm(able, given, initial={"tlp": record.tlp}), do
    )
