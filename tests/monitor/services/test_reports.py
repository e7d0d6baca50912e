"""Receiving, revising and withdrawing reports: nothing is lost, nothing overwritten."""

from __future__ import annotations

import io

import pytest
from django_scopes import scope

from goodoffices.codebook.errors import InvalidInput, NotFound, NotPermitted
from goodoffices.core import search
from goodoffices.core.access import may_see
from goodoffices.core.models import AuditEntry, Party, Place
from goodoffices.core.tlp import TLP
from goodoffices.formats.values import ReportRow
from goodoffices.monitor import services
from goodoffices.monitor.models import Claim, Incident, Report, ReportVersion
from tests.cast import Cast
from tests.monitor.rows import row, source


def received(cast: Cast, given: ReportRow | None = None, **more: object) -> Report:
    return services.receive(
        programme=cast.programme,
        source=more.pop("source", None) or source(cast.programme),  # type: ignore[arg-type]
        row=given or row(),
        by=more.pop("by", cast.monitoring_officer.user),  # type: ignore[arg-type]
        **{"open_incident": True, **more},  # type: ignore[arg-type]
    )


def incident_of(report: Report) -> Incident:
    return Incident.objects.get(links__report=report)


def test_a_received_report_keeps_its_words_and_opens_an_incident(in_programme: Cast) -> None:
    report = received(in_programme)
    version = report.versions.get()
    assert (version.number, version.raw, version.text) == (1, row().raw, row().text)
    assert version.digest == row().digest
    assert report.first_day == report.last_day == 739679
    assert sorted(report.claims.values_list("kind", flat=True)) == [
        *("date", "party", "party", "place", "toll", "type")
    ]
    incident = incident_of(report)
    assert (incident.state, incident.edtf, incident.event_type) == (
        "unverified",
        "2026-03-04",
        "remote_shelling",
    )
    assert (incident.killed_low, incident.killed_best, incident.killed_high) == (1, 2, 3)
    assert (incident.report_count, incident.source_count) == (1, 1)
    assert incident.sole_source_id == report.source_id
    assert incident.cell is not None
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"monitor.report.received", "monitor.incident.opened"} <= actions


def test_country_and_parties_are_added_once(in_programme: Cast) -> None:
    first = received(in_programme)
    received(in_programme, row("e2", sides=("NORTHERN FRONT",)), source=first.source)
    assert Place.objects.get().name == "Talmora"
    assert sorted(Party.objects.values_list("name", flat=True)) == ["Civilians", "Northern Front"]


def test_an_incident_is_found_by_its_report_and_by_its_type_in_arabic(in_programme: Cast) -> None:
    incident = incident_of(received(in_programme))
    member = in_programme.analyst
    for text in ("market", "harrow", "northern front", "قصف"):
        found = search.matching("incident", text, member)
        assert list(Incident.objects.filter(found).values_list("pk", flat=True)) == [incident.pk]


def test_the_same_words_again_change_nothing(in_programme: Cast) -> None:
    report = received(in_programme)
    again = received(in_programme, source=report.source)
    assert again.pk == report.pk
    assert Report.objects.count() == ReportVersion.objects.count() == 1


def test_other_words_become_a_new_version_and_the_old_one_stays(in_programme: Cast) -> None:
    report = received(in_programme)
    changed = row(killed=(4, 5, 6), title="Shelling near the market")
    again = services.revise(report=report, row=changed, by=in_programme.monitoring_officer.user)
    assert (again.current, again.title) == (2, "Shelling near the market")
    old = Claim.objects.get(report=report, version=1, kind="toll")
    new = Claim.objects.get(report=report, version=2, kind="toll")
    assert (old.best, old.is_current) == (2, False)
    assert (new.best, new.is_current) == (5, True)
    assert incident_of(report).killed_best == 5
    assert report.versions.get(number=1).raw == row().raw


def test_a_withdrawn_report_stays_and_counts_no_more(in_programme: Cast) -> None:
    cast = in_programme
    first = received(cast)
    other = source(cast.programme, "Another radio")
    second = received(cast, row("e2", killed=(7, 8, 9)), source=other, open_incident=False)
    incident = incident_of(first)
    services.link(incident=incident, report=second, by=cast.monitoring_officer.user)
    incident.refresh_from_db()
    assert (incident.killed_low, incident.killed_high, incident.report_count) == (1, 9, 2)
    services.withdraw(report=second, reason="taken back", by=cast.monitoring_officer.user)
    incident.refresh_from_db()
    assert (incident.killed_low, incident.killed_high) == (1, 3)
    assert (incident.report_count, incident.withdrawn_count) == (1, 1)


def test_where_only_withdrawn_claims_remain_they_still_show(in_programme: Cast) -> None:
    cast = in_programme
    report = received(cast)
    services.withdraw(report=report, reason="taken back", by=cast.monitoring_officer.user)
    incident = incident_of(report)
    assert (incident.killed_best, incident.report_count, incident.withdrawn_count) == (2, 0, 1)
    services.reinstate(report=report, reason="given again", by=cast.monitoring_officer.user)
    incident.refresh_from_db()
    assert (incident.report_count, incident.withdrawn_count) == (1, 0)


def test_a_red_report_is_seen_by_its_author_alone(in_programme: Cast) -> None:
    cast = in_programme
    report = received(cast, tlp=TLP.RED, by=cast.monitoring_officer.user)
    incident = incident_of(report)
    for member in (cast.director, cast.administrator, cast.analyst, cast.partner):
        assert not may_see(report, member)
        assert not may_see(incident, member)
        assert search.count("incident", "market", member) == 0
    cast.monitoring_officer.__dict__.pop("_named_ids", None)
    assert may_see(report, cast.monitoring_officer)
    assert may_see(incident, cast.monitoring_officer)


def test_a_red_report_adds_no_name_that_others_could_see(in_programme: Cast) -> None:
    received(in_programme, tlp=TLP.RED)
    assert not Party.objects.exists()
    assert not Place.objects.exists()


def test_a_field_officer_may_report_but_not_open_incidents(in_programme: Cast) -> None:
    cast, user = in_programme, in_programme.field_officer.user
    made = received(cast, by=user, open_incident=False)
    assert not made.is_linked
    with pytest.raises(NotPermitted):
        received(cast, row("e2"), by=user, source=made.source)


def test_people_of_another_programme_find_nothing(in_programme: Cast) -> None:
    cast = in_programme
    where = source(cast.programme)
    for user in (cast.outsider.user, cast.stranger):
        with pytest.raises(NotFound):
            received(cast, by=user, source=where)
    with scope(programme=cast.other_programme):
        foreign = source(cast.other_programme)
    with pytest.raises(NotFound):
        received(cast, source=foreign)


def test_a_report_by_hand_keeps_its_files_and_its_language(in_programme: Cast) -> None:
    cast = in_programme
    words = ReportRow("", "", "", 0, title="قصف على السوق", text="سقطت ثلاث قذائف.", language="")
    report = services.add_by_hand(
        programme=cast.programme,
        source=source(cast.programme),
        row=words,
        by=cast.field_officer.user,
        files=[("photo.txt", io.BytesIO(b"three shells"))],
    )
    assert report.language == "ar"
    assert report.office == cast.office
    assert report.attachments.get().evidence.original_name == "photo.txt"
    assert report.versions.get().digest != ""


def test_a_report_that_says_nothing_is_refused(in_programme: Cast) -> None:
    with pytest.raises(InvalidInput):
        services.add_by_hand(
            programme=in_programme.programme,
            source=source(in_programme.programme),
            row=ReportRow("", "", "", 0),
            by=in_programme.field_officer.user,
        )
