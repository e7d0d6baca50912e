"""The field of the demonstration: four forms, phones, what officers sent in ten weeks.

Everything goes through the real services, as XML; only the times are set afterwards. Incident
reports wait for the worker, which makes reports of them once the program runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.db.models import OuterRef, Subquery

from goodoffices import codebook
from goodoffices.core import evidence
from goodoffices.core.models import Job, Membership, User
from goodoffices.demo.chance import pick, stream
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import Past, in_the_past
from goodoffices.demo.pictures import landscape
from goodoffices.demo.tables import LANGUAGES, table
from goodoffices.demo.values import DemoPlace
from goodoffices.field.models import (
    Attachment,
    Device,
    FormVersion,
    QuarantinedPost,
    Submission,
    SubmissionNote,
    SubmissionVersion,
)
from goodoffices.field.services import devices, quarantine, reviewing
from goodoffices.field.services.forms.mapping import confirm_mapping
from goodoffices.field.services.forms.publishing import Settings, change_settings
from goodoffices.field.services.forms.shelf import add_ready_made
from goodoffices.field.services.indexing import file_words
from goodoffices.field.services.reading import READ, Reader
from goodoffices.field.services.receiving import Post, Sender, receive

DAYS = 70
SILENT_DAYS = 6
"""The third office has sent nothing for so long: the page of arrivals says so."""

FORMS = ("daily-situation", "meeting-note", "incident-report", "rights-first-note")
UNMAPPED = ("daily-situation", "meeting-note")
"""Forms that make no reports here, so that the inbox stays what the story needs."""

DELAYS = {0.2: 0.5, 3: 0.25, 20: 0.15, 50: 0.1}
"""Hours between filling in and arriving, with their chances: some are without a network."""

NAMES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "go-daily": lambda said: f"{said.get('when/day', '')} {said['when/area']}",
    "go-meeting": lambda said: str(said["meeting/subject"]),
    "go-incident": lambda said: str(said["what/headline"]),
}
"""What each form calls what was filled in."""

State = Submission.MappingState


@dataclass(slots=True)
class Officer:
    """Who sends: their phone, their office's places, their language."""

    member: Membership
    phone: Device
    office: str
    language: int
    places: list[DemoPlace]


@dataclass(slots=True)
class Scene:
    """The field while it is being filled."""

    house: House
    past: Past
    rng: Random
    forms: dict[str, FormVersion] = field(default_factory=dict)
    officers: list[Officer] = field(default_factory=list)
    sent: list[Submission] = field(default_factory=list)
    versions: list[SubmissionVersion] = field(default_factory=list)

    def words(self, name: str, officer: Officer) -> str:
        """Draw one of the texts of a kind in the officer's language."""
        return str(self.rng.choice(table("field")[name])[officer.language])


def fill_field(house: House) -> None:
    """Publish the forms, issue the phones, have everything sent; before the ledger is written."""
    began = house.now - timedelta(days=DAYS + 3)
    with in_the_past(house.ledger, began) as past:
        scene = Scene(house, past, stream(house.demo.seed, "field"))
        _publish(scene)
        _issue(scene)
        for officer in scene.officers:
            for at, form, answers in _filled_in(scene, officer):
                _send(scene, officer, form, answers, at)
        _read_all(scene)
        _review(scene)
        _refuse(scene)
        _leave_waiting(scene)
    Job.objects.filter(programme=house.programme, kind__startswith="field.").delete()


def _publish(scene: Scene) -> None:
    by = scene.house.director
    for key in FORMS:
        version = add_ready_made(programme=scene.house.programme, key=key, published=True, by=by)
        form = version.form
        if form.opens_incident:
            settings = Settings(form.purpose, form.tlp, form.editing, opens_incident=False)
            change_settings(form=form, settings=settings, by=by)
        if key in UNMAPPED:
            confirm_mapping(version=version, entries=[], by=by)
        scene.forms[key] = version


