"""`goodoffices demo`, `serve` and `worker`: the program as processes."""

from __future__ import annotations


def demo() -> None:
    """Run the demonstration programme on this machine."""


def serve() -> None:
    """Run the web server."""


def worker() -> None:
    """Run a worker for background tasks."""
