"""Coming out: frozen, hashed, shown by an allow-list, on time, once, or held back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import jobs
from goodoffices.core.models import Job, Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident, Report
from goodoffices.publish.flow import gating, moving, publishing, scheduling
from goodoffices.publish.flow import tasks as flow_tasks
from goodoffices.publish.flow.freezing import is_whole
from goodoffices.publish.flow.scheduling import moment, schedule, set_embargo
from goodoffices.publish.gates import queries
from goodoffices.publish.models import (
    Edition,
    Publication,
    ReleasedFile,
    ReleasedPage,
    ReleasedSite,
    State,
)
from tests.cast import Cast
from tests.publish.flow.stage import draft, gates_clear, published, through, write

HOUR = timedelta(hours=1)


def clock(text: str) -> datetime:
    """Return a time of a clock, in no zone."""
    return datetime.fromisoformat(text)


def due(made: Publication) -> Publication:
    """Let the moment come."""
    now = timezone.now()
    Publication.objects.filter(pk=made.pk).update(publish_at=now - HOUR, embargo_until=None)
    made.refresh_from_db()
    return made


def scheduled(cast: Cast) -> Publication:
    made = through(draft(cast), cast)
    at = timezone.now() + HOUR
    schedule(publication=made, at=at, by=cast.press_officer.user)
    return made


def why(made: Publication) -> list[str]:
    made.refresh_from_db()
    assert made.state == State.HELD
    last = publishing.last_step(made)
    assert last is not None
    return [one["what"] for one in last.why]


def test_what_comes_out_is_frozen_and_shown(in_programme: Cast) -> None:
    made = draft(in_programme)
    write(made, "ar", by=in_programme.press_officer.user, title="قُصف السوق")
    write(made, "he", by=in_programme.press_officer.user, title="השוק הופגז")
    through(made, in_programme)
    edition = publishing.publish(publication=made, by=in_programme.press_officer.user)
    made.refresh_from_db()
    assert (made.state, edition.number) == (State.PUBLISHED, 1)
    assert is_whole(Edition.objects.get(pk=edition.pk))
    assert edition.content["citations"][0]["facts"]["killed"] == 2
    assert [one["to"] for one in edition.content["steps"]][-1] == "ready"
    pages = {one.language: one for one in ReleasedPage.objects.all()}
    assert set(pages) == {"en", "ar", "he"}
    assert pages["en"].address == "the-market-was-shelled"
    assert '<bdi class="figure">2</bdi>' in pages["en"].body
    assert 'href="#source-1"' in pages["ar"].body
    assert pages["he"].languages == ["en", "ar", "he"]
    assert "verified" in pages["en"].notes[0]["text"].lower()
    assert pages["en"].sha256 == edition.sha256
    assert ReleasedSite.objects.get().serial == 2


def test_a_translation_that_does_not_follow_stays_inside(in_programme: Cast) -> None:
    made = draft(in_programme)
    write(made, "ar", by=in_programme.press_officer.user)
    write(made, by=in_programme.press_officer.user)
    through(made, in_programme)
    publishing.publish(publication=made, by=in_programme.press_officer.user)
    assert [one.language for one in ReleasedPage.objects.all()] == ["en"]


def test_released_rows_hold_nothing_of_the_inside(in_programme: Cast) -> None:
    """Every code, name, address of a person, word of a report and coordinate is looked for."""
    made = published(in_programme)
    found = Incident.objects.get()
    released: list[dict[str, Any]] = [
        {name: str(value) for name, value in row.items()}
        for model in (ReleasedPage, ReleasedSite, ReleasedFile)
        for row in model.objects.values()
    ]
    assert released
    text = json.dumps(released, ensure_ascii=False)
    report = Report.objects.get()
    inside = [made.code, found.code, report.code, report.source.code, report.source.name]
    inside += ["Plughfrob", "Xyzzyqua", "Quillfeather", in_programme.office.code]
    for member in Membership.objects.select_related("user"):
        inside += [member.code, member.user.email, member.user.name]
    assert found.latitude
    inside += [str(found.latitude), str(found.longitude), "Harrow", "Northern Front"]
    assert [one for one in inside if one and one in text] == []


def test_what_comes_out_is_an_allow_list(in_programme: Cast) -> None:
    """A new column of a released table has to be thought of."""
    made = published(in_programme)
    page = ReleasedPage.objects.get()
    assert {field.name for field in ReleasedPage._meta.fields} == {
        *("id", "programme", "address", "language", "kind", "edition", "title", "summary", "body"),
        *("notes", "topics", "languages", "published_at", "changed_at", "corrections"),
        *("corrects", "withdrawn_at", "withdrawn_why", "sha256"),
    }
    assert [set(one) for one in page.notes] == [{"number", "text", "href"}]
    assert made.code not in str(page.__dict__)


def test_a_moment_is_one_of_the_programmes_clock(in_programme: Cast) -> None:
    programme = in_programme.programme
    programme.time_zone = "Europe/Paris"
    assert moment(clock("2026-01-05 09:00"), programme) == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert moment(clock("2026-07-05 09:00"), programme) == datetime(2026, 7, 5, 7, tzinfo=UTC)


def test_a_time_that_the_clocks_leave_out_is_none(in_programme: Cast) -> None:
    in_programme.programme.time_zone = "Europe/Paris"
    with pytest.raises(InvalidInput) as refused:
        moment(clock("2026-03-29 02:30"), in_programme.programme, which="earlier")
    assert refused.value.code == "no-time"


def test_a_time_that_comes_twice_is_asked_about(in_programme: Cast) -> None:
    programme = in_programme.programme
    programme.time_zone = "Europe/Paris"
    twice = clock("2026-10-25 02:30")
    with pytest.raises(InvalidInput) as refused:
        moment(twice, programme)
    assert refused.value.code == "time-twice"
    assert moment(twice, programme, which="earlier") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment(twice, programme, which="later") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_nothing_comes_out_before_its_embargo(in_programme: Cast) -> None:
    made, by = draft(in_programme), in_programme.press_officer.user
    set_embargo(publication=made, until=timezone.now() + 2 * HOUR, by=by)
    through(made, in_programme)
    with pytest.raises(Conflict):
        publishing.publish(publication=made, by=by)
    with pytest.raises(InvalidInput):
        schedule(publication=made, at=timezone.now() + HOUR, by=by)
    schedule(publication=made, at=timezone.now() + 3 * HOUR, by=by)
    with pytest.raises(Conflict):
        set_embargo(publication=made, until=timezone.now() + 4 * HOUR, by=by)
    with pytest.raises(NotPermitted):
        set_embargo(publication=made, until=None, by=in_programme.analyst.user)
    assert not ReleasedPage.objects.exists()


def test_what_is_due_comes_out_once(in_programme: Cast) -> None:
    made = scheduled(in_programme)
    task = Job.objects.get(kind=scheduling.RELEASE)
    assert task.not_before == made.publish_at
    assert flow_tasks.release_what_is_due() == 0
    assert publishing.release_due(made) is None, "its moment has not come"
    assert flow_tasks.release_what_is_due() == 0
    due(made)
    Job.objects.update(not_before=None)
    assert jobs.run_now(task).state == Job.State.DONE
    assert flow_tasks.release_what_is_due() == 0
    assert publishing.release_due(made) is None
    made.refresh_from_db()
    assert (made.state, Edition.objects.count()) == (State.PUBLISHED, 1)
    last = publishing.last_step(made)
    assert last is not None
    assert last.by is None


def test_killed_in_the_middle_nothing_is_half_out(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = due(scheduled(in_programme))

    def killed(*args: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(publishing.releasing, "renew", killed)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            publishing.release_due(made)
    assert not Edition.objects.exists()
    assert not ReleasedPage.objects.exists()
    assert flow_tasks.release_what_is_due() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stands": False}, "withdrawn"),
        ({"state": "refuted"}, "withdrawn"),
        ({"state": "contested"}, "weaker"),
        ({"state": "corroborated"}, "weaker"),
        ({"tlp": TLP.AMBER, "own_tlp": TLP.AMBER}, "restricted"),
        ({"tlp": TLP.RED, "own_tlp": TLP.RED}, "hidden"),
        ({"killed_best": 3}, "figures"),
    ],
)
def test_what_it_rests_on_changed_before_its_time(
    change: dict[str, Any], reason: str, in_programme: Cast
) -> None:
    made = due(scheduled(in_programme))
    Incident.all_ever.update(**change)
    assert publishing.release_due(made) is None
    assert why(made) == [reason]
    assert not ReleasedPage.objects.exists()


def test_people_are_told_that_it_was_held(
    in_programme: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MAIL_IS_SENT = True
    made = due(scheduled(in_programme))
    Incident.all_ever.update(state="contested")
    flow_tasks.release_what_is_due()
    task = Job.objects.get(kind=publishing.TELL)
    assert jobs.run_now(task).result == {"told": 2}
    told = sorted(one.to[0] for one in mail.outbox)
    assert told == ["dora.rect@example.org", "pia.ress@example.org"]
    assert made.code not in mail.outbox[0].body
    moving.take(publication=made, name="recheck", by=in_programme.press_officer.user)
    assert made.state == State.FACTS


def test_a_gate_that_opened_holds_it(in_programme: Cast) -> None:
    made = due(scheduled(in_programme))
    with gates_clear("one", "two"):
        publishing.release_due(made)
    assert why(made) == ["gate-open"]


def test_a_text_slipped_in_holds_it(in_programme: Cast) -> None:
    made = due(scheduled(in_programme))
    write(made, by=None, body="Slipped in. [~]")
    publishing.release_due(made)
    assert why(made) == ["text-changed"]


def test_a_text_saved_in_time_takes_it_off_the_schedule(in_programme: Cast) -> None:
    made, by = scheduled(in_programme), in_programme.press_officer.user
    with transaction.atomic():
        write(made, by=by, body="Better words. [~]")
        moving.moved_on(made, by=by)
    made.refresh_from_db()
    assert (made.state, made.publish_at) == (State.DRAFT, None)
    assert flow_tasks.release_what_is_due() == 0


def test_nobody_answers_for_it_any_more(in_programme: Cast) -> None:
    made = due(scheduled(in_programme))
    Membership.objects.update(active=False)
    publishing.release_due(made)
    assert why(made) == ["nobody-answers"]


def test_of_two_who_press_at_once_one_publishes(in_programme: Cast) -> None:
    made = through(draft(in_programme), in_programme)
    seen = moving.seen_by(made)
    publishing.publish(publication=made, by=in_programme.press_officer.user, seen=seen)
    late = Publication.objects.get(pk=made.pk)
    late.state = State.READY
    with pytest.raises(Conflict):
        publishing.publish(publication=late, by=in_programme.director.user, seen=seen)
    assert Edition.objects.count() == 1


def test_what_is_out_is_frozen(in_programme: Cast) -> None:
    made, by = published(in_programme), in_programme.press_officer.user
    with transaction.atomic(), pytest.raises(Conflict) as refused:
        moving.moved_on(made, by=by)
    assert refused.value.code == "frozen"


def test_the_gates_themselves_are_asked(in_programme: Cast) -> None:
    """With the policy of a new programme: names were not looked for, the incident is too new."""
    made = due(scheduled(in_programme))
    with patch.object(gating, "open_findings", queries.open_findings):
        publishing.release_due(made)
    assert why(made) == ["gate-open"]
