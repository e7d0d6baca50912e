"""Mail that came back: delivery reports (RFC 3464) and complaints (RFC 5965) in files of mail.

Read from one message, from a mailbox file (mbox), or from a Maildir. What a server wrote of an
address or of our text is left where it is: only codes come out.
"""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from goodoffices.codebook.errors import InvalidInput

LARGEST = 2 * 2**20
"""Bytes of one message that are read; what tells why it came back stands at the beginning."""

PARTS = 200
_SEALED = re.compile(r"\b([0-9a-hjkmnp-tv-z]{10}-[0-9a-f]{20})@?", re.IGNORECASE)
_TO_US = (
    "To",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Original-Recipient",
)
_OF_OURS = ("Message-ID", "References", "In-Reply-To", "Return-Path", "X-Original-Message-ID")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_NOBODY = frozenset(
    {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
)  # no such mailbox or domain, for good


class Why(StrEnum):
    """Why a mail came back."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Returned:
    """One mail that came back: why, with which code, and by which marks ours can be known."""

    why: Why
    status: str
    marks: tuple[str, ...]


def read(source: Path) -> Iterator[Returned | None]:
    """Yield what each message of a file or Maildir says; None for one that says nothing to us."""
    if source.is_dir():
        if not (source / "new").is_dir() or not (source / "cur").is_dir():
            raise InvalidInput(f"{source} is no Maildir: it has no folders new and cur.")
        for path in sorted([*(source / "new").iterdir(), *(source / "cur").iterdir()]):
            with path.open("rb") as file:
                yield read_one(file)
    elif _is_mbox(source):
        box = mailbox.mbox(source, create=False)
        for key in box.iterkeys():
            with box.get_file(key) as file:
                yield read_one(file)  # type: ignore[arg-type]
    else:
        with source.open("rb") as file:
            yield read_one(file)


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def read_one(file: BinaryIO) -> Returned | None:
    """Read one message; None where it is no report of a mail that came back."""
    message = email.message_from_bytes(file.read(LARGEST), policy=email.policy.compat32)
    parts = [part for part, _number in zip(message.walk(), range(PARTS), strict=False)]
    found = _complaint(parts) or _bounce(parts)
    if found is None:
        return None
    why, status = found
    return Returned(why, status, tuple(dict.fromkeys(_marks(message, parts))))


def _complaint(parts: list[Message]) -> tuple[Why, str] | None:
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            said = _fields(part).get("feedback-type", "")
            return (Why.COMPLAINT, "") if said != "not-spam" else None
    return None


def _bounce(parts: list[Message]) -> tuple[Why, str] | None:
    """Return the gravest that a delivery report says of any recipient."""
    worst: tuple[Why, str] | None = None
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if part.is_multipart() else []:
            found = _of_recipient(block)  # type: ignore[arg-type]
            if found and (worst is None or found[0] == Why.HARD):
                worst = found
    return worst


def _of_recipient(block: Message) -> tuple[Why, str] | None:
    action = str(block.get("Action", "")).strip().lower()
    said = _STATUS.search(str(block.get("Status", "")))
    if action != "failed" or said is None:
        return None  # delayed and delivered ask for nothing
    status = said.group(1)
    diagnosis = _STATUS.search(str(block.get("Diagnostic-Code", "")))
    if status.endswith(".0.0") and diagnosis:
        status = diagnosis.group(1)
    return (Why.HARD if status in _NOBODY else Why.SOFT), status


def _fields(part: Message) -> dict[str, str]:
    """Return the lines ``name: value`` of a part that holds nothing else."""
    payload = part.get_payload()
    text = str(payload[0] if isinstance(payload, list) and payload else payload)
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip().lower(): value.strip().lower() for name, sign, value in pairs if sign}


def _marks(message: Message, parts: list[Message]) -> Iterator[str]:
    """Yield marks of ours: in whom it was sent back to, and in the headers of what came back."""
    said = [str(value) for name in _TO_US for value in message.get_all(name, [])]
    for part in parts:
        said += [str(value) for name in _OF_OURS for value in part.get_all(name, [])]
        if part.get_content_type() == "text/rfc822-headers":
            said.append(str(part.get_payload(decode=True) or b"")[:65536])
    for one in said:
        yield from (found.lower() for found in _SEALED.findall(one))


def marks_in(lines: Iterator[str]) -> Iterator[str]:
    """Yield every mark of ours in a mail server's log."""
    for line in lines:
        yield from (found.lower() for found in _SEALED.findall(line))
