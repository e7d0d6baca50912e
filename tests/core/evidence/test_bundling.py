"""Handing evidence over: what may go, what is written down, and checking it elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django_scopes import scope, scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import evidence
from goodoffices.core.evidence import bundling, copies, rehashing
from goodoffices.core.jobs import run_now
from goodoffices.core.models import AuditEntry, Bundle, Evidence, Job
from goodoffices.core.tlp import TLP
from tests.cast import Cast, sign_in
from tests.core.evidence.items import events, item

pytestmark = pytest.mark.django_db(transaction=True)


def asked(cast: Cast, items: list[Evidence], **more: Any) -> Bundle:
    given = {"recipient": "The court", "reason": "It asked", "tlp": TLP.AMBER, "names": False}
    bundle, job = bundling.ask(items=items, by=cast.director.user, **(given | more))
    ended = run_now(job)
    assert ended.state == "done", ended.error
    return Bundle.objects.select_related("file").get(pk=bundle.pk)


def bare(place: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Check a bundle as its reader does: its own script, Python alone, nothing of ours."""
    script = place.with_name("verify.py")
    with zipfile.ZipFile(place) as packed:
        script.write_bytes(packed.read("verify.py"))
    command = [sys.executable, "-I", "-S", str(script), str(place), *more]
    return subprocess.run(command, capture_output=True, text=True, cwd=place.parent, env={})


def laid(bundle: Bundle, folder: Path) -> Path:
    assert bundle.file is not None
    place = folder / "bundle.zip"
    place.write_bytes(evidence.path(bundle.file).read_bytes())
    return place


def test_a_bundle_is_checked_on_a_machine_without_the_program(
    in_programme: Cast, tmp_path: Path
) -> None:
    one, two = item(in_programme), item(in_programme, b"\x89PNG" + bytes(99), name="photo.PNG")
    place = laid(asked(in_programme, [one, two]), tmp_path)
    seal = Bundle.objects.get().seal
    told = bare(place, "--seal", seal)
    assert (told.returncode, told.stderr) == (0, "")
    assert f"{one.code}: files/{one.code}.txt is whole; custody log of 3 events." in told.stdout
    assert f"files/{two.code}.png" in told.stdout
    assert "WHOLE" in told.stdout
    raw = bytearray(place.read_bytes())
    at = raw.index(b"What was seen")
    raw[at] ^= 1
    place.write_bytes(raw)
    told = bare(place, "--seal", seal)
    assert told.returncode == 1
    assert f"NOT WHOLE: files/{one.code}.txt was changed." in told.stderr


def test_handing_over_is_in_the_log_that_is_handed_over(in_programme: Cast, tmp_path: Path) -> None:
    one = item(in_programme)
    bundle = asked(in_programme, [one])
    assert events(one) == ["received", "hashed", "transferred"]
    with zipfile.ZipFile(laid(bundle, tmp_path)) as packed:
        log = json.loads(packed.read(f"custody/{one.code}.json"))
    assert log["events"][-1]["data"] == {"bundle": bundle.code}
    actions = AuditEntry.objects.filter(kind="core.bundle").order_by("seq")
    assert list(actions.values_list("action", "reason")) == [
        ("core.bundle.asked", "It asked"),
        ("core.bundle.made", ""),
    ]
    assert list(evidence.follow()) == []


@pytest.mark.parametrize("names", [False, True])
def test_staff_are_named_only_when_it_was_chosen(
    in_programme: Cast, tmp_path: Path, names: bool
) -> None:
    one = item(in_programme)
    place = laid(asked(in_programme, [one], names=names, reason="Secret reason"), tmp_path)
    raw = place.read_bytes()
    for told in (b"Ana Lyst", b"Dora Rect", b"Secret reason"):
        assert (told in raw) == names
    assert bare(place).returncode == 0


def test_it_is_made_once_however_often_the_worker_begins(in_programme: Cast) -> None:
    one = item(in_programme)
    bundle = asked(in_programme, [one])
    again = bundling.make(Bundle.objects.select_related("programme", "by").get(pk=bundle.pk))
    assert again.seal == bundle.seal
    assert events(one).count("transferred") == 1


def test_a_worker_killed_half_way_notes_the_handing_over_once(
    in_programme: Cast, monkeypatch: Any
) -> None:
    one = item(in_programme)
    bundle, _job = bundling.ask(
        items=[one], recipient="x", reason="x", tlp=2, names=False, by=in_programme.director.user
    )

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bundling.storing, "store_file", killed)
        with pytest.raises(KeyboardInterrupt):
            bundling.make(bundle)
    made = bundling.make(Bundle.objects.select_related("programme", "by").get(pk=bundle.pk))
    assert made.seal
    assert events(one).count("transferred") == 1


@pytest.mark.parametrize(
    "wrong", [{"items": []}, {"reason": " "}, {"recipient": ""}, {"tlp": TLP.GREEN}, {"tlp": 9}]
)
def test_what_is_asked_wrongly_is_refused(in_programme: Cast, wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"items": [item(in_programme)], "recipient": "x", "reason": "x"}
    given |= {"tlp": TLP.AMBER, "names": False} | wrong
    with pytest.raises(InvalidInput):
        bundling.ask(by=in_programme.director.user, **given)
    assert not Bundle.objects.exists()


