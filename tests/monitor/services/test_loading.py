"""Files: loaded once, revised, withdrawn, refused; never half done."""

from __future__ import annotations

import csv
import errno
import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import evidence, jobs, search
from goodoffices.core.models import AuditEntry, Job
from goodoffices.core.tlp import TLP
from goodoffices.monitor import services
from goodoffices.monitor.models import (
    Claim,
    Import,
    Incident,
    IncidentParty,
    Report,
    ReportLink,
    ReportVersion,
    Source,
)
from goodoffices.monitor.queries import outcomes
from goodoffices.monitor.services import imports, loading
from goodoffices.monitor.services.deriving import derive_many
from tests.cast import Cast
from tests.monitor.rows import source
from tests.shared_data import shared

# Work in the background commits: on PostgreSQL its progress is written over a second connection.
pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = (
    *("id", "year", "type_of_violence", "conflict_name", "side_a", "side_b", "country"),
    *("latitude", "longitude", "date_start", "low", "best", "high"),
)


def event(number: int, **values: object) -> dict[str, object]:
    """Return one event as a UCDP row."""
    return {
        "id": number,
        "year": 2026,
        "type_of_violence": 1 + number % 3,
        "conflict_name": "Talmora: Government",
        "side_a": "Government of Talmora",
        "side_b": "Northern Front",
        "country": "Talmora",
        "latitude": 11.4 + number / 1000,
        "longitude": 31.2,
        "date_start": "2026-03-04",
        "low": 1,
        "best": 2,
        "high": 3,
        **values,
    }


