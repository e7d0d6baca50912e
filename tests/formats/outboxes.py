"""Outbox files for the tests, as the web form writes them, or worse."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRET = "s" * 43
ROUNDS = 100_000


def digest(data: bytes) -> str:
    """Return a SHA-256."""
    return hashlib.sha256(data).hexdigest()


def report(number: int, xml: bytes, files: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """Return a record of the manifest, with its bytes under ``_parts``."""
    folder = f"records/{number}"
    parts = {f"{folder}/submission.xml": xml}
    listed = []
    for index, (name, content) in enumerate((files or {}).items(), start=1):
        path = f"{folder}/files/{index}"
        parts[path] = content
        size = len(content)
        listed.append(
            {"path": path, "name": name, "type": "", "size": size, "sha256": digest(content)}
        )
    return {
        "kind": "report",
        "instanceID": f"uuid:{number}",
        "formID": "incident",
        "version": "1",
        "saved_at": "2026-03-01T10:00:00.000Z",
        "xml": {"path": f"{folder}/submission.xml", "size": len(xml), "sha256": digest(xml)},
        "files": listed,
        "_parts": parts,
    }


def answer(instance_id: str, question: int, text: str) -> dict[str, Any]:
    """Return an answer's record."""
    said = {"kind": "answer", "instanceID": instance_id, "question": question, "text": text}
    return {**said, "saved_at": "2026-03-01T10:00:00.000Z"}


def outbox(
    records: Sequence[Mapping[str, Any]],
    /,
    *,
    programme: str = "talmora",
    device: str = "abc",
    secret: str = SECRET,
    packed: int = zipfile.ZIP_STORED,
    **more: Any,
) -> BytesIO:
    """Write a plain file."""
    manifest = json.dumps(
        {
            "format": "goodoffices-outbox",
            "version": 1,
            "made_at": "2026-03-01T11:00:00.000Z",
            "shell": "test",
            "programme": programme,
            "device": device,
            "records": [{k: v for k, v in one.items() if k != "_parts"} for one in records],
            **more,
        }
    ).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for one in records:
            for path, content in one.get("_parts", {}).items():
                archive.writestr(path, content)
        archive.writestr("manifest.json", manifest)
        proof = hmac.new(digest(secret.encode()).encode(), manifest, hashlib.sha256).hexdigest()
        archive.writestr("proof.txt", proof)
    out.seek(0)
    return out


def sealed(plain: bytes, phrase: str, *, piece: int = 1024, rounds: int = ROUNDS) -> BytesIO:
    """Seal a file as the web form does."""
    salt, start = os.urandom(16), os.urandom(7)
    head = {
        "format": "goodoffices-outbox-sealed",
        "version": 1,
        "kdf": "PBKDF2-SHA256",
        "rounds": rounds,
        "salt": salt.hex(),
        "start": start.hex(),
        "piece": piece,
    }
    line = json.dumps(head).encode() + b"\n"
    key = AESGCM(hashlib.pbkdf2_hmac("sha256", phrase.encode(), salt, rounds))
    pieces = [plain[at : at + piece] for at in range(0, len(plain), piece)] or [b""]
    out = [line]
    for index, one in enumerate(pieces):
        last = b"\x01" if index == len(pieces) - 1 else b"\x00"
        out.append(key.encrypt(start + index.to_bytes(4, "big") + last, one, line))
    return BytesIO(b"".join(out))
