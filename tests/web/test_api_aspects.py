"""The API tells the three aspects apart and says what each rests on, without words and names."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from goodoffices.monitor.models import Assessment, Incident, Report
from goodoffices.monitor.services import assess
from tests.cast import Cast
from tests.web.calling import Caller


def test_an_incident_has_three_states(
    cast: Cast, analyst: Caller, receive: Callable[..., Report]
) -> None:
    receive("a")
    with scope(programme=cast.programme):
        incident = Incident.objects.get()
        assess(
            incident=incident,
            aspect="harm",
            state="corroborated",
            standard="grounds",
            reason="Two lists agree",
            by=cast.director.user,
        )
    found = analyst.get("/incidents").json()["incidents"][0]
    assert found["state"] == "unverified"
    assert found["aspects"] == {
        "event": "unverified",
        "harm": "corroborated",
        "attribution": "unverified",
    }
    told = analyst.get(f"/incidents/{incident.code}")
    assert [one["aspect"] for one in told.json()["assessments"]] == ["harm"]
    assert told.json()["assessments"][0]["standard"] == "grounds"
    assert "Two lists agree" not in told.content.decode()
    assert "Dora" not in told.content.decode()
    with scope(programme=cast.programme):
        Assessment.objects.update(tlp=4)
    assert analyst.get(f"/incidents/{incident.code}").json()["assessments"] == []
