"""Time stamps: asked for when an authority is set and answers, checked without a network."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scopes_disabled
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import evidence
from goodoffices.core.evidence import bundling, stamping
from goodoffices.core.models import TimeStamp
from goodoffices.formats import time_stamps
from goodoffices.formats.bundle import verify
from goodoffices.web.checks import time_stamps as look
from tests.cast import Cast
from tests.core.evidence.items import events, item
from tests.formats.authority import Authority, serving

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "ca")


@pytest.fixture
def served(authority: Authority, settings: Any, monkeypatch: Any) -> Iterator[str]:
    monkeypatch.setitem(stamping._rest, "until", 0.0)
    with serving(authority) as address:
        settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = address, str(authority.roots)
        yield address


def test_a_file_is_stamped_once_and_its_log_tells_of_it(in_programme: Cast, served: str) -> None:
    one, same = item(in_programme), item(in_programme)
    evidence.store_file(BytesIO(b"no evidence"), programme=in_programme.programme)
    assert stamping.turn() == 1
    assert stamping.turn() == 0
    assert events(one)[-1] == events(same)[-1] == "time-stamped"
    assert TimeStamp.objects.get().file == one.file
    assert list(stamping.check_all()) == []
    assert list(evidence.follow()) == []


def test_without_an_authority_or_an_answer_work_goes_on(
    in_programme: Cast, authority: Authority, settings: Any, monkeypatch: Any
) -> None:
    item(in_programme)
    assert stamping.turn() == 0, "nothing is set"
    settings.TIMESTAMP_ROOTS = str(authority.roots)
    for address in ("http://127.0.0.1:1/", "file:///etc/hostname"):
        monkeypatch.setitem(stamping._rest, "until", 0.0)
        settings.TIMESTAMP_URL = address
        assert stamping.turn() == 0
        assert stamping._rest["until"] > 0, "it is asked again later, not at once"
    for status in (307, 500):
        monkeypatch.setitem(stamping._rest, "until", 0.0)
        with serving(authority, status=status) as address:
            settings.TIMESTAMP_URL = address
            assert stamping.turn() == 0
    assert not TimeStamp.objects.exists()


def test_a_stamp_by_somebody_else_is_not_kept(
    in_programme: Cast, served: str, settings: Any, tmp_path: Path
) -> None:
    settings.TIMESTAMP_ROOTS = str(Authority(tmp_path / "other").roots)
    item(in_programme)
    assert stamping.turn() == 0
    assert not TimeStamp.objects.exists()


def test_a_stamp_of_other_bytes_or_with_a_changed_byte_does_not_hold(authority: Authority) -> None:
    roots, digest = time_stamps.read_roots(authority.roots), bytes(range(32))
    reply = authority.answer(time_stamps.query(digest, 77))
    assert time_stamps.check(reply, digest, roots, 77).at
    with pytest.raises(InvalidInput):
        time_stamps.check(reply, digest, roots, 78)
    with pytest.raises(InvalidInput, match="other bytes"):
        time_stamps.check(reply, bytes(32), roots)
    for at in (3, len(reply) // 2, len(reply) - 9):
        changed = bytearray(reply)
        changed[at] ^= 1
        with pytest.raises(InvalidInput):
            time_stamps.check(bytes(changed), digest, roots)
    for nothing in (b"", b"\x30\x00", b"<html>"):
        with pytest.raises(InvalidInput):
            time_stamps.check(nothing, digest, roots)


def test_verify_checks_stamps_without_a_network(cast: Cast, served: str, settings: Any) -> None:
    with scopes_disabled():
        one = item(cast)
    assert stamping.turn() == 1
    settings.TIMESTAMP_URL = "http://127.0.0.1:1/"
    assert CliRunner().invoke(app, ["evidence", "verify"]).exit_code == 0
    with scopes_disabled():
        reply = bytearray(TimeStamp.objects.get().reply)
        reply[-9] ^= 1
        TimeStamp.objects.update(reply=bytes(reply))
    told = CliRunner().invoke(app, ["evidence", "verify"])
    assert told.exit_code == 1
    assert f"talmora {one.file.sha256}: The time stamp cannot be trusted." in told.output
    assert "1 time stamps untrue" in told.output


def test_a_bundle_holds_the_stamps_and_openssl_trusts_them(
    in_programme: Cast, served: str, authority: Authority, tmp_path: Path
) -> None:
    one = item(in_programme)
    stamping.turn()
    bundle, _job = bundling.ask(
        items=[one], recipient="x", reason="x", tlp=2, names=False, by=in_programme.director.user
    )
    made = bundling.make(bundle)
    assert made.file is not None
    (tmp_path / "b.zip").write_bytes(evidence.path(made.file).read_bytes())
    assert any("1 time stamps" in line for line in verify.verify(tmp_path / "b.zip", made.seal))
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        packed.extractall(tmp_path / "b")
    told = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-data", f"files/{one.code}.txt"),
            *("-in", f"proofs/{one.code}-1.tsr", "-CAfile", str(authority.roots)),
        ],
        cwd=tmp_path / "b",
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("address", "roots", "count"), [("", "", 0), ("http://x/", "", 1), ("http://x/", "/absent", 1)]
)
def test_half_a_setting_is_told(settings: Any, address: str, roots: str, count: int) -> None:
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = address, roots
    assert len(list(look(settings))) == count
