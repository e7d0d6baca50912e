"""Acts on a file: marking it for other readers."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.core.evidence import copies
from goodoffices.core.forms.evidence import MarkForm
from goodoffices.core.queries import evidence as reading
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.evidence import address, way


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a file for other readers than before."""
    member = acting(request, "core.redact")
    item = reading.found(member, code)

    def make(given: QueryDict | None) -> forms.Form:
        return MarkForm(given, initial={"tlp": item.tlp})

    def do(form: forms.Form) -> None:
        copies.mark(item=item, by=member.user, **form.cleaned_data)

    act = Act(
        title=_("Change who may see this file"),
        button=_("Change the mark"),
        done=_("The mark is changed."),
        back=address(item, member),
        crumbs=[*way(item, member), (_("Mark"), "")],
        text=_("Copies made from it keep their own marks."),
        stop=True,
    )
    return act_page(request, act, make, do)
