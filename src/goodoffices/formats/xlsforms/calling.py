"""The door: have a file converted in a process of its own, within thirty seconds and a gigabyte."""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress

from goodoffices.formats.xlsforms.server import ANSWER, REQUEST, SECONDS
from goodoffices.formats.xlsforms.sheets import LIMITS
from goodoffices.formats.xlsforms.values import ERROR, Conversion, Finding

GRACE = 10
"""Seconds beyond the limit within which the process must have answered, starting included."""

GOING = 2
"""Seconds that the process has to end when nobody needs it any more."""


class _Gone(Exception):
    """The process that converts is not there any more."""


class _Converter:
    """One process that converts, started when it is first needed; one form at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Have the process ready, if it is not; it loads what it needs meanwhile."""
        if self._lock.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._lock.release()

    def ask(self, content: bytes, name: str, seconds: int) -> bytes:
        """Return the JSON of a conversion; a process that has ended is started again, once."""
        if not self._lock.acquire(timeout=seconds + GRACE):
            return b'{"failed": "busy"}'
        try:
            try:
                return self._asked(content, name, seconds)
            except (_Gone, OSError):
                self._end()
                return self._asked(content, name, seconds)
        except (_Gone, OSError):
            self._end()
            return b'{"failed": "unexpected"}'
        finally:
            self._lock.release()

    def _running(self) -> subprocess.Popen[bytes]:
        mine = self._owner == os.getpid()
        if self._process is None or not mine or self._process.poll() is not None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "goodoffices.formats.xlsforms.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
            )
        return self._process

    def _asked(self, content: bytes, name: str, seconds: int) -> bytes:
        process = self._running()
        given = name.encode("utf-8", "replace")[:1000]
        assert process.stdin is not None
        process.stdin.write(REQUEST.pack(len(given), len(content), seconds) + given + content)
        process.stdin.flush()
        deadline = time.monotonic() + seconds + GRACE
        (length,) = ANSWER.unpack(_read(process, ANSWER.size, deadline))
        return _read(process, length, deadline)

    def _end(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process = None

    def close(self) -> None:
        """End the process, if it is ours: it goes by itself, and takes its folder with it."""
        process = self._process if self._owner == os.getpid() else None
        if process is not None and process.stdin is not None:
            with suppress(OSError, subprocess.TimeoutExpired):
                process.stdin.close()
                process.wait(timeout=GOING)
            self._end()


def _read(process: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    assert process.stdout is not None
    handle, parts = process.stdout.fileno(), b""
    while len(parts) < length:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([handle], [], [], left)[0]:
            raise _Gone
        part = os.read(handle, length - len(parts))
        if not part:
            raise _Gone
        parts += part
    return parts


_CONVERTER = _Converter()
atexit.register(_CONVERTER.close)


def prepare() -> None:
    """Start what converts, so that the next `convert` need not wait for it."""
    _CONVERTER.start()


def convert(content: bytes, name: str = "", *, seconds: int = SECONDS) -> Conversion:
    """Read the bytes of an XLSForm or an XForm; ``name`` is the file's, for a form without id.

    Never raises for what the file holds: what is wrong with it stands in the findings. Small
    forms take a tenth of a second; what takes longer than ``seconds`` is given up (``too-long``).
    """
    if len(content) > LIMITS.file_bytes:
        facts = {"limit": f"{LIMITS.file_bytes // 2**20:,}"}
        return Conversion(None, (Finding("too-large", ERROR, facts=facts),))
    answer = json.loads(_CONVERTER.ask(content, name, seconds))
    if "done" in answer:
        return Conversion.from_dict(answer["done"])
    facts = {"seconds": str(seconds)}
    return Conversion(None, (Finding(answer["failed"], ERROR, facts=facts),))
