"""Processes that start, live and stop together, tried on small ones."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from goodoffices.web.serving import CannotServe, require_free_port

SERVER = (
    "import http.server as h; h.ThreadingHTTPServer(('127.0.0.1', {port}), None).serve_forever()"
)

HOUSEHOLD = """
import sys
from goodoffices.web.serving import Child, Household
port, worker, check = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "check"
web = Child("web", [sys.executable, "-c", {server!r}.replace("{{port}}", str(port))])
other = Child("worker", [sys.executable, "-c", worker], restart=True)

def ready():
    print("ready", web.process.pid, other.process.pid, flush=True)
    return not check

raise SystemExit(Household([web, other]).run(ready=ready, host="127.0.0.1", port=port))
"""
SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def household(port: int, worker: str = SLEEP, mode: str = "serve") -> subprocess.Popen[str]:
    """Start a web server and a worker as children of one process."""
    code = textwrap.dedent(HOUSEHOLD).format(server=SERVER)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(port), worker, mode], stdout=subprocess.PIPE, text=True
    )


def children(parent: subprocess.Popen[str]) -> tuple[int, int]:
    """Return the two children once both run."""
    assert parent.stdout
    said, web, worker = parent.stdout.readline().split()
    assert said == "ready"
    return int(web), int(worker)


def gone(*pids: int) -> bool:
    """Say whether these processes end within a few seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_told_to_stop_all_end(port: int):
    parent = household(port)
    pids = children(parent)
    parent.terminate()
    assert parent.wait(timeout=20) == 0
    assert gone(*pids)


def test_killed_it_leaves_nothing_behind(port: int):
    parent = household(port)
    pids = children(parent)
    parent.kill()
    parent.wait(timeout=20)
    assert gone(*pids)


def test_when_the_web_server_dies_all_end_with_a_failure(port: int):
    parent = household(port)
    web, worker = children(parent)
    os.kill(web, 9)
    assert parent.wait(timeout=20) != 0
    assert gone(worker)


def test_a_worker_that_dies_is_started_again(port: int, tmp_path: Path):
    mark = tmp_path / "starts"
    parent = household(port, f"open({str(mark)!r}, 'a').write('x')")
    children(parent)
    until = time.monotonic() + 10
    while mark.read_text(encoding="ascii") == "x" and time.monotonic() < until:
        time.sleep(0.1)
    parent.terminate()
    assert parent.wait(timeout=20) == 0
    assert len(mark.read_text(encoding="ascii")) >= 2


def test_a_trial_run_stops_by_itself(port: int):
    parent = household(port, mode="check")
    pids = children(parent)
    assert parent.wait(timeout=20) == 0
    assert gone(*pids)


def test_a_taken_port_is_told_before_anything_starts(port: int):
    require_free_port("127.0.0.1", port, how="")
    told = pytest.raises(CannotServe, match=f"Port {port}.*make demo PORT=1")
    with socket.create_server(("127.0.0.1", port)), told:
        require_free_port("127.0.0.1", port, how="make demo PORT=1")
