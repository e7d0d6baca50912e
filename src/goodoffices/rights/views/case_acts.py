"""What is done in a case: notes, next steps, what belongs to it, closing and reopening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act as Page
from goodoffices.core.views.acts import act_page
from goodoffices.rights.forms.cases import BelongsForm, EntryForm, OutcomeForm, StepForm
from goodoffices.rights.models import Case, CaseStep
from goodoffices.rights.models.cases import CLOSED, REOPENED
from goodoffices.rights.queries.cases import belongings, by_code
from goodoffices.rights.services import cases, steps
from goodoffices.rights.services.withdrawing import withdraw
from goodoffices.rights.views.addresses import at
from goodoffices.rights.views.cases import able, find_case, way

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Add to the timeline."""
    member, case = _case(request, code)

    def do(form: Any) -> None:
        said = form.cleaned_data
        cases.note(case=case, text=said["text"], when=said["date"], by=member.user)

    words = (_("Add to the timeline"), _("Add"), _("The timeline has a new entry."))
    return _page(request, member, case, words, EntryForm, do)


@both
def take_back_note(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take an entry of the timeline back."""
    member, case = _case(request, code)
    entry = case.entries.filter(code=said, what="note").first()
    if entry is None:
        raise NotFound(_("There is nothing at this address."))

    def do(form: Any) -> None:
        withdraw(
            said=entry,
            of=case,
            action="rights.case.note_withdrawn",
            by=member.user,
            reason=form.cleaned_data["reason"],
        )

    words = (_("Take this back"), _("Take back"), _("It is taken back; that it was said stays."))
    return _page(request, member, case, words, ReasonForm, do)


@both
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a case, or open it again."""
    member, case = _case(request, code)
    what = CLOSED if case.closed_at is None else REOPENED

    def do(form: Any) -> None:
        cases.note(case=case, text=form.cleaned_data["reason"], what=what, by=member.user)

    words = (_("Close the case"), _("Close"), _("The case is closed."))
    if what == REOPENED:
        words = (_("Open the case again"), _("Open again"), _("The case is open again."))
    return _page(request, member, case, words, ReasonForm, do)


@both
def belong(request: HttpRequest, code: str) -> HttpResponse:
    """Add a record to a case."""
    member, case = _case(request, code)

    def do(form: Any) -> None:
        said = form.cleaned_data
        record = by_code(said["code"], member)
        cases.link(case=case, record=record, note=said["note"], by=member.user)

    words = (_("Add what belongs to the case"), _("Add"), _("It belongs to the case now."))
    return _page(request, member, case, words, BelongsForm, do)


@both
def take_off(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take a record off a case."""
    member, case = _case(request, code)
    one = next((one for one in belongings(case, member) if one.link.code == said), None)
    if one is None:
        raise NotFound(_("There is nothing at this address."))

    def do(form: Any) -> None:
        withdraw(
            said=one.link,
            of=case,
            action="rights.case.unlinked",
            by=member.user,
            reason=form.cleaned_data["reason"],
            noted_on=cases.stricter(case, one.record),
        )

    words = (
        _("Take this off the case"),
        _("Take off the case"),
        _("It does not belong to it any more."),
    )
    return _page(request, member, case, words, ReasonForm, do)


@both
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a next step."""
    member, case = _case(request, code)
    people = able(case)

    def do(form: Any) -> None:
        steps.plan(case=case, by=member.user, **form.given())

    words = (_("Plan a next step"), _("Plan"), _("The step is planned."))
    return _page(request, member, case, words, lambda given: StepForm(people, given), do)


@both
def finish(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Say what came of a step."""
    member, case = _case(request, code)
    row = _step(case, step)

    def do(form: Any) -> None:
        steps.finish(step=row, outcome=form.cleaned_data["outcome"], by=member.user)

    words = (_("Finish this step"), _("Done"), _("The step is done."))
    return _page(request, member, case, words, OutcomeForm, do, row.text)


@both
def drop(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Drop a step."""
    member, case = _case(request, code)
    row = _step(case, step)

    def do(form: Any) -> None:
        steps.drop(step=row, reason=form.cleaned_data["reason"], by=member.user)

    words = (_("Drop this step"), _("Drop"), _("The step is dropped."))
    return _page(request, member, case, words, ReasonForm, do, row.text)


def _case(request: HttpRequest, code: str) -> tuple[Membership, Case]:
    member = acting(request, "rights.record")
    return member, find_case(code, member)


def _step(case: Case, code: str) -> CaseStep:
    found = case.steps.filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    found.case = case
    return found


def _page(
    request: HttpRequest,
    member: Membership,
    case: Case,
    words: tuple[str, str, str],
    make: Callable[[Any], Any],
    do: Callable[[Any], Any],
    text: str = "",
) -> HttpResponse:
    title, button, done = words
    page = Page(
        title=title,
        button=button,
        done=done,
        back=at(member, "case", code=case.code),
        crumbs=way(case, member, title),
        text=text,
    )
    return act_page(request, page, make, do)
