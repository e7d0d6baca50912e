"""What a dry run announces is exactly what a purge at that instant removes, whatever there is."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.audit import guards
from goodoffices.core.models import Evidence, Handling, Hold, StoredFile
from goodoffices.core.retention import kinds
from goodoffices.core.services import retention
from goodoffices.field.models import Submission
from goodoffices.monitor.models import Report
from goodoffices.monitor.services import incidents, reports
from goodoffices.rights.models import Act, Case, Consent, Group, Identity, Person
from goodoffices.rights.services import cases, consent
from tests.cast import Cast
from tests.core.evidence.items import item
from tests.field.builders import incident_form, send
from tests.monitor.rows import row, source
from tests.rights import stage

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=400)
Left = dict[str, set[int]]


def world(cast: Cast, chance: random.Random) -> None:
    """Fill a programme with records that hold one another back in many ways."""
    programme = cast.programme
    for kind in kinds().values():
        if kind.purge and chance.random() < 0.8:
            Handling.objects.create(programme=programme, kind=kind.name, keep_days=365, purges=True)
    incident_form(cast)
    files = [item(cast, bytes([chance.randrange(6)])) for _ in range(6)]
    for _ in range(4):
        send(cast, None, {"a.jpg": bytes([chance.randrange(6)])})
    origin = source(programme, "Radio", tlp=1)
    for number in range(4):
        made = reports.receive(
            programme=programme, source=origin, row=row(str(number)), by=None, tlp=1
        )
        if chance.random() < 0.6:
            incidents.open_incident(programme=programme, reports=[made], by=None)
        made.attachments.create(evidence=chance.choice(files))
    people = [stage.known(programme, f"Name {number}") for number in range(3)]
    people += [stage.person(programme), stage.group(programme)]
    acts = [stage.act(programme) for _ in range(3)]
    matters = [stage.case(programme, title=f"Case {number}") for number in range(3)]
    for act in chance.sample(acts, 2):
        stage.involve(act, chance.choice(people))
    linked = {(chance.choice(matters), chance.choice([*people, *acts, *files])) for _ in range(6)}
    for matter, record in linked:
        cases.link(case=matter, record=record, by=None)
    for matter in chance.sample(matters, 2):
        cases.note(case=matter, text="Over", what="closed", by=None)
    _consents(people[:4], chance)
    _aged(chance)
    _held(cast, chance)


def _consents(people: list[Any], chance: random.Random) -> None:
    for one in people:
        keep = timezone.localdate() if chance.random() < 0.3 else None
        given = stage.consented(one, "store", keep_until=keep)
        if chance.random() < 0.6:
            wish = chance.random() < 0.5
            consent.withdraw(consent=given, by=None, reason="x", deletion_wished=wish)


def _aged(chance: random.Random) -> None:
    """Let three of four records be over their time."""
    columns: list[tuple[Any, str]] = [
        *((model, "created_at") for model in (Person, Group, Act)),
        *((model, "received_at") for model in (Report, Submission, Evidence)),
        *((Identity, "at"), (Case, "closed_at"), (Consent, "withdrawn_at")),
    ]
    with guards.lifted():
        for model, name in columns:
            for pk in model.objects.exclude(**{name: None}).values_list("pk", flat=True):
                if chance.random() < 0.75:
                    model.objects.filter(pk=pk).update(**{name: OLD})
    Submission.objects.update(mapping_state="mapped", awaits_media=False)
    for file in StoredFile.objects.all():
        os.utime(evidence.path(file), (0, 0))


def _held(cast: Cast, chance: random.Random) -> None:
    for kind in kinds().values():
        if kind.page and chance.random() < 0.3:
            records = list(apps.get_model(kind.name).objects.all())
            if records:
                one = chance.choice(records)
                Hold.objects.create(
                    programme=cast.programme,
                    kind=kind.name,
                    object_id=one.pk,
                    object_code=one.code,
                    reason="x",
                )


def left(cast: Cast) -> Left:
    """Return by kind what has not gone yet, whatever its age and whoever needs it."""
    later = timezone.now() + timedelta(days=2)
    return {
        kind.name: set(kind.purge.due(cast.programme, later).values_list("pk", flat=True))
        for kind in kinds().values()
        if kind.purge
    }


@pytest.mark.parametrize("seed", range(6))
def test_what_is_announced_is_what_goes(in_programme: Cast, seed: int) -> None:
    chance = random.Random(seed)
    world(in_programme, chance)
    for _round in range(3):
        before = left(in_programme)
        announced = {
            one.kind.name: set(one.going) for one in retention.plan(in_programme.programme)
        }
        done = retention.purge(in_programme.programme, by=in_programme.director.user)
        after = left(in_programme)
        gone = {name: before[name] - after[name] for name in before}
        assert {name: ids for name, ids in gone.items() if ids} == {
            name: ids for name, ids in announced.items() if ids
        }
        assert done == sum(map(len, announced.values()))
        whole(in_programme)


def whole(cast: Cast) -> None:
    """Every record that claims bytes has them, and all bytes have a record."""
    assert list(evidence.check()) == []
    assert list(evidence.follow()) == []
    for one in Evidence.objects.filter(purged_at=None).select_related("file"):
        assert one.file.purged_at is None
        assert evidence.path(one.file).exists()
    for file in StoredFile.objects.exclude(purged_at=None):
        assert file.removed_at
        assert not evidence.path(file).exists()
