"""A process that has pyxform in memory and converts each form in a child of its own.

``python -m goodoffices.formats.xlsforms.server`` reads requests from its standard input and
answers on its standard output. A request is ``>III`` (length of the name, of the content, seconds
it may take) and the bytes of both; an answer is ``>I`` and JSON: ``{"done": conversion}`` or
``{"failed": code}``.

Each conversion is a fork, so that the half second of importing is paid once, with limits of its
own on time, processor time, memory and files; it cannot harm the next one. The process ends when
nobody has asked for a while, or when the one who asks is gone.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

SECONDS = 30
"""The longest a form may take."""

MEMORY = 1 << 30
"""Bytes of address space of one conversion."""

FILE = 64 << 20
"""Bytes of the largest file it may write."""

IDLE = 900
"""Seconds without a request after which the process ends."""

REQUEST, ANSWER = struct.Struct(">III"), struct.Struct(">I")


def main() -> None:
    """Serve requests until nobody asks any more."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    with tempfile.TemporaryDirectory(prefix=f"goodoffices-forms-{os.getpid()}-") as folder:
        tempfile.tempdir = folder  # pyxform writes each XForm to a file on its way
        _warm()
        while select.select([source], [], [], IDLE)[0]:
            head = source.read(REQUEST.size)
            if len(head) < REQUEST.size:
                return
            name_length, length, seconds = REQUEST.unpack(head)
            name = source.read(name_length).decode("utf-8", "replace")
            content = source.read(length)
            Path(folder).mkdir(mode=0o700, exist_ok=True)  # tidy machines empty /tmp
            _write(target, in_child(content, name, seconds=min(seconds, SECONDS)))
            for left in Path(folder).iterdir():
                left.unlink()


def _warm() -> None:
    """Load what a conversion needs, once, by converting a form of one question."""
    from goodoffices.formats.xlsforms.converting import converted
    from goodoffices.formats.xlsforms.writing import write_workbook

    sheets = {"survey": [{"type": "text", "name": "a", "label::English (en)": "A"}]}
    converted(write_workbook(sheets))
    gc.collect()
    gc.freeze()


def _write(target: BinaryIO, answer: bytes) -> None:
    target.write(ANSWER.pack(len(answer)) + answer)
    target.flush()


def in_child(content: bytes, name: str, *, seconds: float = SECONDS) -> bytes:
    """Convert in a child with limits; return the JSON it gave, or why it gave none."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(content, name, writing, seconds)
    os.close(writing)
    try:
        answer = _gathered(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None or (os.WIFSIGNALED(status) and not answer):
        return _failed("too-long")
    return answer or _failed("too-much-memory")


def _failed(code: str) -> bytes:
    return json.dumps({"failed": code}).encode()


def _gathered(reading: int, deadline: float) -> bytes | None:
    """Read until the child is done; None when the time is over. Half an answer is none."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            break
        part = os.read(reading, 1 << 20)
        if not part:
            whole = b"".join(parts)
            return whole if whole.endswith(b"}") else b""
        parts.append(part)
    return None


def _work(content: bytes, name: str, writing: int, seconds: float) -> None:
    """Be the child: convert, write the answer, end without any clean-up of the parent's."""
    try:
        _limit(int(seconds) + 1)
        answer = _answer(content, name)
        with os.fdopen(writing, "wb") as target:
            target.write(answer)
    finally:
        os._exit(0)


def _answer(content: bytes, name: str) -> bytes:
    from goodoffices.formats.xlsforms.converting import converted

    try:
        done = converted(content, name).to_json()
    except MemoryError:
        return _failed("too-much-memory")
    except RecursionError:
        return _failed("too-deep")
    except Exception:
        return _failed("unexpected")
    return b'{"done": ' + done.encode("utf-8", "surrogateescape") + b"}"


def _limit(seconds: int) -> None:
    """Give the child its limits, and nothing of what the parent reads and writes."""
    import resource

    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):  # a system that does not know the limit
            continue


if __name__ == "__main__":
    main()
