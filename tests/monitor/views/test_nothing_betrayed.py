"""Who may not see a record learns from no page of the queue or the workload that it exists.

Neither from words, numbers and order, nor from how much the server has to do: a page costs the
same queries whether something hidden is like what it shows or not.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import LinkageMeasure, ReportDecision
from goodoffices.monitor.services.linking import deciding, holding, regrouping
from goodoffices.monitor.services.linking.measuring import measure
from goodoffices.monitor.services.linking.suggesting import compare_all
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_linkage")

CHANGING = re.compile(rb"(csrf|nonce|X-CSRFToken)[^>]*|\?v=\w+")
MEASURED = datetime(2026, 3, 6, 9, tzinfo=UTC)
ALL = ("situation/", "reports/", "incidents/", "reports/{waiting}/", "incidents/{incident}/")
OFFICERS = (
    *ALL,
    "queue/",
    "queue/{waiting}/",
    "work/",
    "suggestions/",
    "incidents/{incident}/merge/",
)
PAGES = {"monitoring_officer": OFFICERS, "analyst": (*ALL, "work/"), "partner": ALL[:3]}


def looked(stage: Stage, who: str) -> dict[str, tuple[int, bytes, int]]:
    """Return of each page its status, its text, and how many queries it cost."""
    client, found = stage.client(getattr(stage.cast, who)), {}
    codes = {"waiting": stage.waiting.code, "incident": stage.incident.code}
    for path in PAGES[who]:
        cache.clear()
        address = stage.at(path.format(**codes))
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        found[path] = answer.status_code, CHANGING.sub(b"", answer.content), len(asked)
    return found


def measured(stage: Stage) -> None:
    """Have all suggestions made and measured, at one and the same moment."""
    compare_all()
    measure(stage.cast.programme)
    LinkageMeasure.objects.update(at=MEASURED)


def hide(stage: Stage) -> None:
    """Have all that can be done with records be done with such as only the director sees."""
    director: Membership = stage.cast.director
    by, red = director.user, {"by": director, "tlp": TLP.RED}
    like = {"day": "2026-03-05", "title": "Smoke over Harrow", "text": "Xanthippe again."}
    waits = receive(stage, "h1", "hospital", row=like, **red)
    held = receive(stage, "h2", "hospital", row=like, **red)
    linked = receive(stage, "h3", row=like, **red)
    deciding.decide(report=linked, kind="new", by=by)
    put_off = receive(stage, "h4", row=like, **red)
    deciding.decide(report=put_off, kind="unsure", by=by)
    incident = ReportDecision.objects.get(kind="new").incident
    assert incident is not None
    director.__dict__.pop("_named_ids", None)
    services.assess(
        incident=incident,
        aspect="attribution",
        state="verified",
        standard="grounds",
        reason="Xanthippe said so.",
        despite="Nobody else was there.",
        by=by,
    )
    services.assign(record=incident, to=director, by=by, due=timezone.localdate())
    services.assign(record=waits, to=director, by=by)
    regrouping.merge(incident=stage.secret, other=incident, reason="one event", by=by)
    holding.take(held, director)


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_the_same_whether_something_hidden_is_there(stage: Stage, who: str) -> None:
    measured(stage)
    before = looked(stage, who)
    assert {status for status, _text, _queries in before.values()} == {200}
    hide(stage)
    measured(stage)
    after = looked(stage, who)
    for path, was in before.items():
        assert after[path] == was, path


def test_asked_for_by_its_address_the_hidden_is_what_is_not_there(stage: Stage) -> None:
    hide(stage)
    hidden = ReportDecision.objects.get(kind="new")
    assert hidden.incident is not None
    client = stage.client()
    for code, path in (
        (hidden.report.code, "queue/{}/"),
        (hidden.incident.code, "incidents/{}/"),
        (hidden.incident.code, "incidents/{}/assess/"),
        (hidden.incident.code, "incidents/{}/assign/"),
    ):
        there, nowhere = (client.get(stage.at(path.format(one))) for one in (code, "zzzzzzzzzz"))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        texts = [CHANGING.sub(b"", one.content) for one in (there, nowhere)]
        assert texts[0].replace(code.encode(), b"") == texts[1].replace(b"zzzzzzzzzz", b"")
    choices = [f"incident:{hidden.incident.code}", f"report:{hidden.report.code}"]
    address = stage.at(f"queue/{stage.waiting.code}/decide/")
    answers = [client.post(address, {"choice": one}) for one in (*choices, "incident:zzzzzzzzzz")]
    assert len({answer.status_code for answer in answers}) == 1
    assert len({CHANGING.sub(b"", answer.content) for answer in answers}) == 1
