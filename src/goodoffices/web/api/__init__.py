"""The JSON API: token, same scope and TLP rules as the pages, problem details for errors.

``/api/v1/p/<programme>/...``; rooms bring routers (`goodoffices.monitor.api`). The description is
served as OpenAPI at ``/api/openapi.json``, with a page to try it at ``/api/docs``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from goodoffices import __version__
from goodoffices.codebook.errors import Closed, GoodOfficesError
from goodoffices.monitor.api import router as monitor_router
from goodoffices.publish.api import router as publish_router
from goodoffices.publish.partners.api import router as partner_router
from goodoffices.rights.api import router as rights_router
from goodoffices.web.api.auth import Token, TooMany
from goodoffices.web.api.partners import PartnerToken
from goodoffices.web.pages import CLOSED_SECONDS, problem

ABOUT = """Reads incidents, reports, sources, cases, acts, people under code names and publications,
and takes new reports, with the rights of the member who issued the token. What the member may not
see does not exist here either: 404, and no count. Who a person is is not to be had here by anybody.

Partner organisations have tokens of their own, which reach `/v1/partner/` and nothing else: what an
agreement shares with them, coarsened as agreed.

Every answer is JSON. Errors are problem details (RFC 9457) with a stable `code`. Lists are walked
with `next`: pass it as `cursor` until it is empty."""


class Described(NinjaAPI):
    """An API whose description names problem details by their own media type."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """Return the description as OpenAPI."""
        schema = super().get_openapi_schema(**more)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        content = answer["content"]
                        content["application/problem+json"] = content.pop("application/json")
        return schema


api = Described(
    title="Good Offices",
    version=__version__,
    description=ABOUT,
    auth=Token(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/v1/p/{slug}", monitor_router)
api.add_router("/v1/p/{slug}", rights_router)
api.add_router("/v1/partner", partner_router, auth=PartnerToken())
api.add_router("/v1/p/{slug}", publish_router)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description of the API, to read and to try; nothing comes from elsewhere."""
    return render(request, "web/api_docs.html")


@api.exception_handler(GoodOfficesError)
def _own(request: HttpRequest, error: GoodOfficesError) -> HttpResponse:
    answer = problem(error.status, error.code, error.message)
    if isinstance(error, TooMany):
        answer["Retry-After"] = "60"
    if isinstance(error, Closed):
        answer["Retry-After"] = CLOSED_SECONDS
    return answer


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "no-token", _("Send a valid token: Authorization: Bearer ..."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [
        {"at": ".".join(str(part) for part in one["loc"]), "message": one["msg"]}
        for one in error.errors
    ]
    return problem(400, "invalid-input", _("Some values cannot be taken."), errors=wrong)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "invalid-input", str(error))


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not-found", _("There is nothing at this address."))


_paths, _app, _namespace = api.urls
urls: tuple[list[Any], str, str] = ([*_paths, path("docs", docs, name="docs")], _app, _namespace)
"""What `goodoffices.web.urls` includes under ``/api/``."""
