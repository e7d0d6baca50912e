"""Publications as the tests of the room set them up; all invented."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from goodoffices.core.models import Membership, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident
from goodoffices.publish.flow import moving, publishing
from goodoffices.publish.models import Citation, Publication, Text
from tests.cast import Cast, person
from tests.monitor.rows import row, source

BODY = (
    "Two shells fell on the market. [@c1] In all [=c1.killed] people were killed. [@c1] We ask. [~]"
)
CHECKS = ("facts", "language", "approve", "security")


def gates_clear(*found: str) -> AbstractContextManager[Any]:
    """Have the gates find only this, whatever is written."""
    return patch("goodoffices.publish.flow.gating.open_findings", return_value=list(found))


def incident(cast: Cast, *, state: str = "verified", tlp: int = TLP.CLEAR) -> Incident:
    """Open an incident of one report and set how far it was checked."""
    by = cast.monitoring_officer.user
    number = Incident.all_ever.count()
    report = services.receive(
        programme=cast.programme,
        source=source(cast.programme, f"Source Quillfeather {number}"),
        row=row(f"e{number}", text="Reported words Xyzzyqua.", title="Title Plughfrob"),
        by=by,
        tlp=tlp,
    )
    made = services.open_incident(programme=cast.programme, reports=[report], by=by)
    Incident.all_ever.filter(pk=made.pk).update(state=state, own_tlp=tlp, tlp=tlp)
    made.refresh_from_db()
    return made


def draft(cast: Cast, *, by: Membership | None = None, **more: Any) -> Publication:
    """Begin a publication with a text in English that cites an incident."""
    author = (by or cast.press_officer).user
    made = Publication.objects.create(
        programme=cast.programme,
        kind=more.pop("kind", "press-release"),
        tlp=more.pop("tlp", TLP.AMBER_STRICT),
        by=author,
        **more,
    )
    write(made, by=author)
    cite(made, "c1", incident(cast), by=author)
    return made


def write(made: Publication, language: str = "en", *, by: User | None, **more: Any) -> Text:
    """Save a text without telling the checks of it."""
    number = made.texts.filter(language=language).count() + 1
    source_text = made.texts.filter(language=made.source_language).order_by("-number").first()
    of_source = source_text.number if source_text and language != made.source_language else None
    values = {"title": "The market was shelled", "summary": "What we know.", "body": BODY, **more}
    return Text.objects.create(
        publication=made, language=language, number=number, of_source=of_source, by=by, **values
    )


def cite(made: Publication, key: str, found: Incident, *, by: User | None) -> Citation:
    """Cite an incident."""
    return Citation.objects.create(
        publication=made, key=key, kind=Citation.Kind.INCIDENT, incident=found, by=by
    )


def checkers(cast: Cast) -> dict[str, User]:
    """Return somebody for each check who wrote nothing."""
    return {
        "facts": cast.monitoring_officer.user,
        "language": cast.analyst.user,
        "approve": cast.director.user,
        "security": cast.rights_officer.user,
    }


def through(made: Publication, cast: Cast, until: str = "ready") -> Publication:
    """Take a draft through its checks until a state."""
    moving.take(publication=made, name="submit", by=cast.monitoring_officer.user)
    for name, by in checkers(cast).items():
        if made.state == until:
            break
        moving.take(publication=made, name=name, by=by)
    return made


def published(cast: Cast, **more: Any) -> Publication:
    """Write, check and publish."""
    made = through(draft(cast, **more), cast)
    publishing.publish(publication=made, by=cast.director.user)
    return made


def another(programme: Programme, role: str, name: str) -> Membership:
    """Add a member to a programme."""
    return Membership.objects.create(user=person(name), programme=programme, role=role)
