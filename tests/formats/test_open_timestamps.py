"""OpenTimestamps proofs: every step is followed, and nothing is believed that does not follow."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import open_timestamps as ots

DIGEST = hashlib.sha256(b"What was seen").digest()
HEAD = ots.MAGIC + b"\x01\x08" + DIGEST
CALENDAR = b"https://calendar.example.org"


def promise(calendar: bytes = CALENDAR) -> bytes:
    said = bytes([len(calendar)]) + calendar
    return b"\x00" + ots.PENDING + bytes([len(said)]) + said


def block(height: bytes = b"\xac\xd9\x35") -> bytes:
    return b"\x00" + ots.BITCOIN + bytes([len(height)]) + height


def test_a_proof_as_the_reference_client_writes_it() -> None:
    """The bytes are of the format's own description; the root is worked out by hand here."""
    proof = HEAD + b"\xf0\x02ab\x08\xf1\x02cd\x08" + block()
    inner = hashlib.sha256(DIGEST + b"ab").digest()
    root = hashlib.sha256(b"cd" + inner).digest()
    found = ots.read(proof, DIGEST)
    assert found == ots.Proof((ots.Block(879_788, root),), ())
    assert found.blocks[0].shown_root == root[::-1].hex()


def test_a_proof_begins_without_telling_the_hash() -> None:
    head, message = ots.begin(DIGEST, bytes(16))
    assert message == hashlib.sha256(DIGEST + bytes(16)).digest()
    found = ots.read(head + promise(), DIGEST)
    assert [(one.calendar, one.message) for one in found.promises] == [(CALENDAR.decode(), message)]


def test_an_answer_takes_the_place_of_its_promise() -> None:
    head, message = ots.begin(DIGEST, bytes(16))
    proof = head + promise()
    [one] = ots.read(proof, DIGEST).promises
    whole = ots.completed(proof, one, b"\xf0\x01z\x08" + block(b"\x05"))
    assert ots.read(whole, DIGEST).blocks == (
        ots.Block(5, hashlib.sha256(message + b"z").digest()),
    )


def test_branches_stand_side_by_side() -> None:
    proof = HEAD + b"\xff" + promise() + b"\xff\x08" + block(b"\x07") + b"\x08" + promise(b"b")
    found = ots.read(proof, DIGEST)
    assert [one.height for one in found.blocks] == [7]
    assert [(one.calendar, one.is_last) for one in found.promises] == [
        (CALENDAR.decode(), False),
        ("b", True),
    ]
    with pytest.raises(InvalidInput):
        ots.completed(proof, found.promises[0], block())


def test_not_one_byte_can_be_changed_unseen() -> None:
    """A change ends in a sentence, or in another root: the block's header tells them apart."""
    proof = HEAD + b"\xf0\x02ab\x08\xf1\x02cd\x08" + block()
    true = ots.read(proof, DIGEST)
    for at in range(len(proof)):
        wrong = proof[:at] + bytes([proof[at] ^ 1]) + proof[at + 1 :]
        with suppress(InvalidInput):
            assert ots.read(wrong, DIGEST) != true


@pytest.mark.parametrize(
    "proof",
    [
        b"",
        b"PK\x03\x04",
        HEAD,
        HEAD + b"\xff",
        HEAD + b"\x00" + ots.BITCOIN,
        HEAD + b"\x77" + block(),
        HEAD + block() + b"more",
        HEAD + b"\x00" + bytes(8) + b"\x00",
        HEAD + b"\xf0\xff\xff\xff\xff\xff\xff\xff" + block(),
        HEAD + b"\xf0\xff\x1f" + bytes(4095) + block(),
        HEAD + b"\xf3" * 8 + b"\x08" + block(),
        HEAD + b"\x08" * 400 + block(),
        HEAD + (b"\xff" + promise()) * 6000 + promise(),
        HEAD + b"\xf0\x01x" + block(),
        ots.MAGIC + b"\x01\x08" + bytes(32) + b"\x08" + block(),
        ots.MAGIC + b"\x02\x08" + DIGEST + b"\x08" + block(),
    ],
)
def test_what_does_not_hold_ends_in_a_sentence(proof: bytes) -> None:
    with pytest.raises(InvalidInput) as wrong:
        ots.read(proof, DIGEST)
    assert wrong.value.code == "bad-proof"
