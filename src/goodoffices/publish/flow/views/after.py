"""Correcting and withdrawing what is out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import Conflict, NotPermitted
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.addresses import at
from goodoffices.publish.flow import correcting, moving, withdrawing
from goodoffices.publish.flow.forms import StepForm, WordsForm
from goodoffices.publish.flow.queries import find
from goodoffices.publish.flow.views.addresses import way
from goodoffices.publish.models import Publication

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a correction."""
    member = acting(request, "publish.write")
    found = find(code, member)
    correcting.may_begin(found)
    title = _("Begin a correction")
    act = _act(found, member, title, _("Begin"), _("The correction is a draft."))
    act.text = _(
        "A correction is a publication of its own and goes through the same checks. Meanwhile the "
        "text itself can be written on. Both come out together and lead to one another."
    )

    def do(form: Any) -> str:
        made = correcting.begin(publication=found, wrong=form.words(), by=member.user)
        return at(member, "release", code=made.code)

    languages = correcting.languages_out(found)
    return act_page(
        request, act, lambda given: WordsForm(languages, _("What was wrong"), given), do
    )


@both
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that something that is out be withdrawn."""
    member, found = _withdrawing(request, code)
    if withdrawing.open_request(found) is not None:
        raise Conflict(_("Somebody has asked for this already."))
    title = pgettext("a publication", "Withdraw")
    done = _("It is asked for. A second person has to confirm it.")
    act = _act(found, member, title, _("Ask to withdraw"), done)
    act.stop = True
    act.text = _(
        "The page stays, with its title and the reason you give; text, sources and files go. "
        "A second person has to confirm it."
    )

    def do(form: Any) -> None:
        withdrawing.ask(publication=found, words=form.words(), by=member.user)

    languages = correcting.languages_out(found)
    label = _("The reason, for the public")
    return act_page(request, act, lambda given: WordsForm(languages, label, given), do)


@both
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm, as the second person, that something is withdrawn."""
    member, found = _withdrawing(request, code)
    asked = withdrawing.waiting(found)
    if asked.by_id == member.user_id:
        raise NotPermitted(_("You asked for this yourself: somebody else has to confirm it."))
    act = _act(found, member, _("Confirm"), _("Withdraw it"), _("It is withdrawn."))
    act.stop = True
    act.text = " · ".join(asked.words.values())

    def do(form: Any) -> None:
        moving.require_seen(found, form.cleaned_data["seen"])
        withdrawing.confirm(publication=found, by=member.user)

    start = {"seen": moving.seen_by(found)}
    return act_page(request, act, lambda given: StepForm(False, given, initial=start), do)


@both
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take the request to withdraw back, or refuse it."""
    member, found = _withdrawing(request, code)
    withdrawing.waiting(found)
    done = _("It stays out.")
    act = _act(found, member, _("Do not withdraw it"), _("Let it stand"), done)

    def do(form: Any) -> None:
        reason = form.cleaned_data["reason"]
        withdrawing.take_back(publication=found, by=member.user, reason=reason)

    return act_page(request, act, ReasonForm, do)


def _withdrawing(request: HttpRequest, code: str) -> tuple[Membership, Publication]:
    member = acting(request, "publish.view")
    found = find(code, member)
    withdrawing.may_withdraw(found, member)
    return member, found


def _act(found: Publication, member: Membership, title: str, button: str, done: str) -> Act:
    return Act(
        title=title,
        button=button,
        done=done,
        back=at(member, "release", code=found.code),
        crumbs=way(found, member, title),
    )
