"""Linking, describing, judging: appended, never overwritten, told to whoever comes second."""

from __future__ import annotations

from datetime import date

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import search
from goodoffices.core.access import may_see
from goodoffices.core.models import AuditEntry, Job
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, IncidentParty, IncidentSource, Report
from tests.cast import Cast
from tests.monitor.rows import row, source


@pytest.fixture
def pair(in_programme: Cast) -> tuple[Report, Report]:
    """Return two reports of two sources about the same event, with different figures."""
    cast = in_programme
    by = cast.monitoring_officer.user
    return (
        services.receive(
            programme=cast.programme, source=source(cast.programme, "One"), row=row("a"), by=by
        ),
        services.receive(
            programme=cast.programme,
            source=source(cast.programme, "Two"),
            row=row("b", day="2026-03", killed=(5, 6, 7), sides=("Quay Guard",)),
            by=by,
        ),
    )


def opened(cast: Cast, *reports: Report) -> Incident:
    return services.open_incident(
        programme=cast.programme, reports=reports, by=cast.monitoring_officer.user
    )


def test_values_come_from_all_claims_by_the_programmes_rules(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    incident = opened(in_programme, *pair)
    assert incident.edtf == "2026-03-04"
    assert (incident.killed_low, incident.killed_best, incident.killed_high) == (1, 2, 7)
    assert (incident.report_count, incident.source_count, incident.sole_source) == (2, 2, None)
    assert IncidentSource.objects.filter(incident=incident).count() == 2
    names = IncidentParty.objects.filter(incident=incident).values_list("party__name", flat=True)
    assert sorted(names) == ["Civilians", "Northern Front", "Quay Guard"]
    assert incident.title == ""


def test_links_are_withdrawn_and_stay_on_record(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    incident, by = opened(in_programme, *pair), in_programme.monitoring_officer.user
    incident = services.unlink(incident=incident, report=pair[1], by=by, reason="another street")
    assert (incident.report_count, incident.revision) == (1, 2)
    gone = incident.links.get(report=pair[1])
    assert (gone.withdrawn_by, gone.withdrawn_reason) == (by, "another street")
    pair[1].refresh_from_db()
    assert not pair[1].is_linked
    assert incident.sole_source == pair[0].source
    services.link(incident=incident, report=pair[1], by=by)
    assert incident.links.filter(report=pair[1]).count() == 2


def test_the_last_report_cannot_be_taken_away(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    with pytest.raises(Conflict):
        services.unlink(
            incident=opened(in_programme, pair[0]),
            report=pair[0],
            by=in_programme.director.user,
            reason="x",
        )


def test_the_second_editor_is_told_and_loses_nothing(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    incident = opened(in_programme, pair[0])
    seen = incident.revision
    services.link(incident=incident, report=pair[1], by=in_programme.director.user, revision=seen)
    with pytest.raises(services.Overtaken) as told:
        services.describe(
            incident=incident,
            by=in_programme.monitoring_officer.user,
            title="Shelling of Harrow",
            summary="Long text",
            revision=seen,
        )
    [change] = told.value.changes
    assert (change.actor, change.action) == ("Dora Rect", "monitor.incident.linked")
    assert told.value.given == {"title": "Shelling of Harrow", "summary": "Long text"}
    incident.refresh_from_db()
    assert incident.title == ""
    services.describe(
        incident=incident,
        by=in_programme.monitoring_officer.user,
        title="Shelling of Harrow",
        summary="Long text",
        revision=told.value.revision,
    )
    incident.refresh_from_db()
    assert incident.title == "Shelling of Harrow"
    assert search.count("incident", "long text", in_programme.analyst) == 1


def test_only_a_person_who_may_sets_the_state(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    cast, incident = in_programme, opened(in_programme, pair[0])
    for by in (None, cast.analyst.user):
        with pytest.raises(NotPermitted):
            services.assess(incident=incident, state="verified", reason="seen", by=by)
    with pytest.raises(NotFound):
        services.assess(incident=incident, state="verified", reason="x", by=cast.outsider.user)
    with pytest.raises(InvalidInput):
        services.assess(incident=incident, state="certain", reason="x", by=cast.director.user)
    with pytest.raises(InvalidInput):
        services.assess(incident=incident, state="verified", reason=" ", by=cast.director.user)
    made = services.assess(
        incident=incident,
        state="verified",
        standard="grounds",
        reason="seen on site",
        despite="two of us saw it",
        by=cast.director.user,
    )
    assert (made.from_state, made.to_state) == ("unverified", "verified")
    incident.refresh_from_db()
    assert incident.state == "verified"


def test_a_rule_is_chosen_with_a_reason_and_shown_values_follow(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    cast, incident = in_programme, opened(in_programme, *pair)
    claim = pair[1].claims.get(kind="toll")
    services.choose_rule(
        incident=incident,
        field="toll",
        rule="team",
        claim=claim,
        reason="the hospital counted",
        by=cast.director.user,
    )
    incident.refresh_from_db()
    assert (incident.toll_rule, incident.killed_best) == ("team", 6)
    services.choose_rule(
        incident=incident,
        field="date",
        rule="team",
        value={"edtf": "2026-03-05"},
        reason="after midnight",
        by=cast.director.user,
    )
    incident.refresh_from_db()
    assert (incident.edtf, incident.killed_best) == ("2026-03-05", 6)
    with pytest.raises(InvalidInput):
        services.choose_rule(
            incident=incident, field="toll", rule="wish", reason="x", by=cast.director.user
        )


def test_a_claim_of_another_incident_cannot_be_chosen(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    with pytest.raises(InvalidInput):
        services.choose_rule(
            incident=opened(in_programme, pair[0]),
            field="toll",
            rule="team",
            claim=pair[1].claims.get(kind="toll"),
            reason="x",
            by=in_programme.director.user,
        )


def test_the_strictest_report_marks_the_incident_and_its_search(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    cast, incident = in_programme, opened(in_programme, *pair)
    services.restrict(record=pair[1], tlp=TLP.RED, by=cast.director.user, reason="a witness")
    incident.refresh_from_db()
    assert incident.tlp == TLP.RED
    assert search.count("incident", "market", cast.analyst) == 0
    for member in (cast.director, cast.monitoring_officer):
        member.__dict__.pop("_named_ids", None)
        assert may_see(incident, member)
    services.unlink(incident=incident, report=pair[1], by=cast.director.user, reason="kept apart")
    incident.refresh_from_db()
    assert incident.tlp == cast.programme.default_tlp
    assert search.count("incident", "market", cast.analyst) == 1


def test_what_one_may_not_see_does_not_exist_for_services(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    cast = in_programme
    services.restrict(record=pair[1], tlp=TLP.RED, by=cast.monitoring_officer.user)
    with pytest.raises(NotFound):
        services.link(incident=opened(cast, pair[0]), report=pair[1], by=cast.director.user)


def test_a_report_is_set_aside_only_while_no_incident_holds_it(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    cast, by = in_programme, in_programme.monitoring_officer.user
    assert services.set_aside(report=pair[0], reason="a weather report", by=by).set_aside_at
    assert services.take_back(report=pair[0], reason="", by=by).set_aside_at is None
    opened(cast, pair[0])
    with pytest.raises(Conflict):
        services.set_aside(report=pair[0], reason="x", by=by)


def test_a_new_grade_derives_in_the_background_what_follows_grades(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    from goodoffices.core import jobs

    cast, incident = in_programme, opened(in_programme, *pair)
    by = cast.director.user
    services.choose_rule(incident=incident, field="toll", rule="most_reliable", reason="x", by=by)
    services.grade_source(
        source=pair[1].source, reliability="A", since=date(2026, 1, 1), reason="right", by=by
    )
    jobs.run_now(Job.objects.get())
    incident.refresh_from_db()
    assert incident.killed_best == 6
    services.grade_source(
        source=pair[0].source, reliability="A", since=date(2026, 4, 1), reason="late", by=by
    )
    jobs.run_now(Job.objects.order_by("-pk").first())
    incident.refresh_from_db()
    assert incident.killed_best == 6, "a grade counts from its day on"


def test_every_verb_leaves_its_entry_with_the_revision(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    incident = opened(in_programme, pair[0])
    services.link(incident=incident, report=pair[1], by=in_programme.director.user)
    entries = AuditEntry.objects.filter(kind="monitor.incident").order_by("seq")
    assert [(e.action, e.data["revision"]) for e in entries] == [
        ("monitor.incident.opened", 1),
        ("monitor.incident.linked", 2),
    ]


def test_grading_a_report_needs_a_reason_and_a_known_grade(
    in_programme: Cast, pair: tuple[Report, Report]
) -> None:
    by = in_programme.director.user
    with pytest.raises(InvalidInput):
        services.grade_report(report=pair[0], credibility=7, reason="x", by=by)
    graded = services.grade_report(report=pair[0], credibility=2, reason="two agree", by=by)
    assert graded.credibility == 2
