"""Stored files are read again in turn; what has changed on the disk is found, named and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import Conflict
from goodoffices.core import evidence
from goodoffices.core.evidence import rehashing
from goodoffices.core.evidence.opening import opened
from goodoffices.core.models import AuditEntry, CustodyEvent, StoredFile
from goodoffices.core.tlp import TLP
from goodoffices.web.checks import stored_files
from tests.cast import Cast, sign_in
from tests.core.evidence.items import events, item

pytestmark = pytest.mark.django_db


def age(days: int) -> None:
    StoredFile.objects.update(checked_at=timezone.now() - timedelta(days=days))


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def test_a_file_is_read_again_only_when_it_is_due(in_programme: Cast) -> None:
    one = item(in_programme)
    assert rehashing.turn() == 0
    age(29)
    assert rehashing.turn() == 0
    age(31)
    assert rehashing.turn() == 1
    assert events(one) == ["received", "hashed", "re-hashed"]
    assert rehashing.turn() == 0
    assert actions().count("core.evidence.rehashed") == 1


def test_the_programme_says_how_often(in_programme: Cast) -> None:
    item(in_programme)
    in_programme.programme.recheck_days = 7
    in_programme.programme.save()
    age(8)
    assert rehashing.turn() == 1


def test_a_turn_takes_a_few_files_the_longest_unread_first(
    in_programme: Cast, monkeypatch: Any
) -> None:
    monkeypatch.setattr(rehashing, "AT_A_TIME", 2)
    items = [item(in_programme, bytes([number])) for number in range(3)]
    for days, one in zip((40, 60, 50), items, strict=True):
        StoredFile.objects.filter(pk=one.file_id).update(
            checked_at=timezone.now() - timedelta(days=days)
        )
    assert rehashing.turn() == 2
    assert ["re-hashed" in events(one) for one in items] == [False, True, True]


def test_another_worker_that_was_quicker_leaves_one_event(in_programme: Cast) -> None:
    one = item(in_programme)
    same = StoredFile.objects.get(pk=one.file_id)
    assert rehashing.reread(one.file) is not None
    assert rehashing.reread(same) is None
    assert events(one).count("re-hashed") == 1


def test_changed_bytes_raise_the_alarm_and_restored_ones_end_it(in_programme: Cast) -> None:
    one = item(in_programme)
    place = evidence.path(one.file)
    place.write_bytes(b"doctored")
    age(31)
    rehashing.turn()
    last = CustodyEvent.objects.filter(evidence=one).latest("seq")
    assert (last.event, last.data) == ("integrity-failed", {"damage": "changed"})
    assert last.sha256 not in {"", one.file.sha256}
    assert "core.evidence.damaged" in actions()
    assert [finding.code for finding in stored_files()] == ["stored-files"]
    one.file.refresh_from_db()
    with pytest.raises(Conflict):
        opened(one, by=in_programme.director.user, way="download")
    place.write_bytes(b"What was seen")
    assert rehashing.turn() == 0, "within the hour it is left"
    age(1)
    assert rehashing.turn() == 1
    assert list(evidence.damaged(in_programme.programme)) == []
    assert actions()[-2:] == ["core.evidence.mended", "core.evidence.rehashed"]
    assert list(evidence.follow()) == []


def test_missing_bytes_are_told_apart(in_programme: Cast) -> None:
    one = item(in_programme)
    evidence.path(one.file).unlink()
    found = rehashing.reread(one.file)
    assert found is not None
    assert (found.found, found.file.damage, found.codes) == ("damaged", "missing", (one.code,))
    assert CustodyEvent.objects.filter(evidence=one).latest("seq").sha256 == ""


@pytest.mark.parametrize("role", ["administrator", "director", "monitoring_officer", "partner"])
def test_those_who_run_the_programme_see_the_alarm(role: str, cast: Cast, client: Any) -> None:
    with scopes_disabled():
        one = item(cast, tlp=TLP.RED, name="names a witness.txt")
        evidence.path(one.file).write_bytes(b"doctored")
        rehashing.reread(one.file)
    sign_in(client, getattr(cast, role))
    situation = client.get("/p/talmora/situation/").content.decode()
    files = client.get("/p/talmora/evidence/").content.decode()
    told = role in {"administrator", "director"}
    assert ("not as it was stored" in situation) == told
    assert (one.file.sha256 in files) == told
    assert "witness" not in files


def verified() -> tuple[int, str]:
    told = CliRunner().invoke(app, ["evidence", "verify"])
    return told.exit_code, told.output


def test_verify_names_what_changed_on_the_disk(cast: Cast) -> None:
    with scopes_disabled():
        one, other = item(cast, b"one"), item(cast, b"other")
    code, said = verified()
    told = "2 files read, 0 not as they were stored, 0 logs broken, 0 time stamps untrue.\n"
    assert (code, said) == (0, told)
    evidence.path(one.file).write_bytes(b"0ne")
    code, said = verified()
    assert code == 1
    assert f"talmora {one.file.sha256}, evidence {one.code}: its bytes changed" in said
    assert other.code not in said
    assert "1 not as they were stored" in said
    with scopes_disabled():
        assert events(other) == ["received", "hashed", "re-hashed", "re-hashed"]


def test_verify_follows_the_custody_logs(cast: Cast) -> None:
    from goodoffices.core.audit import guards

    with scopes_disabled():
        one = item(cast)
        guards.remove()
        CustodyEvent.objects.filter(evidence=one, seq=1).update(reason="doctored")
    code, said = verified()
    assert code == 1
    assert f"talmora {one.code}: Event 1 of the custody log" in said
