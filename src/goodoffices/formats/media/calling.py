"""The door: hand a file to a process of its own, with limits on time, memory and output.

Whatever the file holds, the caller gets an answer or `Failed` in a plain sentence; the process
that read it is gone, and read nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from goodoffices.formats.media.values import SECONDS, TEXT_SECONDS, Box, Facts, Failed

GRACE = 5
"""Seconds beyond the limit after which the process is ended from outside."""

WORDS = {
    "too-long": "Reading this file takes longer than is allowed, so it was given up.",
    "too-much-memory": "Reading this file takes more memory than is allowed, so it was given up.",
    "too-large-picture": "This picture has more points than are read here.",
    "too-many-pages": "This document has more pages than are read here.",
    "encrypted": "This file is locked with a password. Ask the one who gave it for an open copy.",
    "corrupt": "This file is damaged, or is not what it says: it cannot be read.",
    "no-picture": "Only pictures and PDF documents can be shown and redacted here.",
    "no-text": "No text was found in this file.",
    "not-read": "The program that reads text could not read this file.",
    "unexpected": "This file could not be read.",
}
"""What each way of failing is called."""


def describe(path: Path, media_type: str, *, seconds: int = SECONDS) -> Facts:
    """Learn what a file is and says of itself. Never raises for what the file holds."""
    asked = {"path": str(path), "media_type": media_type}
    try:
        return Facts.from_dict(_asked("describe", asked, seconds))
    except Failed as failed:
        return Facts(problem=failed.code)


def page(path: Path, media_type: str, target: Path, *, number: int = 1) -> tuple[int, int, int]:
    """Draw a picture or one page of a PDF as a JPEG; return width, height, number of pages."""
    asked = {"path": str(path), "media_type": media_type, "target": str(target), "number": number}
    done = _asked("page", asked, SECONDS)
    return done["width"], done["height"], done["pages"]


def redact(path: Path, media_type: str, target: Path, boxes: Sequence[Box]) -> dict[str, Any]:
    """Write a copy of a picture or PDF with boxes burnt in and nothing else but its pixels.

    Returns what was done: the settings, and the number of pages. The file itself is only read.
    """
    asked = {
        "path": str(path),
        "media_type": media_type,
        "target": str(target),
        "boxes": [asdict(box) for box in boxes],
    }
    return _asked("redact", asked, 4 * SECONDS)


def smaller(path: Path, media_type: str, target: Path, *, side: int) -> dict[str, Any]:
    """Write a picture anew as a JPEG whose longer side is at most ``side`` points."""
    asked = {"path": str(path), "media_type": media_type, "target": str(target), "side": side}
    return _asked("smaller", asked, SECONDS)


def text(
    path: Path, media_type: str, target: Path, *, program: str, languages: Sequence[str]
) -> dict[str, Any]:
    """Write the text that stands in a picture or on the pages of a PDF, as Tesseract reads it.

    ``program`` is where Tesseract lies, ``languages`` are its names of languages (ara, heb, eng).
    Returns what was done: the number of pages and of letters.
    """
    asked = {
        "path": str(path),
        "media_type": media_type,
        "target": str(target),
        "program": program,
        "languages": list(languages),
        "seconds": TEXT_SECONDS,
    }
    return _asked("text", asked, TEXT_SECONDS)


def _asked(verb: str, asked: dict[str, Any], seconds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="goodoffices-media-") as folder:
        try:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "goodoffices.formats.media.child", verb, str(seconds)],
                input=json.dumps(asked).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(folder),
                cwd=folder,
                timeout=seconds + GRACE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise failed("too-long") from None
    answer = _answer(done)
    if "failed" in answer:
        raise failed(answer["failed"])
    found: dict[str, Any] = answer["done"]
    return found


def _environment(folder: str) -> dict[str, str]:
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    path = os.pathsep.join(part or os.getcwd() for part in sys.path)
    threads["OMP_THREAD_LIMIT"] = "1"
    if data := os.environ.get("TESSDATA_PREFIX"):
        threads["TESSDATA_PREFIX"] = data
    return threads | {"PYTHONPATH": path, "PYTHONUTF8": "1", "TMPDIR": folder, "HOME": folder}


def _answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and answer.keys() & {"done", "failed"}:
        return answer
    # Ended by a signal: the processor's time was over, or native code could not go on.
    return {"failed": "too-long" if done.returncode == -24 else "too-much-memory"}


def failed(code: str) -> Failed:
    """Return a way of failing as an error in a plain sentence."""
    return Failed(WORDS.get(code, WORDS["unexpected"]), code=code)
