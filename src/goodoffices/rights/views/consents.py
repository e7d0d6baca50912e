"""Consent on the record of a person, the files a person is in, and taking out what is allowed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Evidence
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act as Page
from goodoffices.core.views.acts import act_page
from goodoffices.core.views.asked import asked
from goodoffices.formats import csv_out
from goodoffices.rights.forms.consents import ConsentForm, FileForm, WithdrawForm
from goodoffices.rights.models import Consent, EvidencePerson, Person
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services import consent, exports
from goodoffices.rights.services.withdrawing import withdraw
from goodoffices.rights.views.addresses import of_subject, way_to_subject

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what a person allowed."""
    member, person = _person(request, code)

    def do(form: Any) -> None:
        consent.give(person=person, given=form.given(), by=member.user)

    words = (_("Write down a consent"), _("Save"), _("The consent is written down."))
    return act_page(request, _page(member, person, words), ConsentForm, do)


@both
def take_back(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Withdraw a consent."""
    member, person = _person(request, code)
    row = Consent.objects.filter(person=person, code=said).first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    row.person = person

    def do(form: Any) -> None:
        consent.withdraw(consent=row, by=member.user, **form.cleaned_data)

    words = (
        _("Withdraw this consent"),
        _("Withdraw"),
        _("The consent is withdrawn. Nothing that needs it leaves the house from now on."),
    )
    page = _page(member, person, words)
    page.stop = True
    return act_page(request, page, WithdrawForm, do)


@both
def tie(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a person is in a file, or gave it."""
    member, person = _person(request, code)

    def do(form: Any) -> None:
        said = form.cleaned_data
        code = said["code"].strip().lower()
        item = Evidence.objects.visible_to(member).filter(code=code).first()
        if item is None:
            raise InvalidInput(_("There is no file of this code."), code="no-file")
        consent.tie_file(person=person, evidence=item, how=said["how"], by=member.user)

    words = (_("Tie a file to this person"), _("Tie"), _("The file is tied to this person."))
    return act_page(request, _page(member, person, words), FileForm, do)


@both
def untie(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take back that a person is in a file."""
    member, person = _person(request, code)
    seen = Evidence.objects.visible_to(member)
    ties = EvidencePerson.objects.filter(person=person, code=said, evidence__in=seen)
    row = ties.select_related("evidence").first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))

    def do(form: Any) -> None:
        withdraw(
            said=row,
            of=person,
            action="rights.file.untied",
            by=member.user,
            reason=form.cleaned_data["reason"],
        )

    words = (_("Take this back"), _("Take back"), _("The file is not tied to them any more."))
    return act_page(request, _page(member, person, words), ReasonForm, do)


@require_safe
def export(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """Send who did what to whom, as far as the people allow it for the use named (``?use=``)."""
    member = acting(request, "rights.export")
    if ending != "csv":
        raise NotFound(_("There is nothing at this address."))
    use = asked(request, "use", 10) or "share"
    exports.begin(member=member, use=use)

    def pieces() -> Any:
        with scope(programme=member.programme):
            yield from csv_out.write(
                exports.rows(member=member, use=use), exports.COLUMNS, bom=True
            )

    answer = StreamingHttpResponse(pieces(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="acts-{use}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _person(request: HttpRequest, code: str) -> tuple[Any, Person]:
    member = acting(request, "rights.record")
    return member, find(Person, code, member)


def _page(member: Any, person: Person, words: tuple[str, str, str]) -> Page:
    title, button, done = words
    return Page(
        title=title,
        button=button,
        done=done,
        back=of_subject(person, member),
        crumbs=way_to_subject(person, member, title),
    )
