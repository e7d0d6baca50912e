"""A mailing killed with SIGKILL three times, at every point that matters: one mail each."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from tests.publish.mail.installation import Installation

READERS = 12


def test_killed_three_times_each_reader_got_exactly_one(
    tmp_path: Path, lay: Callable[[Path], Path]
) -> None:
    with Installation(lay(tmp_path), READERS) as there:
        assert there.start("work", "before", "4").wait(60) == -signal.SIGKILL
        assert there.look() == {"state": "sending", "sent": 3, "waiting": 9}
        assert there.start("work", "marked", "3").wait(60) == -signal.SIGKILL
        assert there.look() == {"state": "sending", "sent": 5, "sending": 1, "waiting": 6}
        assert there.start("work", "accepted", "2").wait(60) == -signal.SIGKILL
        assert len(there.received()) == 7
        assert there.start("work").wait(60) == 0
        assert there.look() == {"state": "done", "doubtful": 2, "sent": 10}
        assert len(there.received()) == READERS - 1
        assert there.settle().splitlines()[-1] == "1 went out, 1 sent again, 0 in doubt."
        assert there.start("work").wait(60) == 0
        assert there.look() == {"state": "done", "sent": READERS}
        got = there.received()
        assert (len(got), len(set(got))) == (READERS, READERS)
