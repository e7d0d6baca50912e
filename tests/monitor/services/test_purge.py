"""Purging: what goes, what may not, what is left of it, and that it can be taken up again."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import InvalidInput, NotFound, NotPermitted
from goodoffices.core import audit, evidence, search
from goodoffices.core.models import AuditEntry, Handling, Hold, StoredFile
from goodoffices.core.services import holds, retention
from goodoffices.core.tlp import TLP
from goodoffices.field.models import QuarantinedFile, QuarantinedPost
from goodoffices.monitor.models import Assessment, Claim, Incident, Report, ReportVersion
from goodoffices.monitor.services import incidents, reports
from tests.cast import Cast, sign_in
from tests.monitor.rows import row, source

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=400)


@pytest.fixture
def purging(in_programme: Cast) -> Cast:
    for kind in ("monitor.report", "field.quarantinedpost"):
        Handling.objects.create(
            programme=in_programme.programme, kind=kind, keep_days=365, purges=True
        )
    return in_programme


def report(cast: Cast, number: int = 1, *, tlp: int = TLP.GREEN, linked: bool = True) -> Report:
    origin = source(cast.programme, f"Radio {number}", tlp=TLP.GREEN)
    text = f"Zarvel saw it {number}"
    made = reports.receive(
        programme=cast.programme, source=origin, row=row(str(number), text=text), by=None, tlp=tlp
    )
    if linked:
        incidents.open_incident(programme=cast.programme, reports=[made], by=None)
    Report.objects.filter(pk=made.pk).update(received_at=OLD)
    return made


def post(cast: Cast, name: str, **more: Any) -> QuarantinedPost:
    file = evidence.store_file(io.BytesIO(b"photo"), programme=cast.programme)
    os.utime(evidence.path(file), (0, 0))
    values = {"outcome": "discarded", "settled_at": OLD, **more}
    made = QuarantinedPost.objects.create(
        programme=cast.programme, reason="broken", status=400, sha256=name, body=b"x", **values
    )
    QuarantinedFile.objects.create(post=made, name="a.jpg", file=file)
    return made


def purge(cast: Cast) -> int:
    return retention.purge(cast.programme, by=cast.director.user)


def test_a_report_loses_its_words_and_keeps_its_figures(purging: Cast) -> None:
    made = report(purging)
    young = report(purging, 2)
    Report.objects.filter(pk=young.pk).update(received_at=timezone.now())
    figures = Claim.objects.filter(report=made).exclude(low=None).count()
    assert figures
    assert purge(purging) == 1
    version = ReportVersion.objects.get(report=made)
    assert (version.text, version.title, version.raw) == ("", "", "")
    assert version.digest
    assert Report.objects.get(pk=made.pk).title == ""
    assert Claim.objects.filter(report=made).exclude(low=None).count() == figures
    assert ReportVersion.objects.get(report=young).text
    assert purge(purging) == 0, "it goes once"


def test_search_finds_the_words_no_more(purging: Cast, client: Client) -> None:
    report(purging)
    path = "/p/talmora/search/?q=Zarvel"
    sign_in(client, purging.director)
    assert "Shelling of the market" in client.get(path).content.decode()
    purge(purging)
    assert "Shelling of the market" not in client.get(path).content.decode()


def test_what_may_not_go_stays_and_says_why(purging: Cast) -> None:
    undecided, cited = report(purging, 1, linked=False), report(purging, 2)
    held, going = report(purging, 3), report(purging, 4)
    incident = Incident.objects.get(links__report=cited)
    assessment = Assessment.objects.create(
        incident=incident, from_state="unverified", to_state="verified", reason="x", tlp=TLP.GREEN
    )
    assessment.grounds.create(report=cited)
    holds.place(
        programme=purging.programme,
        kind="monitor.report",
        code=held.code,
        reason="A court asks",
        by=purging.director.user,
    )
    planned = next(
        one for one in retention.plan(purging.programme) if one.kind.name == "monitor.report"
    )
    assert (planned.goes, planned.kept) == (1, 3)
    reasons = dict(planned.shown)
    assert reasons[undecided.code] == ["It waits for a decision."]
    assert reasons[cited.code] == ["An assessment cites it."]
    assert reasons[held.code] == ["A legal hold: A court asks"]
    assert purge(purging) == 1
    gone = Report.objects.exclude(words_gone_at=None)
    assert list(gone) == [going]
    end = {"programme": purging.programme, "kind": "monitor.report", "code": held.code}
    holds.end(**end, reason="Settled", by=purging.director.user)
    assert purge(purging) == 1
    with pytest.raises(NotFound):
        holds.end(**end, reason="Again", by=purging.director.user)


def test_a_hidden_incident_is_no_reason_that_anybody_reads(purging: Cast) -> None:
    cited = report(purging)
    incident = Incident.objects.get(links__report=cited)
    made = Assessment.objects.create(
        incident=incident, from_state="unverified", to_state="verified", reason="x", tlp=TLP.RED
    )
    made.grounds.create(report=cited)
    Incident.objects.filter(pk=incident.pk).update(tlp=TLP.RED)
    Hold.objects.create(
        programme=purging.programme,
        kind="monitor.incident",
        object_id=incident.pk,
        object_code=incident.code,
        reason="x",
    )

    def reasons(member: Any) -> list[tuple[str, list[str]]]:
        plans = retention.plan(purging.programme, member)
        return next(one.shown for one in plans if one.kind.name == "monitor.report")

    assert reasons(purging.director) == []
    assert reasons(None) == [
        (cited.code, ["An assessment cites it.", "Its incident has a legal hold."])
    ]
    assert purge(purging) == 0


def test_a_dry_run_changes_nothing(purging: Cast) -> None:
    report(purging)
    before = AuditEntry.objects.count()
    retention.plan(purging.programme)
    assert AuditEntry.objects.count() == before
    assert not Report.objects.exclude(words_gone_at=None).exists()


def test_files_go_with_the_last_record_that_needs_them(
    purging: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    first, waits = post(purging, "a"), post(purging, "b", outcome="waiting", settled_at=None)
    path = evidence.path(StoredFile.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        assert purge(purging) == 1
    assert not QuarantinedPost.objects.filter(pk=first.pk).exists()
    assert path.exists(), "another post needs it"
    QuarantinedPost.objects.filter(pk=waits.pk).update(outcome="discarded", settled_at=OLD)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge(purging) == 1
    assert not path.exists()
    assert not StoredFile.objects.exists()


def test_bytes_that_came_in_again_this_minute_stay(
    purging: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    post(purging, "a")
    path = evidence.path(StoredFile.objects.get())
    os.utime(path)
    with django_capture_on_commit_callbacks(execute=True):
        purge(purging)
    assert path.exists()


def test_the_log_stays_whole_and_holds_no_content(purging: Cast) -> None:
    made = report(purging)
    purge(purging)
    with scopes_disabled():
        assert [one.finding for one in audit.verify() if one.finding] == []
        entry = AuditEntry.objects.get(action="core.record.purged")
    assert (entry.object_code, entry.data) == (made.code, {"way": "anonymise"})


def test_it_goes_on_where_it_was_stopped(purging: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SLICE", 1)
    for number in range(3):
        report(purging, number)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retention.purge(purging.programme, by=purging.director.user, told=stop)
    assert Report.objects.exclude(words_gone_at=None).count() == 1
    assert purge(purging) == 2


def test_only_who_may(purging: Cast) -> None:
    report(purging)
    for who in (purging.administrator, purging.analyst):
        with pytest.raises(NotPermitted):
            retention.purge(purging.programme, by=who.user)
    with pytest.raises(InvalidInput):
        holds.place(
            programme=purging.programme,
            kind="monitor.report",
            code="x",
            reason=" ",
            by=purging.director.user,
        )


def test_the_page_counts_only_what_one_sees(purging: Cast, client: Client) -> None:
    report(purging, 1, tlp=TLP.RED)
    hidden = report(purging, 2, tlp=TLP.RED, linked=False)
    page = sign_in(client, purging.director).get("/p/talmora/retention/").content.decode()
    assert "0 records would lose their words" in page
    assert hidden.code not in page
    with pytest.raises(NotFound):
        holds.place(
            programme=purging.programme,
            kind="monitor.report",
            code=hidden.code,
            reason="x",
            by=purging.director.user,
        )


def test_pages_hold_and_purge(purging: Cast, client: Client) -> None:
    made = report(purging)
    sign_in(client, purging.director)
    given = {"kind": "monitor.report", "code": made.code, "reason": "A court asks"}
    assert client.post("/p/talmora/retention/hold/", given).status_code == 302
    page = client.get("/p/talmora/retention/").content.decode()
    assert "A legal hold: A court asks" in page
    end = f"/p/talmora/retention/hold/monitor.report/{made.code}/end/"
    assert client.post(end, {"reason": "Over"}).status_code == 302
    assert client.post("/p/talmora/retention/purge/").status_code == 302


def test_at_a_terminal(purging: Cast) -> None:
    made = report(purging, linked=False)
    report(purging, 2)
    said = CliRunner().invoke(app, ["purge", "--programme", "talmora", "--dry-run"])
    assert said.exit_code == 0, said.output
    assert "monitor.report: anonymise 1, keep 1" in said.output
    assert f"{made.code}: It waits for a decision." in said.output
    assert search.KINDS
