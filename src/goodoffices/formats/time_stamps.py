"""Trusted time stamps (RFC 3161): asking for one by a hash alone, and checking one offline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from goodoffices.codebook.errors import InvalidInput

QUERY_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""The algorithm SHA-256 as ASN.1 names it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority says: that these bytes were there at this time."""

    at: datetime


def query(digest: bytes, nonce: int) -> bytes:
    """Return the question for a stamp of a SHA-256; the file itself does not leave the house.

    ``nonce`` is a positive number that the answer has to hold.
    """
    imprint = _der(0x30, _SHA256 + _der(0x04, digest))
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    certificate_wanted = b"\x01\x01\xff"
    return _der(0x30, b"\x02\x01\x01" + imprint + _der(0x02, number) + certificate_wanted)


def _der(tag: int, content: bytes) -> bytes:
    assert len(content) < 128, "all that is asked for is short"
    return bytes([tag, len(content)]) + content


def read_roots(path: Path) -> list[Any]:
    """Read the certificates that are trusted (PEM). Raises InvalidInput."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise InvalidInput(
            f"{path} holds no certificates (PEM). Give those of the time-stamping authority.",
            code="bad-roots",
        ) from None


def check(reply: bytes, digest: bytes, roots: list[Any], nonce: int | None = None) -> Stamp:
    """Check an authority's answer for a SHA-256 against trusted certificates; needs no network.

    Raises InvalidInput (``bad-stamp``) for an answer that is none, is of other bytes, or whose
    signature leads to none of the roots.
    """
    import rfc3161_client as client

    try:
        answer = client.decode_timestamp_response(reply)
        if answer.tst_info.message_imprint.message != digest:
            raise InvalidInput("The time stamp is one of other bytes.", code="bad-stamp")
        builder = client.VerifierBuilder(roots=roots)
        if nonce is not None:
            builder = builder.nonce(nonce)
        builder.build().verify(answer, digest)
        return Stamp(answer.tst_info.gen_time)
    except (ValueError, client.VerificationError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise InvalidInput("The time stamp cannot be trusted.", code="bad-stamp") from None
