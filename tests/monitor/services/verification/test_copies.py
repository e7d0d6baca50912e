"""The rule counts independent origins as linkage does: reports that copy one another count once."""

from __future__ import annotations

from io import BytesIO

from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import Incident, Report, Source
from goodoffices.monitor.queries.records.holding import linked_reports
from goodoffices.monitor.queries.records.origins import origins_of
from goodoffices.monitor.services.verification.grounds import finding_for
from goodoffices.monitor.services.verification.policy import shipped_policy
from tests.monitor.rows import row, source
from tests.monitor.services.verification.judged import judge
from tests.monitor.stage import Stage

WIRE = (
    "Three shells fell on the market at dawn, said a trader who was there with her two sons, and "
    "the road to the bridge was closed until noon."
)


def told(stage: Stage, name: str, text: str, kind: str = "media", **more: object) -> Report:
    """Link a report of a source of its own to the stage's incident."""
    who = source(stage.cast.programme, name)
    Source.objects.filter(pk=who.pk).update(kind=kind)
    who.refresh_from_db()
    by = stage.cast.monitoring_officer.user
    given = row(name, text=text, **more)  # type: ignore[arg-type]
    made = services.receive(programme=stage.cast.programme, source=who, row=given, by=by)
    services.link(incident=stage.incident, report=made, by=by)
    return made


def only(stage: Stage, *kept: Report) -> Incident:
    """Leave the incident with these reports alone."""
    for one in (stage.first, stage.second):
        if one not in kept:
            by = stage.cast.monitoring_officer.user
            services.unlink(incident=stage.incident, report=one, reason="another", by=by)
    return stage.incident


def found(stage: Stage, aspect: str = "event") -> tuple[bool, int, int]:
    """Return what the rule finds for "verified": holds, voices, origins."""
    member = stage.cast.monitoring_officer
    made = finding_for(stage.incident, aspect, "verified", member, shipped_policy())
    assert made is not None
    return made.holds, made.voices, made.origins


def test_a_thousand_copies_of_one_message_are_one_origin(stage: Stage) -> None:
    for number in range(12):
        kind = ("media", "authority", "civil-society")[number % 3]
        told(stage, f"Outlet {number}", WIRE, kind)
    only(stage)
    assert found(stage) == (False, 12, 1)
    assert judge(stage, "verified").rule_holds is False


def test_one_file_sent_by_two_is_one_origin(stage: Stage) -> None:
    Source.objects.filter(pk=stage.hospital.pk).update(kind="authority")
    assert found(stage)[0]
    for report in (stage.first, stage.second):
        files = [("a.txt", BytesIO(b"one and the same"))]
        services.attach(report=report, files=files, by=stage.cast.monitoring_officer.user)
    assert found(stage) == (False, 2, 1)


def test_a_copy_in_between_ties_those_that_speak_of_harm(stage: Stage) -> None:
    told(stage, "Agency", WIRE, killed=None)
    told(stage, "Hospital list", f"{WIRE} Nine were named by the clinic.", "authority")
    told(stage, "Evening paper", f"As heard: {WIRE}")
    only(stage)
    assert found(stage, "harm") == (False, 2, 1)


def test_a_source_that_repeats_another_counts_with_a_figure_of_its_own(stage: Stage) -> None:
    Source.objects.filter(pk=stage.hospital.pk).update(kind="authority", copies_from=stage.radio)
    assert found(stage) == (True, 2, 2)
    echo = told(stage, "Echo", "Shells on the market again, we hear.", "authority", killed=None)
    Source.objects.filter(pk=echo.source_id).update(copies_from=stage.radio)
    only(stage, stage.first)
    assert found(stage) == (False, 2, 1)


def test_two_that_repeat_an_absent_third_are_one_and_the_reason_says_so(stage: Stage) -> None:
    agency = source(stage.cast.programme, "Agency")
    Source.objects.filter(pk__in=[stage.radio.pk, stage.hospital.pk]).update(copies_from=agency)
    by = stage.cast.monitoring_officer.user
    quiet = services.receive(
        programme=stage.cast.programme,
        source=stage.hospital,
        row=row("quiet", text="Nothing more is known here.", killed=None),
        by=by,
    )
    services.link(incident=stage.incident, report=quiet, by=by)
    only(stage, stage.first)
    assert found(stage)[2] == 1
    member = stage.cast.monitoring_officer
    [origin] = origins_of(linked_reports(stage.incident, member), member).origins
    assert [reason.code for reason in origin.reasons] == ["common_source"]
    Source.objects.filter(pk=agency.pk).update(tlp=TLP.RED)
    assert found(stage)[2] == 2


def test_sources_that_repeat_each_other_end_somewhere(stage: Stage) -> None:
    Source.objects.filter(pk=stage.hospital.pk).update(copies_from=stage.radio)
    Source.objects.filter(pk=stage.radio.pk).update(copies_from=stage.hospital)
    assert found(stage)[1] == 2
