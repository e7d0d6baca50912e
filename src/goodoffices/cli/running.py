"""`goodoffices demo`, `serve` and `worker`: the program as processes."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from goodoffices.cli.starting import migrations_wait, start_django

HOST = "127.0.0.1"

KINDNESS = 5
"""How far a worker stands back behind the web server where both want the processor."""


def serve(
    host: str = typer.Option(HOST, help="Address to listen on; behind a proxy, leave it."),
    port: int = typer.Option(8000, min=1, max=65535, help="Port to listen on."),
    workers: int = typer.Option(2, min=1, max=64, help="Web processes."),
    threads: int = typer.Option(4, min=1, max=64, help="Threads of each."),
    with_worker: bool = typer.Option(
        True, "--worker/--no-worker", help="Also run a worker for background tasks."
    ),
    site_only: bool = typer.Option(
        False, "--site-only", help="Serve public sites and nothing of the workspace; no worker."
    ),
) -> None:
    """Run the web server, and a worker beside it."""
    if site_only:
        os.environ["GOODOFFICES_SITE_ONLY"] = "yes"
    start_django()
    from django.conf import settings

    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.web import serving
    from goodoffices.web.checks import refuse_unsafe
    from goodoffices.web.collecting import collect

    refuse_unsafe(settings)
    serving.require_free_port(host, port, how=f"goodoffices serve --port {port + 1}")
    if migrations_wait():
        raise InvalidInput("The database is behind this version. Run: goodoffices migrate")
    collect()
    if settings.SITE_ONLY:
        _refuse_unconfined()
    children = [serving.Child("web", _web(host, port, workers, threads))]
    if with_worker and not settings.SITE_ONLY:
        children.append(serving.Child("worker", serving.worker_command(), restart=True))
    said = f"Good Offices listens on http://{host}:{port}/"
    code = serving.Household(children).run(ready=lambda: typer.echo(said), host=host, port=port)
    raise typer.Exit(code)


def _refuse_unconfined() -> None:
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.site.role import what_is_missing

    if said := what_is_missing():
        raise InvalidInput(f"The public site cannot be confined: {said} Run: goodoffices check")


def _web(host: str, port: int, workers: int, threads: int) -> list[str]:
    from goodoffices.web.serving import web_command

    return web_command(host=host, port=port, workers=workers, threads=threads)


def worker() -> None:
    """Run a worker for background tasks: imports, exports, snapshots."""
    start_django()
    from goodoffices.core.jobs.worker import work

    os.nice(KINDNESS)  # people who wait for a page come first where both want the processor
    work()


def demo(
    port: int = typer.Option(8000, min=1, max=65535, help="Port to listen on."),
    data: Path = typer.Option(Path("var/demo"), help="Folder of the demonstration's data."),
    fresh: bool = typer.Option(False, "--fresh", help="Throw the demonstration's data away first."),
    check: bool = typer.Option(False, "--check", help="Start, fetch the login page, stop."),
) -> None:
    """Run the demonstration programme on this machine: an invented country, known passwords."""
    _demonstration_settings(data.resolve())
    from goodoffices.web import serving

    serving.require_free_port(HOST, port, how=f"make demo PORT={port + 1}")
    start_django()
    from goodoffices.cli.demonstration import accounts_table, prepare, try_pages
    from goodoffices.web.collecting import collect

    prepare(data.resolve(), fresh=fresh, say=typer.echo)
    collect()
    children = [
        serving.Child("web", _web(HOST, port, 2, 4)),
        serving.Child("worker", serving.worker_command(), restart=True),
    ]

    def ready() -> bool:
        if check:
            try_pages(f"http://{HOST}:{port}", say=typer.echo)
            return False
        typer.echo(accounts_table(f"http://localhost:{port}/"))
        return True

    raise typer.Exit(serving.Household(children).run(ready=ready, host=HOST, port=port))


def _demonstration_settings(data: Path) -> None:
    """Leave the settings of any real installation behind: the demonstration has its own."""
    for name in [name for name in os.environ if name.startswith("GOODOFFICES_")]:
        del os.environ[name]
    os.environ["GOODOFFICES_DEMO"] = "yes"
    os.environ["GOODOFFICES_DATA"] = str(data)