def _issue(scene: Scene) -> None:
    house, names = scene.house, table("field")["phones"]
    for person in house.staff:
        if person.role != "field-officer":
            continue
        member, language = house.members[person.key], LANGUAGES.index(person.language)
        made = [
            _device(scene, member, names[number][language], kind)
            for number, kind in ((0, "collect"), (2, "web"))
        ]
        places = _places(house, person.office)
        scene.officers.append(Officer(member, made[0], person.office, language, places))


def _device(scene: Scene, member: Membership, name: str, kind: str) -> Device:
    device, _secret = devices.issue_device(member=member, name=name, kind=kind, by=member.user)
    Device.objects.filter(pk=device.pk).update(issued_at=scene.past.at)
    return device


def _places(house: House, office: str) -> list[DemoPlace]:
    """Return the towns and villages of the districts an office looks after."""
    own = next(one for one in house.demo.offices if one.key == office)
    inside = {f"{district}_district" for district in own.districts}
    return [
        place
        for place in house.demo.places
        if place.parent in inside and place.kind in ("city", "town", "village")
    ]


Filled = tuple[datetime, str, dict[str, Any]]


def _filled_in(scene: Scene, officer: Officer) -> Iterator[Filled]:
    """Yield what an officer filled in, oldest first."""
    rng, last = scene.rng, SILENT_DAYS if officer is scene.officers[-1] else 0
    for back in range(DAYS, last, -1):
        day = (scene.house.now - timedelta(days=back)).date()
        evening = datetime.combine(day, time(16), UTC) + timedelta(minutes=rng.randrange(200))
        if rng.random() < 0.85:
            yield evening, "daily-situation", _daily(scene, officer, evening)
        if rng.random() < 0.1:
            yield evening, "meeting-note", _meeting(scene, officer, evening)
        if back <= 21 and rng.random() < 0.4:
            yield evening, "incident-report", _incident(scene, officer, evening)


def _common(at: datetime, minutes: int) -> dict[str, Any]:
    return {"start": (at - timedelta(minutes=minutes)).isoformat(), "end": at.isoformat()}


def _daily(scene: Scene, officer: Officer, at: datetime) -> dict[str, Any]:
    rng, place = scene.rng, scene.rng.choice(officer.places)
    return _common(at, 9) | {
        "when/day": at.date().isoformat(),
        "when/area": place.names[LANGUAGES[officer.language]],
        "day_was/change": pick(rng, {"same": 5, "calmer": 2, "tenser": 2, "unknown": 1}),
        "day_was/incidents": str(pick(rng, {0: 6, 1: 3, 2: 1})),
        "day_was/happened": scene.words("happened", officer),
        "day_was/roads": pick(rng, {"open": 5, "delayed": 3, "partly": 1, "closed": 1}),
        "day_was/services": pick(rng, {"none": 4, "power": 2, "water power": 1, "schools": 1}),
        "day_was/needs": scene.words("needs", officer),
        "ahead/watch": scene.words("watch", officer),
        "ahead/safe": "yes",
    }


def _meeting(scene: Scene, officer: Officer, at: datetime) -> dict[str, Any]:
    place = scene.rng.choice(officer.places)
    manner = scene.forms["meeting-note"].choices["manner"][0]["name"]
    return _common(at, 25) | {
        "meeting/day": at.date().isoformat(),
        "meeting/place": place.names[LANGUAGES[officer.language]],
        "meeting/manner": manner,
        "meeting/subject": scene.words("meetings", officer),
        "people/present": str(scene.rng.randrange(2, 14)),
        "content/said": scene.words("said", officer),
    }


