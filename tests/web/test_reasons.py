"""A RED record asks why before anything of it is shown."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from goodoffices.core import evidence
from goodoffices.core.access import name_on
from goodoffices.core.models import AuditEntry, Programme, Protected
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, Source
from goodoffices.monitor.services import reports
from tests.cast import Cast, sign_in
from tests.monitor.rows import row, source
from tests.web.calling import Caller, problem

SECRET = "Zarvel"


@pytest.fixture
def asking(cast: Cast) -> Cast:
    Programme.objects.filter(pk=cast.programme.pk).update(ask_red_reason=True)
    cast.programme.refresh_from_db()
    return cast


def red(cast: Cast, kind: str) -> Protected:
    """Return a RED record that names the monitoring officer."""
    with scope(programme=cast.programme):
        record: Protected
        if kind == "incident":
            record = Incident.objects.create(
                programme=cast.programme, tlp=TLP.RED, own_tlp=TLP.RED, title=SECRET
            )
        elif kind == "source":
            record = Source.objects.create(
                programme=cast.programme, name=SECRET, kind="media", tlp=TLP.RED
            )
        elif kind == "evidence":
            record = evidence.store(
                BytesIO(SECRET.encode()),
                programme=cast.programme,
                name=f"{SECRET}.txt",
                by=None,
                tlp=TLP.RED,
            )
        else:
            record = reports.receive(
                programme=cast.programme,
                source=source(cast.programme, tlp=TLP.GREEN),
                row=row(text=f"Three shells fell at {SECRET}.", country=""),
                by=None,
                tlp=TLP.RED,
            )
        name_on(record, [cast.monitoring_officer], by=None)
    return record


PAGES = [
    ("incident", "monitor:incident"),
    ("incident", "monitor:incident-describe"),
    ("incident", "monitor:incident-assess"),
    ("report", "monitor:report"),
    ("report", "monitor:report-grade"),
    ("report", "monitor:queue-item"),
    ("source", "monitor:source"),
    ("evidence", "core:evidence"),
    ("evidence", "core:evidence-file"),
    ("evidence", "core:evidence-metadata"),
]


def answered(answer: object) -> str:
    parts = getattr(answer, "streaming_content", None)
    return b"".join(parts).decode() if parts else answer.content.decode()  # type: ignore[attr-defined]


WITHOUT_WORDS = {"monitor:report-grade", "core:evidence-metadata"}
"""Pages that show nothing of what this record says even when it is open."""


@pytest.mark.parametrize(("kind", "name"), PAGES)
def test_nothing_of_it_is_shown_before(kind: str, name: str, asking: Cast, client: Client) -> None:
    record = red(asking, kind)
    path = reverse(name, args=["talmora", record.code])
    sign_in(client, asking.monitoring_officer)
    wanted = client.get(path)
    page = wanted.content.decode()
    assert wanted.status_code == 403
    assert "A restricted record" in page
    assert SECRET not in page
    given = dict(wanted.context["form"].initial)
    assert client.post(reverse("core:reason", args=["talmora"]), {**given, "reason": " "})
    assert client.get(path).status_code == 403, "no reason, no record"
    answer = client.post(
        reverse("core:reason", args=["talmora"]), {**given, "reason": "The court asked"}
    )
    assert answer["Location"] == path
    opened = client.get(path)
    assert opened.status_code == 200
    assert name in WITHOUT_WORDS or SECRET in answered(opened)
    with scopes_disabled():
        entry = AuditEntry.objects.get(action="core.record.reason")
    assert (entry.object_code, entry.reason) == (record.code, "The court asked")
    other = sign_in(Client(), asking.monitoring_officer)
    assert other.get(path).status_code == 403, "each session says why"


def test_it_opens_at_once_where_the_programme_does_not_ask(cast: Cast, client: Client) -> None:
    record = red(cast, "incident")
    path = reverse("monitor:incident", args=["talmora", record.code])
    assert sign_in(client, cast.monitoring_officer).get(path).status_code == 200


def test_others_are_not_asked_it_does_not_exist(asking: Cast, client: Client) -> None:
    record = red(asking, "incident")
    path = reverse("monitor:incident", args=["talmora", record.code])
    assert sign_in(client, asking.director).get(path).status_code == 404


def test_a_question_of_another_opens_nothing(asking: Cast, client: Client) -> None:
    record = red(asking, "incident")
    path = reverse("monitor:incident", args=["talmora", record.code])
    asked = sign_in(client, asking.monitoring_officer).get(path)
    given = {**asked.context["form"].initial, "reason": "Curious"}
    where = reverse("core:reason", args=["talmora"])
    assert sign_in(client, asking.director).post(where, given).status_code == 404
    assert client.post(where, {**given, "token": "made up"}).status_code == 404


def test_it_leads_nowhere_else(asking: Cast, client: Client) -> None:
    record = red(asking, "incident")
    path = reverse("monitor:incident", args=["talmora", record.code])
    asked = sign_in(client, asking.monitoring_officer).get(path)
    given = {**asked.context["form"].initial, "reason": "x"}
    for away in ("https://elsewhere.example/", "//elsewhere.example/", "/p/elsewhere/"):
        answer = client.post(reverse("core:reason", args=["talmora"]), {**given, "next": away})
        assert answer["Location"] == "/"


def test_a_machine_is_refused(asking: Cast) -> None:
    caller = Caller(asking.monitoring_officer)
    record = red(asking, "incident")
    answer = caller.get(f"/incidents/{record.code}")
    problem(answer, 403, "reason-wanted")
    assert SECRET not in answer.content.decode()
