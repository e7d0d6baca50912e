"""A stage for tests of pages: an incident of two reports, one that waits, one that is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from goodoffices.core.models import Membership, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, Report, Source
from tests.cast import Cast, sign_in
from tests.monitor.rows import row, source


@dataclass(frozen=True)
class Stage:
    """Records of one programme. ``hidden`` and ``secret`` are RED and name only the director."""

    cast: Cast
    radio: Source
    hospital: Source
    first: Report
    second: Report
    waiting: Report
    incident: Incident
    hidden: Report
    secret: Incident

    def at(self, path: str) -> str:
        """Return an address of the programme."""
        return f"/p/{self.cast.programme.slug}/{path}"

    def client(self, who: Membership | User | None = None) -> Client:
        """Return a browser with somebody logged in, by default the monitoring officer."""
        return sign_in(Client(), who or self.cast.monitoring_officer)


def set_stage(cast: Cast) -> Stage:
    """Receive the reports and open the incidents (inside the programme's scope)."""
    by = cast.monitoring_officer.user
    radio, hospital = source(cast.programme, "Radio Sarend"), source(cast.programme, "Hospital")

    def received(who: Source, external_id: str, **more: object) -> Report:
        actor = more.pop("by", by)
        tlp = more.pop("tlp", None)
        return services.receive(
            programme=cast.programme,
            source=who,
            row=row(external_id, **more),  # type: ignore[arg-type]
            by=actor,  # type: ignore[arg-type]
            tlp=tlp,  # type: ignore[arg-type]
        )

    first = received(radio, "a", title="Market shelled", text="Three shells fell at dawn.")
    second = received(hospital, "b", title="قصف السوق", language="ar", killed=(5, 6, 7))
    waiting = received(radio, "c", title="Smoke over Harrow", day="2026-03-05")
    incident = services.open_incident(programme=cast.programme, reports=[first, second], by=by)
    director = cast.director.user
    hidden = received(
        radio, "d", title="Xanthippe speaks", text="Xanthippe was there.", by=director, tlp=TLP.RED
    )
    secret = services.open_incident(programme=cast.programme, reports=[hidden], by=director)
    return Stage(cast, radio, hospital, first, second, waiting, incident, hidden, secret)
