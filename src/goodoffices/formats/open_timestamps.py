"""OpenTimestamps proofs (``.ots``): from a file's hash to a block of Bitcoin, step by step.

The format is read and written here, because the library for it is not kept up any more. What
can be said without a network: that the steps lead from the hash of the file to the Merkle root
that a block is said to hold. Whether that block holds it is for who has the block's header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from goodoffices.codebook.errors import InvalidInput

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
VERSION, SHA256 = 1, 0x08
ANSWER_TYPE = "application/vnd.opentimestamps.v1"

APPEND, PREPEND, FORK, ATTESTATION = 0xF0, 0xF1, 0xFF, 0x00
BITCOIN, PENDING = bytes.fromhex("0588960d73d71901"), bytes.fromhex("83dfe30d2ef90c8e")

MOST_MESSAGE, MOST_PAYLOAD, DEEPEST, MOST_STEPS = 4096, 8192, 250, 5000

_UNARY: dict[int, Callable[[bytes], bytes]] = {
    SHA256: lambda message: hashlib.sha256(message).digest(),
    0x02: lambda message: hashlib.sha1(message, usedforsecurity=False).digest(),
    0xF2: lambda message: message[::-1],
    0xF3: lambda message: message.hex().encode(),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A calendar's word that it will tie a message to a block; where in the proof it stands.

    ``is_last`` says that nothing else follows from the same message behind it.
    """

    calendar: str
    message: bytes
    start: int
    end: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A block of Bitcoin that is said to hold a Merkle root."""

    height: int
    root: bytes

    @property
    def shown_root(self) -> str:
        """The root as explorers of blocks write it."""
        return self.root[::-1].hex()


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says of a file's hash."""

    blocks: tuple[Block, ...]
    promises: tuple[Promise, ...]


def begin(digest: bytes, nonce: bytes) -> tuple[bytes, bytes]:
    """Begin a proof of a SHA-256: return its first bytes, and the message that calendars get.

    The message is a hash over the file's hash and random bytes, so that a calendar does not learn
    even the hash.
    """
    steps = bytes([APPEND]) + _number(len(nonce)) + nonce + bytes([SHA256])
    head = MAGIC + bytes([VERSION, SHA256]) + digest + steps
    return head, hashlib.sha256(digest + nonce).digest()


def completed(proof: bytes, promise: Promise, answer: bytes) -> bytes:
    """Return a proof in which a calendar's answer stands in the place of its promise."""
    if not promise.is_last:
        raise InvalidInput("This promise is not the last of its message.", code="bad-proof")
    return proof[: promise.start] + answer + proof[promise.end :]


def read(proof: bytes, digest: bytes) -> Proof:
    """Follow every step of a proof of a SHA-256. Raises InvalidInput (``bad-proof``)."""
    head = MAGIC + bytes([VERSION, SHA256])
    if not proof.startswith(head):
        raise _bad("It is no proof of a kind that is known here.")
    start = len(head) + 32
    if proof[len(head) : start] != digest:
        raise _bad("It is a proof of another file.")
    reader = _Reader(proof, start)
    reader.follow(digest, 0)
    if reader.at != len(proof):
        raise _bad("Something follows behind its end.")
    if not reader.blocks and not reader.promises:
        raise _bad("It leads nowhere that is known here.")
    return Proof(tuple(reader.blocks), tuple(reader.promises))


class _Reader:
    """Walks along the steps of a proof."""

    def __init__(self, proof: bytes, at: int) -> None:
        self.proof, self.at, self.steps = proof, at, 0
        self.blocks: list[Block] = []
        self.promises: list[Promise] = []

    def follow(self, message: bytes, depth: int) -> None:
        """Follow all that is done with a message."""
        if depth > DEEPEST:
            raise _bad("It has more steps than are followed here.")
        tag = self._byte()
        while tag == FORK:
            self._step(self._byte(), message, depth, is_last=False)
            tag = self._byte()
        self._step(tag, message, depth, is_last=True)

    def _step(self, tag: int, message: bytes, depth: int, *, is_last: bool) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _bad("It has more steps than are followed here.")
        if tag == ATTESTATION:
            self._attested(message, self.at - 1, is_last=is_last)
            return
        if tag in (APPEND, PREPEND):
            more = self._bytes(self._length(MOST_MESSAGE))
            result = message + more if tag == APPEND else more + message
        elif tag in _UNARY:
            result = _UNARY[tag](message)
        else:
            raise _bad("It has a step that is not known here.")
        if len(result) > MOST_MESSAGE:
            raise _bad("A step of it is too long.")
        self.follow(result, depth + 1)

    def _attested(self, message: bytes, start: int, *, is_last: bool) -> None:
        kind = self._bytes(8)
        payload = _Reader(self._bytes(self._length(MOST_PAYLOAD)), 0)
        if kind == BITCOIN:
            height = payload._length(1 << 32)
            if len(message) != 32:
                raise _bad("It leads to something that is no root of a block.")
            self.blocks.append(Block(height, message))
        elif kind == PENDING:
            address = payload._bytes(payload._length(1000))
            where = address.decode("ascii", "replace")
            self.promises.append(Promise(where, message, start, self.at, is_last))

    def _byte(self) -> int:
        return self._bytes(1)[0]

    def _bytes(self, count: int) -> bytes:
        found = self.proof[self.at : self.at + count]
        if len(found) < count:
            raise _bad("Its end is missing.")
        self.at += count
        return found

    def _length(self, most: int) -> int:
        """Read a number written in groups of seven bits."""
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if value > most or shift > 35:
                raise _bad("A part of it is too long.")
            if not byte & 0x80:
                return value
            shift += 7


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _bad(what: str) -> InvalidInput:
    return InvalidInput(f"This OpenTimestamps proof does not hold. {what}", code="bad-proof")
