"""Reports that copy one another count once: "3 reports, 1 independent origin"."""

from __future__ import annotations

from io import BytesIO

from goodoffices.monitor import services
from goodoffices.monitor.queries.records.incident import incident_record
from goodoffices.monitor.queries.records.origins import Origins, origins_of
from tests.monitor.rows import source
from tests.monitor.services.linking.test_suggesting import receive
from tests.monitor.stage import Stage

TEXT = (
    "Three shells fell on the market at dawn, said a trader who was there with her two sons, and "
    "the road to the bridge was closed until noon."
)


def origins(stage: Stage) -> Origins:
    """Return the origins of the first incident as the monitoring officer sees them."""
    record = incident_record(stage.incident.code, stage.cast.monitoring_officer)
    return origins_of(record.reports, stage.cast.monitoring_officer)


def link(stage: Stage, *external_ids: str, **more: object) -> None:
    """Link reports with the same text, of a source each, to the first incident."""
    by = stage.cast.monitoring_officer.user
    for own in external_ids:
        made = services.receive(
            programme=stage.cast.programme,
            source=source(stage.cast.programme, f"Paper {own}"),
            row=stage_row(own, **more),
            by=by,
        )
        services.link(incident=stage.incident, report=made, by=by)


def stage_row(own: str, **more: object) -> object:
    from tests.monitor.rows import row

    return row(own, text=TEXT, **more)  # type: ignore[arg-type]


def test_different_accounts_are_origins_of_their_own(stage: Stage) -> None:
    found = origins(stage)
    assert (found.reports, len(found.origins), found.copied) == (2, 2, [])


def test_three_copies_are_one_origin_with_its_reason(stage: Stage) -> None:
    link(stage, "x", "y", "z")
    found = origins(stage)
    assert (found.reports, len(found.origins)) == (5, 3)
    [copied] = found.copied
    assert len(copied.reports) == 3
    assert {reason.code for reason in copied.reasons} == {"same_words"}
    shown = stage.client().get(stage.at(f"incidents/{stage.incident.code}/")).content.decode()
    assert "5 reports, 3 independent origins" in shown
    assert "both say “" in shown


def test_one_source_is_one_origin_and_a_withdrawn_report_none(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    services.link(incident=stage.incident, report=stage.waiting, by=by)
    found = origins(stage)
    assert (found.reports, len(found.origins)) == (3, 2)
    assert {reason.code for reason in found.copied[0].reasons} == {"same_source"}
    services.withdraw(report=stage.waiting, reason="corrected", by=by)
    assert (origins(stage).reports, len(origins(stage).origins)) == (2, 2)


def test_a_source_known_to_copy_is_no_origin(stage: Stage) -> None:
    services.change_source  # noqa: B018 - the tie is made on the source's page
    stage.hospital.copies_from = stage.radio
    stage.hospital.save()
    by = stage.cast.monitoring_officer.user
    copy = receive(stage, "copy", "hospital", row={"killed": (1, 2, 3)})
    services.link(incident=stage.incident, report=copy, by=by)
    services.unlink(incident=stage.incident, report=stage.second, reason="another", by=by)
    found = origins(stage)
    assert (found.reports, len(found.origins)) == (2, 1)


def test_the_same_photo_is_one_origin(stage: Stage) -> None:
    by = stage.cast.monitoring_officer.user
    for report in (stage.first, stage.second):
        services.attach(report=report, files=[("a.txt", BytesIO(b"one and the same"))], by=by)
    found = origins(stage)
    assert (found.reports, len(found.origins)) == (2, 1)
    assert {reason.code for reason in found.copied[0].reasons} == {"same_file"}
