"""Pages that belong to no room: the way in, the language switch, what is shown on errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import Closed
from goodoffices.core.forms.reasons import ReasonToOpen
from goodoffices.core.models import Membership, User
from goodoffices.core.reasons import ReasonWanted
from goodoffices.core.shutting import Shut
from goodoffices.web.middleware import remember_language

CLOSED_SECONDS = "600"
"""When to ask again where it is closed for now: nobody knows, so not too often."""


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the person's programme, or let them pick one of several (``?choose=yes``)."""
    with scopes_disabled():
        own = list(
            Membership.objects.select_related("programme", "office")
            .filter(user=request.user.pk or 0, active=True)
            .order_by("programme__slug")
        )
    known = bool(own)
    own = [one for one in own if one.shut != Shut.NO_ACCESS]
    if known and not own:
        return closed_answer()
    if len(own) == 1 and "choose" not in request.GET:
        return redirect("monitor:situation", programme=own[0].programme.slug)
    return render(request, "web/home.html", {"memberships": own})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back to the same page; remembered for the account."""
    code = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    answer = redirect(target)
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=code)
        remember_language(answer, code)
    return answer


def closed(request: HttpRequest, **_more: str) -> HttpResponse:
    """Answer the addresses of the account pages that this program does not use."""
    raise Http404


def problem(status: int, code: str, detail: str = "", **more: Any) -> JsonResponse:
    """Return an error of the API as problem details (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def error_answer(
    request: HttpRequest, status: int, message: str = "", *, code: str = ""
) -> HttpResponse:
    """Answer an error as a page, or as problem details under ``/api/``."""
    if request.path.startswith("/api/"):
        return problem(status, code or HTTPStatus(status).name.lower().replace("_", "-"), message)
    if code == Closed.code:
        return closed_answer()
    values: dict[str, Any] = {"status": status, "message": message, "code": code}
    answer = render(request, "errors/error.html", values, status=status)
    if code == "read-only":
        answer["Retry-After"] = CLOSED_SECONDS
    return answer


def reason_page(request: HttpRequest, wanted: ReasonWanted) -> HttpResponse:
    """Ask why, in place of a RED record: nothing of it is on the page."""
    values = {
        "form": ReasonToOpen(initial={"token": wanted.token, "next": request.get_full_path()})
    }
    return render(request, "core/reason_wanted.html", values, status=wanted.status)


def closed_answer() -> HttpResponse:
    """Answer that it is closed for now: one page for everybody, that holds nothing of anybody."""
    answer = render(None, "errors/closed.html", status=Closed.status)
    answer["Retry-After"] = CLOSED_SECONDS
    answer["Cache-Control"] = "private, no-store"
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 where a form held more than this installation takes."""
    if isinstance(exception, TooManyFieldsSent):
        request.GET = QueryDict()  # the error page reads the address, too
    return error_answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for what does not exist and for what one may not see."""
    return error_answer(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 to somebody who tries too often."""
    answer = error_answer(request, 429)
    answer["Retry-After"] = "300"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a template that needs nothing that could be broken."""
    if request.path.startswith("/api/"):
        return error_answer(request, 500, "Something went wrong on our side.", code="error")
    return render(None, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token: mostly a page that was open too long."""
    return error_answer(request, 403, code="form-expired")
