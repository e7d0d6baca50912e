"""Pages that belong to no room: the way in, the language switch, what is shown on errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django_scopes import scopes_disabled

from goodoffices.core.models import Membership


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the person's programme, or let them pick one of several."""
    with scopes_disabled():
        own = list(
            Membership.objects.select_related("programme").filter(user=request.user, active=True)
        )
    if len(own) == 1:
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
            type(request.user).objects.filter(pk=request.user.pk).update(language=code)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 86400,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return answer


def error_answer(
    request: HttpRequest, status: int, message: str = "", *, code: str = ""
) -> HttpResponse:
    """Answer an error as a page, or as problem details (RFC 9457) under ``/api/``."""
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "status": status, "code": code, "detail": message}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    values: dict[str, Any] = {"status": status, "message": message, "code": code}
    return render(request, "errors/error.html", values, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return error_answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for what does not exist and for what one may not see."""
    return error_answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a template that needs nothing that could be broken."""
    if request.path.startswith("/api/"):
        return error_answer(request, 500, "Something went wrong on our side.", code="error")
    return render(None, "errors/500.html", status=500)  # type: ignore[arg-type]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token: mostly a page that was open too long."""
    return error_answer(request, 403, code="form-expired")
