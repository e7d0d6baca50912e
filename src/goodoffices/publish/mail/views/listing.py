"""The mailing list: its numbers, one subscriber found by address, taking it out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core import audit
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.mail import exporting, queries, subscribing, words
from goodoffices.publish.mail.forms import FindForm
from goodoffices.publish.mail.links import root
from goodoffices.publish.mail.names import topic_names
from goodoffices.publish.mail.views.addresses import at, way
from goodoffices.publish.models import Mailing, Subscriber

MAY = "publish.mail"
PAGE = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show how many are on the list, how it grows, and the mailings."""
    member = acting(request, MAY)
    language = (get_language() or "en")[:2]
    rows = Mailing.objects.filter(programme=member.programme).select_related("by", "started_by")
    page = Paginator(rows.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    titles = queries.titles(member.programme, {one.address for one in page.object_list}, language)
    found = queries.numbers(member.programme, language)
    values = {
        "numbers": found,
        "languages": [(words.LANGUAGES.get(code, code), n) for code, n in found.languages],
        "growth": queries.growth(member.programme),
        "page": page,
        "rows": [
            (one, titles.get(one.address, one.address), words.MAILING[one.state])
            for one in page.object_list
        ],
        "sign_up": f"{root(member.programme)}/{language}/mail/",
        "no_server": not settings.EMAIL_HOST,
        "may_export": member.may("core.export"),
    }
    return render(request, "publish/mail/index.html", values)


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find one subscriber by their whole address."""
    member = acting(request, MAY)

    def do(form: Any) -> str:
        one = queries.find(member, form.cleaned_data["email"])
        with transaction.atomic():
            audit.record(
                "publish.list.looked_up",
                by=member.user,
                programme=member.programme,
                record=one,
                data={"found": one is not None},
            )
        if one is None:
            return at(member, "subscriber-none")
        return at(member, "subscriber", code=one.code)

    act = Act(
        title=_("Find an address"),
        button=_("Find"),
        done="",
        back=at(member, "mailing-list"),
        crumbs=way(member, (_("Find an address"), "")),
        template="publish/mail/find.html",
    )
    return _quietly(request, act, FindForm, do)


def _quietly(request: HttpRequest, act: Act, form: Any, do: Any) -> HttpResponse:
    """Do an act that has nothing to announce: what it leads to says it all."""
    from django.shortcuts import redirect

    return act_page(request, act, form, lambda given: redirect(do(given)))


@require_safe
def nobody(request: HttpRequest) -> HttpResponse:
    """Say that an address is not known."""
    member = acting(request, MAY)
    crumbs = way(member, (_("Find an address"), at(member, "subscriber-find")), (_("None"), ""))
    return render(request, "publish/mail/nobody.html", {"crumbs": crumbs})


def found(code: str, member: Membership) -> Subscriber:
    """Return a subscriber of the programme."""
    one = queries.seen(member).select_related("programme").filter(code=code).first()
    if one is None:
        raise NotFound(_("There is nothing at this address."))
    return one


@never_cache
@require_safe
def subscriber(request: HttpRequest, code: str) -> HttpResponse:
    """Show one subscription: what it is for, and everything that happened to it."""
    member = acting(request, MAY)
    one = found(code, member)
    names = topic_names(member.programme, (get_language() or "en")[:2])
    events = one.events.select_related("by").order_by("-at", "-pk")
    values = {
        "one": one,
        "state": words.SUBSCRIBER[one.state],
        "language": words.LANGUAGES.get(one.language, one.language),
        "topics": [names.get(slug, slug) for slug in one.topics],
        "events": [(event, words.EVENTS[event.kind]) for event in events],
        "suppression": queries.suppression(one),
        "crumbs": way(member, (_("A subscriber"), "")),
    }
    return render(request, "publish/mail/subscriber.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take somebody off the list for good."""
    member = acting(request, MAY)
    one = found(code, member)
    back = at(member, "subscriber", code=one.code)

    def do(form: Any) -> None:
        subscribing.remove(one=one, by=member.user, reason=form.cleaned_data["reason"])

    act = Act(
        title=_("Take somebody off the list for good"),
        button=_("Take off the list"),
        done=_("The address was deleted and gets no mail any more."),
        back=back,
        crumbs=way(member, (_("A subscriber"), back), (_("Take off the list"), "")),
        text=_(
            "The address is deleted. It gets no mail any more, not even if somebody signs it up"
            " again. Do not write the address into the reason."
        ),
        stop=True,
    )
    return act_page(request, act, ReasonForm, do)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Take the list out as a file, for a reason that is kept."""
    member = acting(request, MAY)
    acting(request, "core.export")

    def do(form: Any) -> Any:
        reason = form.cleaned_data["reason"]
        exporting.begin(programme=member.programme, by=member.user, reason=reason)
        lines = exporting.pieces(member.programme)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="mailing-list.csv"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    act = Act(
        title=_("Take the mailing list out"),
        button=_("Take out"),
        done="",
        back=at(member, "mailing-list"),
        crumbs=way(member, (_("Take out"), "")),
        text=_(
            "The file holds the addresses of everybody who gets our mail. That it was taken out,"
            " by whom and what for is kept in the history."
        ),
    )
    return act_page(request, act, ReasonForm, do)