def _incident(scene: Scene, officer: Officer, at: datetime) -> dict[str, Any]:
    rng, place = scene.rng, scene.rng.choice(officer.places)
    north, east = place.latitude + rng.gauss(0, 0.01), place.longitude + rng.gauss(0, 0.01)
    injured = pick(rng, {0: 6, 1: 2, 3: 1})
    group, kind = _type(scene)
    answers = _common(at, 14) | {
        "what/group": group,
        "what/kind": kind,
        "when/day": at.date().isoformat(),
        "where/place": place.names[LANGUAGES[officer.language]],
        "where/point": f"{north:.6f} {east:.6f} 0 {rng.randrange(4, 30)}",
        "what/headline": scene.words("incidents", officer),
        "what/account": scene.words("accounts", officer),
        "harm/killed_low": "0",
        "harm/injured_low": str(injured),
        "harm/injured_high": str(injured + pick(rng, {0: 3, 2: 1})),
        "proof/known_how": pick(rng, {"saw": 2, "witness": 3, "hearsay": 1}),
    }
    if rng.random() < 0.6:
        answers["proof/photo"] = f"{int(at.timestamp())}.png"
    return answers


def _type(scene: Scene) -> tuple[str, str]:
    """Draw a kind of event that the form offers, with the group it stands in."""
    book, version = codebook.load()["event_types"], scene.forms["incident-report"]
    lists = {one["path"]: one["list"] for one in version.fields}
    groups = {one["name"] for one in version.choices[lists["what/group"]]}
    kinds = [one["name"] for one in version.choices[lists["what/kind"]]]
    fitting = [kind for kind in kinds if kind in book and book[kind].parent in groups]
    chosen = scene.rng.choice(fitting)
    return book[chosen].parent, chosen


def _send(
    scene: Scene, officer: Officer, key: str, answers: Mapping[str, Any], at: datetime
) -> None:
    """Send answers through the door, and keep in mind when they came in."""
    rng, version = scene.rng, scene.forms[key]
    arrived = min(at + timedelta(hours=pick(rng, DELAYS)), scene.house.now)
    xml = xml_of(version, answers, instance=str(UUID(int=rng.getrandbits(128), version=4)))
    files = []
    if "proof/photo" in answers and rng.random() < 0.85:
        picture = BytesIO(landscape(rng))
        stored = evidence.store_file(picture, programme=scene.house.programme)
        files.append((answers["proof/photo"], stored))
    scene.past.at = arrived
    receipt = receive(Post(xml, files), Sender(officer.member, officer.phone))
    receipt.submission.received_at = receipt.version.received_at = arrived
    scene.sent.append(receipt.submission)
    scene.versions.append(receipt.version)


def _read_all(scene: Scene) -> None:
    """Set when everything came in, and read the answers; what makes a report is left to the
    worker all the same."""
    reader, unmapped = Reader(), {scene.forms[key].form_id for key in UNMAPPED}
    for submission, version in zip(scene.sent, scene.versions, strict=True):
        reader.read(submission, version)
        if submission.form_id in unmapped:
            submission.mapping_state = State.UNMAPPED
    Submission.objects.bulk_update(scene.sent, ["received_at", "mapping_state", *READ])
    SubmissionVersion.objects.bulk_update(scene.versions, ["received_at"])
    here = Attachment.objects.filter(version__in=scene.versions, received_at__isnull=False)
    here.update(received_at=Subquery(_arrival_of(OuterRef("version"))))
    file_words(
        [(one, of.form_version_id) for one, of in zip(scene.sent, scene.versions, strict=True)]
    )
    for officer in scene.officers:
        last = max(one.received_at for one in scene.sent if one.device_id == officer.phone.pk)
        phone = Device.objects.filter(pk=officer.phone.pk)
        phone.update(last_seen_at=last, last_sent_at=last)


def _arrival_of(version: OuterRef) -> Any:
    return SubmissionVersion.objects.filter(pk=version).values("received_at")


def xml_of(version: FormVersion, answers: Mapping[str, Any], *, instance: str) -> bytes:
    """Write answers as a phone does, in the order and the groups of the form."""
    tree: dict[str, Any] = {}
    for one in version.fields:
        if answers.get(one["path"]):
            *groups, name = one["path"].split("/")
            inside = tree
            for group in groups:
                inside = inside.setdefault(group, {})
            inside[name] = answers[one["path"]]
    called = escape(NAMES[version.form.xform_id](answers))
    meta = f"<instanceID>uuid:{instance}</instanceID><instanceName>{called}</instanceName>"
    head = f'<data id="{version.form.xform_id}" version="{version.version}">'
    return f"{head}{_inside(tree)}<meta>{meta}</meta></data>".encode()


