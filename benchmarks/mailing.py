"""How fast a mailing goes out, killed on the way: 10,000 mails to a server on this machine.

The worker is a process of its own; SIGKILL ends it three times at moments nobody chose, and
another takes its place. What is then in doubt is settled by the server's log, as a person would.
Counted is what the server has: each address exactly once, or it has failed.
Run: ``python -m benchmarks.mailing [NUMBER]``
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests import laying
from tests.publish.mail.installation import Installation

READERS, KILLS = 10_000, 3
BAR_SECONDS = 180.0


def main(words: list[str]) -> int:
    """Send, kill, send on; print what was measured."""
    readers = int(words[0]) if words and words[0].isdigit() else READERS
    with tempfile.TemporaryDirectory(prefix="goodoffices-bench-") as folder:
        where = Path(folder)
        kept = where / "kept"
        kept.mkdir()
        shutil.copy(laying.laid(kept), where / laying.NAME)
        with Installation(where, readers) as there:
            return _measured(there, readers)


def _measured(there: Installation, readers: int) -> int:
    begun = time.perf_counter()
    for share in sorted(random.uniform(0.05, 0.95) for _ in range(KILLS)):
        _killed_at(there, int(readers * share))
    assert there.start("work").wait(600) == 0
    taken = time.perf_counter() - begun
    left = there.look()
    settled = there.settle().splitlines()[-1]
    if there.look()["state"] != "done":
        assert there.start("work").wait(600) == 0
    got = Counter(there.received())
    wrong = readers - sum(number == 1 for number in got.values()) + (len(got) > readers)
    print(f"mails {readers}, killed {KILLS} times: {taken:.1f} s, {readers / taken:.0f} a second")
    print(f"at the end {left}; by the server's log: {settled}")
    print(f"addresses that did not get exactly one: {wrong}")
    return int(wrong > 0 or taken > BAR_SECONDS * readers / READERS)


def _killed_at(there: Installation, number: int) -> None:
    """Let a worker send until the server has so many, then kill it."""
    worker = there.start("work")
    while len(there.received()) < number and worker.poll() is None:
        time.sleep(random.uniform(0.01, 0.05))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
