"""Reading an outbox that was carried by hand: right, damaged, hostile."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.outbox import (
    CarriedAnswer,
    CarriedReport,
    Damaged,
    is_sealed,
    read_outbox,
    unseal,
)
from tests.formats import outboxes

XML = b"<data id='incident'/>"


def refused(file: BytesIO) -> str:
    """Return the code that reading a file is refused with."""
    with pytest.raises(InvalidInput) as caught:
        read_outbox(file)
    return caught.value.code


class TestPlain:
    def test_everything_in_it_is_read(self):
        records = [
            outboxes.report(1, XML, {"صورة.jpg": b"photo", "b.jpg": b"other"}),
            outboxes.answer("uuid:9", 7, "A neighbour."),
        ]
        found = read_outbox(outboxes.outbox(records))
        assert (found.programme, found.device) == ("talmora", "abc")
        report, answer = found.records
        assert isinstance(report, CarriedReport)
        assert (report.instance_id, report.form_id, report.version) == ("uuid:1", "incident", "1")
        assert found.xml(report) == XML
        assert [part.name for part in report.files] == ["صورة.jpg", "b.jpg"]
        assert b"".join(found.chunks(report.files[0])) == b"photo"
        said = "2026-03-01T10:00:00.000Z"
        assert answer == CarriedAnswer("uuid:9", 7, "A neighbour.", said)

    def test_it_proves_who_made_it(self):
        file = outboxes.outbox([outboxes.report(1, XML)], secret="the secret of the phone")
        found = read_outbox(file)
        assert found.is_proved_by(outboxes.digest(b"the secret of the phone"))
        assert not found.is_proved_by(outboxes.digest(b"another"))

    def test_a_changed_manifest_proves_nothing(self):
        file = outboxes.outbox([], device="abc").getvalue()
        archive = zipfile.ZipFile(BytesIO(file))
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as changed:
            text = archive.read("manifest.json").replace(b'"abc"', b'"xyz"')
            changed.writestr("manifest.json", text)
            changed.writestr("proof.txt", archive.read("proof.txt"))
        found = read_outbox(out)
        assert found.device == "xyz"
        assert not found.is_proved_by(outboxes.digest(outboxes.SECRET.encode()))

    def test_changed_bytes_are_noticed(self):
        one = outboxes.report(1, XML, {"a.jpg": b"photo"})
        one["_parts"]["records/1/files/1"] = b"phot0"
        found = read_outbox(outboxes.outbox([one]))
        (report,) = found.records
        with pytest.raises(Damaged):
            b"".join(found.chunks(report.files[0]))
        assert found.xml(report) == XML


class TestHostile:
    @pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04", b"\x00" * 1000])
    def test_what_is_no_zip(self, content: bytes):
        assert refused(BytesIO(content)) == "not-an-outbox"

    def test_a_packed_zip_is_a_bomb_or_not_ours(self):
        bomb = outboxes.report(1, b"\x00" * 10_000_000)
        assert refused(outboxes.outbox([bomb], packed=zipfile.ZIP_DEFLATED)) == "not-an-outbox"

    def test_entries_that_share_their_bytes(self):
        """A file that counts the same bytes many times says that it is larger than it is."""
        whole = outboxes.outbox([outboxes.report(1, b"x" * 1000)]).getvalue()
        at = whole.index(b"PK\x01\x02")
        first = whole[at : whole.index(b"PK\x01\x02", at + 4)]
        extra = b"".join(first.replace(b"records/1/", b"records/%d/" % n) for n in range(2, 9))
        end = whole[whole.index(b"PK\x05\x06") :]
        count, size = struct.unpack("<HI", end[10:16])
        end = end[:8] + struct.pack("<HHI", count + 7, count + 7, size + len(extra)) + end[16:]
        middle = whole[at : whole.index(b"PK\x05\x06")]
        assert refused(BytesIO(whole[:at] + middle + extra + end)) == "not-an-outbox"

    @pytest.mark.parametrize("path", ["../../etc/passwd", "manifest.json", "/records/1/files/1"])
    def test_a_path_that_leads_elsewhere(self, path: str):
        one = outboxes.report(1, XML, {"a.jpg": b"photo"})
        one["files"][0]["path"] = path
        one["_parts"][path] = b"photo"
        assert refused(outboxes.outbox([one])) == "not-an-outbox"

    def test_a_size_that_is_not_the_entrys(self):
        one = outboxes.report(1, XML)
        one["xml"]["size"] = 10**12
        assert refused(outboxes.outbox([one])) == "not-an-outbox"

    @pytest.mark.parametrize(
        "change",
        [
            {"format": "another"},
            {"version": 2},
            {"records": None},
            {"records": [{"kind": "spell"}]},
            {"records": [7]},
            {"records": [{"kind": "answer", "instanceID": "x", "question": "x", "text": ""}]},
        ],
    )
    def test_a_manifest_that_is_none(self, change: dict):
        assert refused(outboxes.outbox([], **change)) == "not-an-outbox"

    def test_a_manifest_that_is_missing(self):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("proof.txt", "")
        assert refused(out) == "not-an-outbox"

    def test_deep_json(self):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("manifest.json", b"[" * 200_000)
            archive.writestr("proof.txt", "")
        assert refused(out) == "not-an-outbox"


class TestSealed:
    def test_the_phrase_opens_it(self):
        plain = outboxes.outbox([outboxes.report(1, b"x" * 5000)]).getvalue()
        file = outboxes.sealed(plain, "three quiet words")
        assert is_sealed(file)
        out = BytesIO()
        unseal(file, "three quiet words", out)
        assert out.getvalue() == plain
        assert not is_sealed(out)
        assert len(read_outbox(out).records) == 1

    @pytest.mark.parametrize(
        "harm",
        [
            lambda data: data[:-1],
            lambda data: data[: data.index(b"\n") + 1 + 1040],
            lambda data: data.replace(b'"piece": 1024', b'"piece": 1025'),
            lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
        ],
    )
    def test_cut_off_or_changed_it_does_not_open(self, harm):
        file = outboxes.sealed(b"x" * 5000, "three quiet words").getvalue()
        with pytest.raises(InvalidInput) as caught:
            unseal(BytesIO(harm(file)), "three quiet words", BytesIO())
        assert caught.value.code == "wrong-passphrase"

    def test_another_phrase_does_not_open_it(self):
        with pytest.raises(InvalidInput) as caught:
            unseal(outboxes.sealed(b"x", "right"), "wrong", BytesIO())
        assert caught.value.code == "wrong-passphrase"

    @pytest.mark.parametrize(
        "head",
        [
            b"{",
            b"{}\n",
            b'{"format": "goodoffices-outbox-sealed", "version": 1, "kdf": "PBKDF2-SHA256", '
            b'"rounds": 99999999999, "salt": "' + b"00" * 16 + b'", "start": "' + b"00" * 7 + b'", '
            b'"piece": 1024}\n',
            b"[" * 1999 + b"\n",
        ],
    )
    def test_a_head_that_asks_for_too_much(self, head: bytes):
        with pytest.raises(InvalidInput) as caught:
            unseal(BytesIO(head), "x", BytesIO())
        assert caught.value.code == "not-an-outbox"