def _inside(tree: Mapping[str, Any]) -> str:
    return "".join(
        f"<{name}>{_inside(said) if isinstance(said, dict) else escape(str(said))}</{name}>"
        for name, said in tree.items()
    )


def _review(scene: Scene) -> None:
    """Have the office approve what is old, ask about a few, and reject one."""
    house, rng = scene.house, scene.rng
    reader = next(one for one in house.staff if one.role == "monitoring-officer")
    by, since = house.users[reader.key], house.now - timedelta(days=9)
    old = [one for one in scene.sent[4:] if one.received_at < since and rng.random() < 0.8]
    _approve(scene, old, by)
    reports = scene.forms["incident-report"].form_id
    fresh = [one for one in scene.sent if one.form_id == reports and one.received_at >= since]
    for number, one in enumerate(fresh[:5]):
        scene.past.at = min(one.received_at + timedelta(hours=rng.randrange(2, 9)), house.now)
        officer = next(who for who in scene.officers if who.member.user_id == one.by_id)
        reviewing.ask(submission=one, text=scene.words("questions", officer), by=by)
        if number % 2:
            user = officer.member.user
            reviewing.answer(submission=one, text=scene.words("replies", officer), by=user)
        SubmissionNote.objects.filter(submission=one).update(at=scene.past.at)
    twice, scene.past.at = scene.sent[3], scene.sent[3].received_at + timedelta(hours=15)
    reviewing.review(submission=twice, state="rejected", text=table("field")["rejected"][0], by=by)
    SubmissionNote.objects.filter(submission=twice).update(at=scene.past.at)


def _approve(scene: Scene, old: list[Submission], by: User) -> None:
    """Approve many at once: what `reviewing.review` writes, in three statements."""
    notes = []
    for one in old:
        at = one.received_at + timedelta(hours=scene.rng.randrange(8, 40))
        state = {"kind": SubmissionNote.Kind.REVIEW, "state": Submission.Review.APPROVED}
        notes.append(SubmissionNote(submission=one, by=by, at=at, **state))
        data = {"from": one.review, "to": "approved"}
        scene.house.ledger.note("field.submission.reviewed", at=at, by=by, record=one, data=data)
    SubmissionNote.objects.bulk_create(notes)
    approved = Submission.objects.filter(pk__in=[one.pk for one in old])
    approved.update(review=Submission.Review.APPROVED)


def _refuse(scene: Scene) -> None:
    """Have two posts refused: one that broke off, one of a version that was never published."""
    officer = scene.officers[0]
    sender, version = Sender(officer.member, officer.phone), scene.forms["daily-situation"]
    whole = xml_of(version, {"when/area": "x"}, instance=str(UUID(int=7, version=4)))
    newer = whole.replace(f'version="{version.version}"'.encode(), b'version="2099010101"')
    scene.past.at = scene.house.now - timedelta(hours=30)
    for reason, body in (("malformed-xml", whole[:120]), ("unknown-version", newer)):
        post = quarantine.keep(reason, body=body, files=[], sender=sender)
        QuarantinedPost.objects.filter(pk=post.pk).update(
            received_at=scene.past.at, latest_at=scene.past.at
        )


def _leave_waiting(scene: Scene) -> None:
    """Have the silent office's browser say what waits on it: it has no network."""
    silent = scene.officers[-1].member
    at = scene.house.now - timedelta(days=SILENT_DAYS)
    oldest = (at + timedelta(hours=3)).isoformat()
    browser = Device.objects.filter(membership=silent, kind=Device.Kind.WEB)
    queue = {"waiting": 4, "oldest": oldest, "shell": ""}
    browser.update(queue=queue, queue_at=at + timedelta(hours=5), last_seen_at=at)
