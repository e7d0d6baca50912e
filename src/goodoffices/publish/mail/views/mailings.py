"""Mailings: begun, looked at in each language, tried, started, followed, ended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.mail import composing, links, mailings, queries, recipients, words
from goodoffices.publish.mail.forms import NewMailingForm, NoForm, SettleForm, StartForm
from goodoffices.publish.mail.names import topic_names
from goodoffices.publish.mail.views.addresses import Way, at, way
from goodoffices.publish.mail.views.listing import MAY
from goodoffices.publish.models import Delivery, Mailing, ReleasedPage

HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
POST = ["GET", "HEAD", "POST"]


def found(code: str, member: Membership) -> Mailing:
    """Return a mailing of the programme."""
    rows = Mailing.objects.filter(programme=member.programme, code=code)
    one: Mailing | None = rows.select_related("programme", "by", "started_by").first()
    if one is None:
        raise NotFound(_("There is nothing at this address."))
    return one


def _language() -> str:
    return (get_language() or "en")[:2]


def _title(mailing: Mailing) -> str:
    known = queries.titles(mailing.programme, {mailing.address}, _language())
    return known.get(mailing.address, mailing.address)


def _way(member: Membership, mailing: Mailing, here: str = "") -> Way:
    own = (_title(mailing), at(member, "mailing", code=mailing.code) if here else "")
    return way(member, own, (here, "")) if here else way(member, own)


@require_http_methods(POST)
def new(request: HttpRequest) -> HttpResponse:
    """Choose which published publication is sent."""
    member = acting(request, MAY)
    choices = mailings.sendable(member.programme, _language())

    def do(form: Any) -> str:
        address = form.cleaned_data["address"]
        made = mailings.begin(programme=member.programme, address=address, by=member.user)
        return at(member, "mailing", code=made.code)

    act = Act(
        title=_("Send a publication by mail"),
        button=_("Go on"),
        done=_("Nothing is sent yet. Look at the mail, then start."),
        back=at(member, "mailing-list"),
        crumbs=way(member, (_("Send a publication by mail"), "")),
        template="publish/mail/new.html",
        more={"choices": choices},
    )
    return act_page(request, act, lambda given: NewMailingForm(choices, given), do)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a mailing: whom it reaches before it starts, how far it has got, what went wrong."""
    member = acting(request, MAY)
    mailing = found(code, member)
    counted = recipients.counts(mailing)
    total = sum(counted.values())
    waiting = counted.get("waiting", 0) + counted.get("sending", 0)
    values = {
        "mailing": mailing,
        "title": _title(mailing),
        "state": words.MAILING[mailing.state],
        "note": words.NOTES.get(mailing.note, ""),
        "counts": [(words.DELIVERY[key], number) for key, number in counted.items()],
        "done": total - waiting,
        "total": total,
        "going": mailing.state == Mailing.State.SENDING,
        "open": mailing.state in ("draft", "sending", "paused"),
        "crumbs": _way(member, mailing),
        "no_server": not settings.EMAIL_HOST,
    }
    if request.headers.get("HX-Request"):
        return render(request, "publish/mail/progress.html", values)
    values |= _details(member, mailing)
    return render(request, "publish/mail/mailing.html", values)


def _details(member: Membership, mailing: Mailing) -> dict[str, Any]:
    """Return what the page shows beside the progress, which is asked for again and again."""
    names = topic_names(member.programme, _language())
    reach = recipients.reach(member.programme, mailing.address)
    troubles = queries.troubles(mailing)
    return {
        "reach": reach,
        "languages": [(words.LANGUAGES[code], n) for code, n in sorted(reach.languages.items())],
        "others": [(words.LANGUAGES[c], n) for c, n in sorted(reach.other_language.items())],
        "topics": [
            (names.get(slug, slug) if slug else _("Everything"), number)
            for slug, number in sorted(reach.topics.items())
        ],
        "pages": [
            (code, words.LANGUAGES[code], page)
            for code, page in sorted(recipients.pages(mailing).items())
        ],
        "troubles": [(words.DELIVERY[state], reply, n) for state, reply, n in troubles],
        "doubtful": [(one, links.message_id(one)) for one in queries.doubtful(mailing)],
        "events": history(mailing, member),  # type: ignore[arg-type]
    }


def _page(mailing: Mailing, language: str) -> ReleasedPage:
    page = recipients.pages(mailing).get(language)
    if page is None:
        raise NotFound(_("There is nothing at this address."))
    return page


