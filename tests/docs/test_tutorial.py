"""The tutorial, given to a newcomer's shell line by line; then the page it promises."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.shell import ROOT, commands
from tests.docs.visitor import Visitor
from tests.formats.conftest import ged_text
from tests.shared_data import FOLDER

PAGE = ROOT / "docs" / "tutorial" / "first-situation-page.md"
FILE = "GEDEvent_v25_1.csv"
PASSWORD = "a long phrase nobody uses"
KEPT = ("PATH", "LANG", "SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "UV_CACHE_DIR")
ROWS = 400


def events(target: Path) -> None:
    """Write a small file as UCDP publishes it: real events of Colombia where we have them."""
    real = FOLDER / "ged.parquet"
    if not real.exists():
        invented = [
            {"id": str(n), "country": "Colombia", "country_id": "100"} for n in range(1, 30)
        ]
        target.write_text(ged_text(*invented), encoding="utf-8")
        return
    import pyarrow.compute as pc
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    table = pq.read_table(real, filters=[("country", "=", "Colombia")])
    newest = pc.sort_indices(table, sort_keys=[("date_start", "descending")])[:ROWS]
    pacsv.write_csv(table.take(newest), target)


def test_the_tutorial_is_the_commands_we_run():
    lines = list(commands(PAGE))
    assert lines[0] == "make setup"
    assert lines[-1] == "goodoffices serve"
    assert any(line.startswith("goodoffices load ucdp-ged") for line in lines)
    assert not re.search(r"```(bash|sh|shell)", PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty home with the source as a newcomer has it, and the file of events."""
    home = tmp_path_factory.mktemp("newcomer")
    source = home / "source"
    source.mkdir()
    for path in ROOT.iterdir():
        if path.name not in {".git", "var", "dist"}:
            (source / path.name).symlink_to(path)
    events(source / FILE)
    return home


@pytest.fixture(scope="module")
def port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def running(newcomer: Path, port: int) -> Iterator[Path]:
    """Give every command of the tutorial; hand on while the last one, ``serve``, runs."""
    *steps, last = [
        line if line != "make setup" else f"make -C '{ROOT}' setup" for line in commands(PAGE)
    ]
    script = "\n".join(["set -euo pipefail", *steps, "echo PREPARED", f"exec {last} --port {port}"])
    log = newcomer / "log"
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    with log.open("wb") as said:
        shell = subprocess.Popen(
            ["bash", "-c", script],
            cwd=newcomer / "source",
            env=environment | {"HOME": str(newcomer)},
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert shell.stdin
        shell.stdin.write(f"{PASSWORD}\n{PASSWORD}\n".encode())
        shell.stdin.close()
        try:
            wait_for("listens on", log, shell)
            yield log
        finally:
            if shell.poll() is None:
                shell.send_signal(signal.SIGINT)
            code = shell.wait(timeout=30)
    assert code == 0, "Ctrl-C has to end it in good order"


def wait_for(words: str, log: Path, shell: subprocess.Popen[bytes]) -> None:
    """Wait until the newcomer reads these words; fail with all that was said when it ends."""
    until = time.monotonic() + 180
    while words not in log.read_text(encoding="utf-8"):
        if shell.poll() is not None or time.monotonic() > until:
            pytest.fail(log.read_text(encoding="utf-8"))
        time.sleep(0.1)


def test_the_situation_page_shows_the_area(running: Path, port: int):
    said = running.read_text(encoding="utf-8")
    assert "PREPARED" in said
    visitor = Visitor(f"http://127.0.0.1:{port}")
    visitor.log_in("ada@example.org", PASSWORD)
    page = visitor.read("/p/andes/situation/?period=365d")
    assert "Andes programme" in page
    listed = visitor.read("/p/andes/incidents/?period=all")
    assert "Colombia" in listed
    assert re.search(r'href="/p/andes/incidents/\w+/"', listed)