def table(rows: Iterable[dict[str, object]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(cast: Cast, content: bytes, **more: Any) -> Import:
    """Load a file to its end, in this process."""
    where = more.pop("source", None) or Source.objects.filter(name="UCDP").first()
    imported = imports.start(
        programme=cast.programme,
        source=where or source(cast.programme, "UCDP"),
        reader=more.pop("reader", "ucdp-ged"),
        file=io.BytesIO(content),
        name="events.csv",
        by=cast.monitoring_officer.user,
        **more,
    )
    assert imported.job is not None
    jobs.run_now(imported.job)
    imported.refresh_from_db()
    return imported


def counts(imported: Import) -> tuple[int, int, int, int, int]:
    return (
        imported.added,
        imported.changed,
        imported.unchanged,
        imported.withdrawn,
        imported.rejected,
    )


def test_each_event_becomes_one_report_and_one_unverified_incident(in_programme: Cast) -> None:
    imported = load(in_programme, table(event(n) for n in range(1, 8)))
    assert counts(imported) == (7, 0, 0, 0, 0)
    assert [kind.objects.count() for kind in (Report, Incident, ReportLink)] == [7, 7, 7]
    incident = Incident.objects.get(links__report__external_id="3")
    assert (incident.state, incident.event_type) == ("unverified", "battle_state_based")
    assert (incident.killed_low, incident.killed_best, incident.killed_high) == (1, 2, 3)
    assert incident.place is not None
    assert incident.place.name == "Talmora"
    assert IncidentParty.objects.filter(incident=incident).count() == 2
    assert search.count("incident", "northern front", in_programme.analyst) == 7
    assert search.count("report", "northern front", in_programme.analyst) == 7
    assert imported.ended_at is not None
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions.count("monitor.import.started") == actions.count("monitor.import.ended") == 1
    assert "monitor.report.received" not in actions


def test_the_bulk_path_derives_what_derive_does(in_programme: Cast) -> None:
    load(in_programme, shared("ged_v23_1_sample1000_49cols.csv.gz").read_bytes())
    names = ("edtf", "first_day", "last_day", "place_id", "place_text", "latitude", "longitude")
    more = ("radius_m", "cell", "event_type", "killed_low", "killed_best", "killed_high", "tolls")
    counts = ("place_precision", "tlp", "report_count", "source_count", "sole_source_id")
    columns = (*names, *more, *counts)
    before = list(Incident.objects.order_by("pk").values_list(*columns))
    parties = set(IncidentParty.objects.values_list("incident_id", "party_id", "role"))
    with transaction.atomic():
        derive_many(in_programme.programme, list(Incident.objects.values_list("pk", flat=True)))
    assert list(Incident.objects.order_by("pk").values_list(*columns)) == before
    assert set(IncidentParty.objects.values_list("incident_id", "party_id", "role")) == parties
    assert len(before) == 1000


def test_loading_twice_adds_nothing(in_programme: Cast) -> None:
    content = table(event(n) for n in range(1, 8))
    load(in_programme, content)
    again = load(in_programme, content)
    assert counts(again) == (0, 0, 7, 0, 0)
    assert ReportVersion.objects.count() == Incident.objects.count() == 7
    assert again.file == Import.objects.order_by("pk").first().file  # type: ignore[union-attr]


def test_a_changed_row_is_a_new_version_and_its_incident_follows(in_programme: Cast) -> None:
    load(in_programme, table([event(1), event(2)]))
    imported = load(in_programme, table([event(1, best=9, high=9), event(2)]))
    assert counts(imported) == (0, 1, 1, 0, 0)
    report = Report.objects.get(external_id="1")
    assert (report.current, report.versions.count()) == (2, 2)
    assert '"best":"2"' in report.versions.get(number=1).raw
    assert Incident.objects.get(links__report=report).killed_best == 9
    [changed] = outcomes.changes(list(outcomes.listed(imported, "changed", in_programme.analyst)))
    [difference] = changed.differences
    assert difference.before is not None
    assert difference.after is not None
    assert (difference.before.best, difference.after.best) == (2, 9)


def test_a_complete_release_lists_what_it_lacks_and_asks(in_programme: Cast) -> None:
    cast = in_programme
    load(cast, table(event(n) for n in (1, 2, 3)))
    imported = load(cast, table(event(n) for n in (1, 3)), complete=True)
    assert (imported.missing, imported.withdrawn) == (1, 0)
    assert not Report.objects.filter(withdrawn_at__isnull=False).exists()
    jobs.run_now(imports.confirm_missing(imported=imported, by=cast.monitoring_officer.user))
    gone = Report.objects.get(withdrawn_at__isnull=False)
    assert (gone.external_id, gone.withdrawn_in) == ("2", imported)
    incident = Incident.objects.get(links__report=gone)
    assert (incident.report_count, incident.withdrawn_count) == (0, 1)
    with pytest.raises(Conflict):
        imports.confirm_missing(imported=imported, by=cast.monitoring_officer.user)
    back = load(cast, table(event(n) for n in (1, 2, 3)), complete=True)
    assert (back.reinstated, back.missing) == (1, 0)
    assert not Report.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_newer_file_takes_the_decision_away(in_programme: Cast) -> None:
    cast = in_programme
    load(cast, table(event(n) for n in (1, 2)))
    imported = load(cast, table([event(1)]), complete=True)
    load(cast, table(event(n) for n in (1, 2, 3)))
    with pytest.raises(Conflict) as told:
        imports.confirm_missing(imported=imported, by=cast.monitoring_officer.user)
    assert told.value.code == "newer-import"


def test_reports_of_other_sources_are_never_missing(in_programme: Cast) -> None:
    cast = in_programme
    load(cast, table(event(n) for n in (1, 2)), source=source(cast.programme, "Other"))
    assert load(cast, table([event(7)]), complete=True).missing == 0


def test_bad_rows_are_listed_and_good_ones_loaded(in_programme: Cast) -> None:
    rows = [event(1), event(2, best="many"), event(3, date_start="2026-13-40"), event(1), event(4)]
    imported = load(in_programme, table(rows))
    assert counts(imported) == (2, 0, 0, 0, 3)
    found = [(one.line, one.column, one.reason) for one in imported.rejections.order_by("pk")]
    assert found == [
        (3, "best", "bad_count"),
        (4, "date_start", "bad_date"),
        (5, "id", "repeated_id"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 a report",
        b"name,colour\nharrow,teal\n",
        b"",
        gzip.compress(table([event(1)]))[:-30],
        table([event(1)]).decode().encode("utf-16-le"),
    ],
)
def test_a_file_that_is_something_else_changes_nothing(in_programme: Cast, content: bytes) -> None:
    imported = load(in_programme, content)
    assert imported.job is not None
    assert imported.job.state == Job.State.FAILED
    sentence = imported.job.error
    assert 0 < len(sentence) < 400
    assert "\n" not in sentence
    assert not Report.objects.exists()
    assert not Claim.objects.exists()
    assert AuditEntry.objects.filter(action="monitor.import.failed").count() == 1


def test_one_import_of_a_source_at_a_time(in_programme: Cast) -> None:
    cast, where = in_programme, source(in_programme.programme, "UCDP")
    given: dict[str, Any] = {
        "programme": cast.programme,
        "reader": "ucdp-ged",
        "name": "e.csv",
        "by": cast.monitoring_officer.user,
    }
    first = imports.start(source=where, file=io.BytesIO(table([event(1)])), **given)
    with pytest.raises(Conflict) as told:
        imports.start(source=where, file=io.BytesIO(table([event(2)])), **given)
    assert told.value.code == "import-under-way"
    assert first.job is not None
    jobs.run_now(first.job)
    imports.start(source=where, file=io.BytesIO(table([event(2)])), **given)


def test_who_may_load_and_what_a_file_may_be_marked(in_programme: Cast) -> None:
    cast, where = in_programme, source(in_programme.programme, "UCDP")
    given: dict[str, Any] = {
        "programme": cast.programme,
        "source": where,
        "reader": "ucdp-ged",
        "name": "e.csv",
    }
    for user, refusal in (
        (cast.field_officer.user, NotPermitted),
        (cast.partner.user, NotPermitted),
        (cast.outsider.user, NotFound),
        (cast.stranger, NotFound),
    ):
        with pytest.raises(refusal):
            imports.start(file=io.BytesIO(b""), by=user, **given)
    with pytest.raises(InvalidInput):
        imports.start(file=io.BytesIO(b""), by=cast.director.user, tlp=TLP.RED, **given)
    assert not Import.objects.exists()


def test_a_full_disk_keeps_nothing_of_the_file(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("goodoffices.core.evidence.files.os.write", full)
    with pytest.raises(evidence.DiskFull):
        load(in_programme, table([event(1)]))
    assert not Import.objects.exists()
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]
    assert left == []


def test_a_full_database_disk_is_said_and_whole_chunks_stay(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "CHUNK", 2)
    took = loading.take_rows

    def full(imported: Import, desk: Any, source_id: int, rows: Any) -> dict[str, int]:
        if rows[0].external_id == "3":
            took(imported, desk, source_id, rows)
            raise OperationalError("database or disk is full")
        return took(imported, desk, source_id, rows)

    monkeypatch.setattr(loading, "take_rows", full)
    content = table(event(n) for n in range(1, 6))
    imported = load(in_programme, content)
    assert imported.job is not None
    assert (imported.job.error_code, imported.rows_done) == ("disk-full", 2)
    assert Report.objects.count() == Incident.objects.count() == 2
    monkeypatch.setattr(loading, "take_rows", took)
    assert counts(load(in_programme, content)) == (3, 0, 2, 0, 0)


def test_revisions_between_two_real_releases_are_kept(in_programme: Cast) -> None:
    with gzip.open(shared("ged_syria_revisions_v19_to_v21.csv.gz"), "rt") as stream:
        rows = list(csv.DictReader(stream))

    def release(which: str) -> bytes:
        fields = ("date_start", "latitude", "longitude", "side_a", "side_b", "low", "best", "high")
        return table(
            event(
                int(row["id"]),
                country="Syria",
                **{name: row[f"{name}_{which}"] for name in fields},
            )
            for row in rows
        )

    first = load(in_programme, release("old"))
    second = load(in_programme, release("new"), release="21.1")
    assert first.added == second.changed + second.unchanged
    assert second.changed > 900
    row = next(one for one in rows if one["best_old"] != one["best_new"])
    report = Report.objects.get(external_id=row["id"])
    best = {
        claim.version: (claim.best, claim.is_current)
        for claim in report.claims.filter(kind="toll", category="all")
    }
    assert best == {
        1: (int(float(row["best_old"])), False),
        2: (int(float(row["best_new"])), True),
    }
    assert Incident.objects.get(links__report=report).killed_best == int(float(row["best_new"]))
    assert Incident.objects.count() == first.added


def test_each_row_of_a_mapped_table_may_name_its_source(in_programme: Cast) -> None:
    lines = (
        "who,day,said",
        "Radio One,2026-03-04,A",
        "Radio Two,2026-03-05,B",
        "Radio One,2026-03-06,C",
    )
    content = "\n".join(lines).encode()
    mapping = {"source": "who", "date": "day", "text": "said", "date_order": "iso"}
    imported = imports.start(
        programme=in_programme.programme,
        source=None,
        reader="table",
        file=io.BytesIO(content),
        name="t.csv",
        by=in_programme.analyst.user,
        mapping=mapping,
    )
    assert imported.job is not None
    jobs.run_now(imported.job)
    found = Report.objects.order_by("pk").values_list("source__name", "versions__text")
    assert sorted(found) == [("Radio One", "A"), ("Radio One", "C"), ("Radio Two", "B")]


def test_what_a_member_may_not_see_is_not_in_an_outcome(in_programme: Cast) -> None:
    cast = in_programme
    imported = load(cast, table(event(n) for n in (1, 2)))
    hidden = Report.objects.get(external_id="1")
    services.restrict(record=hidden, tlp=TLP.RED, by=cast.director.user)
    found = outcomes.listed(imported, "added", cast.analyst)
    assert [report.external_id for report in found] == ["2"]
