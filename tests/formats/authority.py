"""A time-stamping authority for tests: certificates of its own, answers by openssl."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """Certificates in a folder; `answer` stamps a question."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("a time-stamping authority is played by openssl, which is not here")
        folder.mkdir()
        self.folder, self.roots = folder, folder / "root.pem"
        (folder / "serial").write_text("01")
        (folder / "conf").write_text(CONFIGURATION.format(folder=folder))
        (folder / "ext").write_text(
            "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
        )
        self._run(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=Test root",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-days",
            "30",
        )
        self._run(
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=Test authority",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.csr",
        )
        self._run(
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            "ext",
            "-out",
            "tsa.pem",
        )

    def _run(self, *words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()

    def answer(self, query: bytes) -> bytes:
        """Return the answer to a question."""
        (self.folder / "q").write_bytes(query)
        self._run("ts", "-reply", "-config", "conf", "-queryfile", "q", "-out", "r")
        return (self.folder / "r").read_bytes()


@contextmanager
def serving(authority: Authority, *, status: int = 200) -> Iterator[str]:
    """Serve an authority on this machine; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = authority.answer(query) if status == 200 else b""
            self.send_response(status)
            if status in {301, 307}:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
