"""What one does to sources: add, change, grade."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.monitor import services
from goodoffices.monitor.forms.source import GradeSourceForm, SourceForm
from goodoffices.monitor.views.acts import Act, act_page, acting
from goodoffices.monitor.views.sources import address, crumbs, find_source


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a source."""
    member = acting(request, "monitor.source")
    listed = reverse("monitor:sources", kwargs={"programme": member.programme.slug})
    start = {"tlp": member.programme.default_tlp, "kind": "media"}

    def make(given: QueryDict | None) -> forms.Form:
        return SourceForm(member, None, given, initial=start)

    def do(form: forms.Form) -> str:
        assert isinstance(form, SourceForm)
        made = services.add_source(programme=member.programme, by=member.user, **form.values)
        return address(made, member)

    act = Act(
        title=_("Add a source"),
        button=_("Add it"),
        done=_("The source is added. Grade its reliability when you can."),
        back=listed,
        crumbs=[(_("Sources"), listed), (_("Add a source"), "")],
    )
    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is written of a source."""
    member = acting(request, "monitor.source")
    source = find_source(code, member)
    start = SourceForm.of(source, member)

    def make(given: QueryDict | None) -> forms.Form:
        return SourceForm(member, source, given, initial=start)

    def do(form: forms.Form) -> None:
        assert isinstance(form, SourceForm)
        services.change_source(source=source, by=member.user, **form.values)

    act = Act(
        title=_("Change the source"),
        button=_("Save"),
        done=_("Saved."),
        back=address(source, member),
        crumbs=crumbs(source, member, _("Change")),
    )
    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def grade(request: HttpRequest, code: str) -> HttpResponse:
    """Grade a source's reliability from a day on."""
    member = acting(request, "monitor.source")
    source = find_source(code, member)
    start = {"reliability": source.reliability}

    def make(given: QueryDict | None) -> forms.Form:
        return GradeSourceForm(given, initial=dict(start))

    def do(form: forms.Form) -> None:
        services.grade_source(source=source, by=member.user, **form.cleaned_data)

    act = Act(
        title=_("Grade the reliability"),
        button=_("Save the grade"),
        done=_("The grade is saved; earlier grades stay on record."),
        back=address(source, member),
        crumbs=crumbs(source, member, _("Grade the reliability")),
    )
    return act_page(request, act, make, do)