def test_who_may_not_hand_over_is_refused_by_the_service_too(in_programme: Cast) -> None:
    with pytest.raises(NotPermitted):
        bundling.ask(
            items=[item(in_programme)],
            recipient="x",
            reason="x",
            tlp=2,
            names=False,
            by=in_programme.analyst.user,
        )


def test_what_was_restricted_meanwhile_does_not_leave(in_programme: Cast) -> None:
    one, by = item(in_programme), in_programme.director.user
    bundle, job = bundling.ask(
        items=[one], recipient="x", reason="x", tlp=TLP.AMBER, names=False, by=by
    )
    with transaction.atomic():
        copies.restrict([one.pk], tlp=TLP.RED, programme=in_programme.programme, by=by)
    ended = run_now(job)
    assert (ended.state, ended.error_code) == ("failed", "too-strict")
    assert "transferred" not in events(one)
    bundle.refresh_from_db()
    assert bundle.file is None


def test_a_bundle_stays_when_a_file_of_it_was_restricted_since(in_programme: Cast) -> None:
    one = item(in_programme, tlp=TLP.GREEN)
    bundle = asked(in_programme, [one], tlp=TLP.GREEN)
    bundling.fetched(bundle, by=in_programme.director.user).close()
    with transaction.atomic():
        copies.restrict(
            [one.pk], tlp=TLP.AMBER, programme=in_programme.programme, by=in_programme.director.user
        )
    with pytest.raises(InvalidInput) as refused:
        bundling.fetched(bundle, by=in_programme.director.user)
    assert refused.value.code == "too-strict"


def test_a_changed_bundle_is_not_handed_out(in_programme: Cast) -> None:
    bundle = asked(in_programme, [item(in_programme)])
    assert bundle.file is not None
    with evidence.path(bundle.file).open("ab") as more:
        more.write(b"x")
    rehashing.reread(bundle.file)
    with pytest.raises(Conflict):
        bundling.fetched(bundle, by=in_programme.director.user)


def test_a_changed_file_does_not_leave_and_raises_the_alarm(in_programme: Cast) -> None:
    one = item(in_programme)
    evidence.path(one.file).write_bytes(b"doctored")
    _bundle, job = bundling.ask(
        items=[one],
        recipient="x",
        reason="x",
        tlp=TLP.AMBER,
        names=False,
        by=in_programme.director.user,
    )
    assert run_now(job).error_code == "file-damaged"
    assert events(one)[-1] == "integrity-failed"
    one.file.refresh_from_db()
    with pytest.raises(Conflict):
        asked(in_programme, [one])


def test_the_pages_from_choosing_to_downloading(cast: Cast, client: Any) -> None:
    with scope(programme=cast.programme):
        one, hidden = item(cast), item(cast, b"hidden", tlp=TLP.RED, name="names a witness.txt")
    sign_in(client, cast.director)
    address = f"/p/talmora/bundles/new/?code={one.code}&code={hidden.code}&code=absent"
    page = client.get(address).content.decode()
    assert "1 file" in page
    assert "witness" not in page
    given = {"code": [one.code, hidden.code], "recipient": "The court", "reason": "It asked"}
    assert client.post(address, given).status_code == 400
    sent = client.post(address, given | {"tlp": TLP.AMBER})
    with scopes_disabled():
        job = run_now(Job.objects.select_related("programme").get(state="waiting"))
        bundle = Bundle.objects.get()
        assert list(bundle.items.all()) == [one]
    assert sent["Location"] == f"/p/talmora/tasks/{job.code}/"
    shown = client.get(f"/p/talmora/bundles/{bundle.code}/").content.decode()
    assert bundle.seal in shown
    answer = client.get(f"/p/talmora/bundles/{bundle.code}/file/")
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{bundle.code}.zip"'
    assert b"".join(answer.streaming_content).startswith(b"PK")
    with scopes_disabled():
        entries = AuditEntry.objects.filter(programme=cast.programme)
        assert entries.latest("seq").action == "core.bundle.fetched"


def test_a_bundle_is_hidden_from_who_may_not_see_all_of_it(cast: Cast, client: Any) -> None:
    from goodoffices.core.access import name_on

    with scope(programme=cast.programme):
        one, red = item(cast), item(cast, b"hidden", tlp=TLP.RED)
        name_on(red, [cast.director], by=None)
        bundle = asked(cast, [one, red], tlp=TLP.RED)
    for member, status in ((cast.director, 200), (cast.monitoring_officer, 404)):
        sign_in(client, member)
        assert client.get(f"/p/talmora/bundles/{bundle.code}/").status_code == status
        assert client.get(f"/p/talmora/bundles/{bundle.code}/file/").status_code == status
        listed = client.get("/p/talmora/bundles/").content.decode()
        assert (bundle.code in listed) == (status == 200)


def test_files_of_a_record_lead_to_handing_them_over(cast: Cast, client: Any) -> None:
    from tests.web.addresses import _report

    with scope(programme=cast.programme):
        code = _report(cast, cast.director, TLP.AMBER)
        from goodoffices.monitor.models import Report, ReportEvidence

        one = item(cast)
        ReportEvidence.objects.create(report=Report.objects.get(code=code), evidence=one)
    hand_over = f'name="code" value="{one.code}"'
    page = sign_in(client, cast.director).get(f"/p/talmora/reports/{code}/").content.decode()
    assert hand_over in page
    page = sign_in(client, cast.analyst).get(f"/p/talmora/reports/{code}/").content.decode()
    assert hand_over not in page
