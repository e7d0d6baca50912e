"""The right of reply: who is named, who was asked, what came back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import STANDS, Membership, Party
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.publish.addresses import at, way_to
from goodoffices.publish.gates import answers
from goodoffices.publish.gates.forms import AnswerForm, AskForm, LeaveOutForm
from goodoffices.publish.gates.loading import latest_texts, load
from goodoffices.publish.gates.services import replying
from goodoffices.publish.models import Publication, Reply
from goodoffices.publish.writing.queries import find_publication

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show the parties that the texts name, and what was written down about their replies."""
    member = acting(request, "publish.view")
    publication = find_publication(code, member)
    note_read(publication, member=member)
    draft = load(publication, member)
    replies = _replies(publication, member)
    known = {one.party.code for one in replies if one.withdrawn_at is None}
    named = answers.named(draft)
    why = {one.fingerprint: one for one in answers.findings(draft)}
    values = {
        "publication": publication,
        "replies": replies,
        "unasked": [party for party in named if party.code not in known],
        "named": {party.code for party in named},
        "open": list(why.values()),
        "hours": draft.rules.reply_hours,
        "demanded": draft.rules.replies,
        "may_write": member.may("publish.write"),
        "crumbs": _way(publication, member, _("Replies")),
    }
    return render(request, "publish/gates/replies.html", values)


def _replies(publication: Publication, member: Membership) -> list[Reply]:
    """Return what is written down, of parties that the member may see; what stands first."""
    rows = Reply.objects.filter(
        publication=publication, party__in=Party.objects.visible_to(member)
    ).select_related("party", "by", "withdrawn_by")
    return sorted(rows, key=lambda one: (one.withdrawn_at is not None, -one.pk))


def _way(publication: Publication, member: Membership, here: str) -> list[tuple[str, str]]:
    source = latest_texts(publication).get(publication.source_language)
    return way_to(publication, source.title if source else publication.code, member, here)


@both
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that a party was asked."""
    member = acting(request, "publish.write")
    publication = find_publication(code, member)
    zone = member.programme.time_zone

    def make(sent: Any) -> AskForm:
        return AskForm(_choices(publication, member), zone, sent, initial=_initial(request))

    def do(form: Any) -> None:
        said = dict(form.cleaned_data)
        party = _party(said.pop("party"), member)
        replying.ask(publication=publication, party=party, by=member.user, **said)

    title = _("Write down that a party was asked")
    return act_page(request, _act(publication, member, title, _("It is written down.")), make, do)


@both
def leave_out(request: HttpRequest, code: str) -> HttpResponse:
    """Write down why a party was not asked."""
    member = acting(request, "publish.write")
    publication = find_publication(code, member)

    def make(sent: Any) -> LeaveOutForm:
        return LeaveOutForm(_choices(publication, member), sent, initial=_initial(request))

    def do(form: Any) -> None:
        said = form.cleaned_data
        party = _party(said["party"], member)
        replying.leave_out(
            publication=publication, party=party, reason=said["reason"], by=member.user
        )

    title = _("Say why a party was not asked")
    return act_page(request, _act(publication, member, title, _("It is written down.")), make, do)


@both
def answer(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Write down what a party replied."""
    member, publication, reply = _reply(request, code, said)

    def make(sent: Any) -> AnswerForm:
        return AnswerForm(member.programme.time_zone, sent)

    def do(form: Any) -> None:
        replying.answer(reply=reply, by=member.user, **form.cleaned_data)

    title = _("Write down what %(party)s replied") % {"party": reply.party.label}
    done = _("The reply is written down.")
    return act_page(request, _act(publication, member, title, done), make, do)


@both
def take_back(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take back what was written down."""
    member, publication, reply = _reply(request, code, said)

    def do(form: Any) -> None:
        replying.take_back(reply=reply, reason=form.cleaned_data["reason"], by=member.user)

    title = _("Take back what was written down about a reply")
    act = _act(publication, member, title, pgettext("a reply", "It is taken back."))
    return act_page(request, act, ReasonForm, do)


def _reply(request: HttpRequest, code: str, said: str) -> tuple[Membership, Publication, Reply]:
    member = acting(request, "publish.write")
    publication = find_publication(code, member)
    seen = Party.objects.visible_to(member)
    rows = Reply.objects.filter(STANDS, publication=publication, code=said, party__in=seen)
    reply = rows.select_related("party").first()
    if reply is None:
        raise NotFound(_("There is nothing at this address."))
    reply.publication = publication
    return member, publication, reply


def _choices(publication: Publication, member: Membership) -> list[tuple[str, str]]:
    """Return the parties that can be chosen, those named in the texts first."""
    named = {one.code for one in answers.named(load(publication, member))}
    parties = [(one.code, one.label) for one in Party.objects.visible_to(member)]
    return sorted(parties, key=lambda one: (one[0] not in named, one[1]))


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {"party": asked(request, "party", 16)}


def _party(code: str, member: Membership) -> Party:
    found: Party | None = Party.objects.visible_to(member).filter(code=code).first()
    if found is None:
        raise InvalidInput(_("There is no party of this code."), code="no-party")
    return found


def _act(publication: Publication, member: Membership, title: str, done: str) -> Act:
    return Act(
        title=title,
        button=_("Save"),
        done=done,
        back=at(member, "replies", code=publication.code),
        crumbs=_way(publication, member, title),
    )
