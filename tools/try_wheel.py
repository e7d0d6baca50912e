"""Install a wheel into an empty environment, without Node, and start the demonstration there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "UV_CACHE_DIR")
HELP_SECONDS = 0.5


def bare_path(folder: Path) -> str:
    """Return a PATH that holds this machine's programs, but neither Node nor gettext."""
    folder.mkdir()
    for name in ("sh", "env", "git"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return str(folder)


def environment(path: str) -> dict[str, str]:
    """Return the few variables a person's shell would have."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"PATH": path}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def install(wheel: Path, folder: Path, env: dict[str, str]) -> Path:
    """Make an environment, install the locked libraries and the wheel; return its programs."""
    uv = str(Path(sys.executable).parent / "uv")
    python = str(folder / "venv" / "bin" / "python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    pip = [uv, "pip", "install", "--quiet", "--python", python]
    locked = ["--require-hashes", "-r", str(ROOT / "requirements" / "base.txt")]
    subprocess.run([*pip, *locked], check=True, env=env)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, env=env)
    return folder / "venv" / "bin"


def quickest_help(program: str, env: dict[str, str], where: Path) -> float:
    """Return the seconds that ``--help`` takes: the best of five, as others use the machine."""
    times = []
    for _ in range(5):
        begun = time.monotonic()
        subprocess.run([program, "--help"], check=True, env=env, cwd=where, capture_output=True)
        times.append(time.monotonic() - begun)
    return min(times)


def main(wheel: str) -> int:
    """Try the wheel; return 0 when the help is quick and the demonstration serves its pages."""
    with tempfile.TemporaryDirectory(prefix="goodoffices-wheel-") as name:
        folder = Path(name)
        env = environment(bare_path(folder / "bin"))
        programs = install(Path(wheel).resolve(), folder, env)
        program = str(programs / "goodoffices")
        seconds = quickest_help(program, env, folder)
        print(f"goodoffices --help: {seconds:.2f} s")
        trial = [program, "demo", "--check", "--port", str(free_port())]
        code = subprocess.run(trial, env=env, cwd=folder).returncode
    return code or int(seconds > HELP_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