@require_safe
def preview(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Show the mail as text, as it will be read in one language, with its headers."""
    member = acting(request, MAY)
    mailing = found(code, member)
    common = composing.prepare(member.programme, _page(mailing, language))
    here = _("Preview: %(language)s") % {"language": words.LANGUAGES[language]}
    values = {
        "mailing": mailing,
        "common": common,
        "text": _own_links(common.text),
        "language": language,
        "name": words.LANGUAGES[language],
        "crumbs": _way(member, mailing, here),
        "title": here,
    }
    return render(request, "publish/mail/preview.html", values)


@require_safe
def preview_html(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Show the HTML of the mail itself, as a program for mail does: nothing in it can run."""
    member = acting(request, MAY)
    mailing = found(code, member)
    common = composing.prepare(member.programme, _page(mailing, language))
    answer = HttpResponse(_own_links(common.html))
    answer["Content-Security-Policy"] = HTML_POLICY
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer


def _own_links(text: str) -> str:
    """Put links into a preview that look like those of a reader and are nobody's."""
    return text.replace(composing.LEAVE, "#").replace(composing.MANAGE, "#")


@require_http_methods(POST)
def try_out(request: HttpRequest, code: str) -> HttpResponse:
    """Send the mail to oneself."""
    member = acting(request, MAY)
    mailing = found(code, member)
    back = at(member, "mailing", code=mailing.code)

    def do(form: Any) -> Any:
        from django.contrib import messages

        sent = mailings.try_out(mailing=mailing, by=member.user)
        told = ngettext(
            "%(number)s mail was sent to you.", "%(number)s mails were sent to you.", sent
        )
        messages.success(request, told % {"number": sent})
        return redirect(back)

    act = Act(
        title=_("Send a test to yourself"),
        button=_("Send it to me"),
        done="",
        back=back,
        crumbs=_way(member, mailing, _("Test")),
        text=_("One mail for each language goes to %(address)s. The links in it do nothing.")
        % {"address": member.user.email},
    )
    return act_page(request, act, NoForm, do)


@require_http_methods(POST)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Start sending."""
    member = acting(request, MAY)
    mailing = found(code, member)
    total = recipients.reach(member.programme, mailing.address).total

    def do(form: Any) -> None:
        mailings.start(mailing=mailing, by=member.user, reason=form.cleaned_data["reason"])

    act = Act(
        title=_("Start sending"),
        button=_("Send now"),
        done=_("It is being sent. You may leave this page."),
        back=at(member, "mailing", code=mailing.code),
        crumbs=_way(member, mailing, _("Start sending")),
        text=ngettext(
            "It goes to %(number)s person. What has gone out cannot be called back.",
            "It goes to %(number)s people. What has gone out cannot be called back.",
            total,
        )
        % {"number": total},
    )
    return act_page(request, act, StartForm, do)


@require_http_methods(POST)
def pause(request: HttpRequest, code: str) -> HttpResponse:
    """Stop sending for now."""
    return _simple(
        request,
        code,
        mailings.pause,
        title=_("Pause"),
        done=_("It is paused. Nobody gets it twice when you go on."),
        text=_("Sending stops after the mail that is on its way just now."),
    )


@require_http_methods(POST)
def go_on(request: HttpRequest, code: str) -> HttpResponse:
    """Go on sending."""
    return _simple(
        request,
        code,
        mailings.go_on,
        title=_("Go on"),
        done=_("It is being sent again."),
        text=_("Those who got nothing yet get the publication as it is out in public now."),
    )


def _simple(
    request: HttpRequest, code: str, do: Any, *, title: str, done: str, text: str
) -> HttpResponse:
    member = acting(request, MAY)
    mailing = found(code, member)
    act = Act(
        title=title,
        button=title,
        done=done,
        text=text,
        back=at(member, "mailing", code=mailing.code),
        crumbs=_way(member, mailing, title),
    )
    return act_page(request, act, NoForm, lambda form: do(mailing=mailing, by=member.user))


@require_http_methods(POST)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """End a mailing before its time."""
    member = acting(request, MAY)
    mailing = found(code, member)

    def do(form: Any) -> None:
        mailings.cancel(mailing=mailing, by=member.user, reason=form.cleaned_data["reason"])

    act = Act(
        title=_("Cancel the mailing"),
        button=_("Cancel the mailing"),
        done=_("The mailing was cancelled."),
        back=at(member, "mailing", code=mailing.code),
        crumbs=_way(member, mailing, _("Cancel the mailing")),
        text=_("Who got the mail has it; nobody else gets it. This cannot be undone."),
        stop=True,
    )
    return act_page(request, act, ReasonForm, do)


@never_cache
@require_http_methods(POST)
def settle(request: HttpRequest, code: str, delivery: str) -> HttpResponse:
    """Say of a mail in doubt whether it has gone out."""
    member = acting(request, MAY)
    mailing = found(code, member)
    rows = Delivery.objects.filter(mailing=mailing, code=delivery)
    one = rows.select_related("mailing__programme", "subscriber").first()
    if one is None:
        raise NotFound(_("There is nothing at this address."))

    def do(form: Any) -> None:
        arrived = form.cleaned_data["arrived"] == "yes"
        mailings.settle(delivery=one, arrived=arrived, by=member.user)

    act = Act(
        title=_("A mail in doubt"),
        button=_("Settle"),
        done=_("The mail is settled."),
        back=at(member, "mailing", code=mailing.code),
        crumbs=_way(member, mailing, _("A mail in doubt")),
        template="publish/mail/settle.html",
        more={"message_id": links.message_id(one), "at": one.changed_at},
    )
    return act_page(request, act, SettleForm, do)
