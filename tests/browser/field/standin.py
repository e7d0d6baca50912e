"""A stand-in for the programme's server: it speaks the contract, remembers, and misbehaves.

What the page of field reports does when the network breaks at a chosen moment cannot be asked of
the real server. This one answers the same addresses from one dictionary, and a test can make it
cut the line, ask for patience, refuse, or lie.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from lxml import etree

Answer = HttpResponse
Trick = Callable[[HttpRequest, str], Answer | None]


@dataclass
class Held:
    """What the stand-in holds of one report."""

    xml: bytes
    sha256: str
    files: dict[str, bytes] = field(default_factory=dict)
    review: str = "received"
    questions: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Standin:
    """The programme as the page meets it. ``tricks`` are asked first for each request."""

    secret: str = ""
    revoked: bool = False
    forms: list[dict[str, Any]] = field(default_factory=list)
    bytes_of: dict[str, bytes] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    posts: list[tuple[str, int]] = field(default_factory=list)
    """(what came, its size in bytes) of each submission that was answered or cut off."""
    states: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    tricks: list[Trick] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add_form(
        self,
        form_id: str,
        version: str,
        xml: bytes,
        *,
        titles: dict[str, str] | None = None,
        languages: list[str] | None = None,
        media: dict[str, bytes] | None = None,
    ) -> None:
        """Hand out a form; an older version of it is no longer listed."""
        number = len(self.bytes_of) + 1
        listed = {
            "formID": form_id,
            "version": version,
            "titles": titles or {"en": form_id},
            "languages": languages or ["en"],
            "xml": self._file(f"forms/{number}.xml", xml),
            "media": [
                {"name": name, "list": False, **self._file(f"media/{number}/{name}", content)}
                for name, content in (media or {}).items()
            ],
        }
        self.forms = [form for form in self.forms if form["formID"] != form_id] + [listed]

    def _file(self, address: str, content: bytes) -> dict[str, Any]:
        self.bytes_of[address] = content
        digest = hashlib.sha256(content).hexdigest()
        return {"url": f"/field/talmora/{address}", "sha256": digest, "size": len(content)}


current = Standin()
"""The stand-in of the running test."""


def answer(request: HttpRequest, rest: str) -> Answer:
    """Answer one request of the page."""
    standin = current
    with standin.lock:
        standin.asked.append(f"{request.method} {rest}")
        for trick in standin.tricks:
            found = trick(request, rest)
            if found is not None:
                return found
        if standin.revoked or not _let_in(request, standin):
            return HttpResponse("revoked", status=401)
        return _answered(request, rest, standin)


def _let_in(request: HttpRequest, standin: Standin) -> bool:
    kind, _, said = request.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return False
    secret = base64.b64decode(said).decode().partition(":")[2]
    standin.secret = standin.secret or secret
    return len(secret) > 20


def _answered(request: HttpRequest, rest: str, standin: Standin) -> Answer:
    if rest == "about":
        return JsonResponse(
            {
                "programme": {
                    "slug": "talmora",
                    "names": {"en": "Talmora programme"},
                    "default_language": "en",
                },
                "device": {"code": "abc", "name": "Test phone"},
                "forms": standin.forms,
                "limits": {"post": 10_000_000, "batch": 10_000_000},
            }
        )
    if rest in standin.bytes_of:
        return HttpResponse(standin.bytes_of[rest], content_type="application/octet-stream")
    if rest.startswith("receipt/"):
        return _receipt(rest.removeprefix("receipt/"), standin)
    if rest == "submission":
        return submission(request, standin)
    return _said(request, rest, standin)


def _receipt(instance_id: str, standin: Standin) -> Answer:
    held = standin.held.get(instance_id)
    if held is None:
        unknown = {"instanceID": instance_id, "state": "unknown", "files": [], "awaits": []}
        return JsonResponse({**unknown, "sha256": ""}, status=404)
    files = [
        {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in held.files.items()
    ]
    said = {"instanceID": instance_id, "state": "received", "sha256": held.sha256}
    return JsonResponse({**said, "files": files, "awaits": []})


def submission(request: HttpRequest, standin: Standin) -> Answer:
    """Take a post in, as the real server would."""
    xml = request.FILES["xml_submission_file"].read()
    standin.posts.append((_names(request), int(request.headers["Content-Length"])))
    instance_id = instance_of(xml)
    digest = hashlib.sha256(xml).hexdigest()
    known = standin.held.get(instance_id)
    if known is not None and known.sha256 != digest:
        return openrosa(409, "Other answers were received before.")
    held = standin.held.setdefault(instance_id, Held(xml, digest))
    for name, file in request.FILES.items():
        if name != "xml_submission_file":
            held.files[name] = file.read()
    return openrosa(201 if known is None else 202, "Received.", instance_id)


def _names(request: HttpRequest) -> str:
    return ",".join(name for name in request.FILES if name != "xml_submission_file") or "xml"


def instance_of(xml: bytes) -> str:
    """Return what a submission calls itself."""
    found = etree.fromstring(xml).xpath("//*[local-name()='instanceID']/text()")
    return str(found[0])


def openrosa(status: int, message: str, instance_id: str = "") -> Answer:
    """Answer as ODK's protocol does."""
    meta = (
        '<submissionMetadata xmlns="http://www.opendatakit.org/xforms" id="x" '
        f"instanceID={quoteattr(instance_id)}/>"
        if instance_id
        else ""
    )
    body = (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(message)}</message>{meta}</OpenRosaResponse>"
    )
    return HttpResponse(body, status=status, content_type="text/xml")


def _said(request: HttpRequest, rest: str, standin: Standin) -> Answer:
    said = json.loads(request.body)
    if rest == "answer":
        standin.answers.append(said)
        for question in standin.held[said["instanceID"]].questions:
            question["answered"] |= question["id"] == said["question"]
        return HttpResponse(status=204)
    standin.states.append(said)
    news = {
        one: {
            "review": held.review,
            "arrived": True,
            "awaits": [],
            "questions": held.questions,
        }
        for one in said["sent"]
        if (held := standin.held.get(one))
    }
    return JsonResponse({"submissions": news})


urlpatterns = [
    path("field/fill/", include("goodoffices.field.fill.urls")),
    re_path(r"^field/talmora/(?P<rest>.*)$", csrf_exempt(answer)),
    path("", include("goodoffices.web.urls")),
]
handler404 = "goodoffices.web.pages.not_found"
handler500 = "goodoffices.web.pages.server_error"
