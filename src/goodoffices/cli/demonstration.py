"""What `goodoffices demo` does around the processes: the data, the accounts, a trial fetch."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from goodoffices.cli.starting import bring_up_to_date

MARK = "loaded"
"""A file that says the demonstration was loaded to its end."""


def prepare(data: Path, *, fresh: bool, say: Callable[[str], object]) -> None:
    """Make the database and load the demonstration programme, unless it is there already."""
    mark = data / MARK
    if fresh or not mark.exists():
        _throw_away(data)
    bring_up_to_date()
    if mark.exists():
        return
    from goodoffices.demo.loading import load_demo

    load_demo(progress=say)
    mark.write_text("yes", encoding="ascii")


def _throw_away(data: Path) -> None:
    """Remove what a demonstration keeps, and nothing else that may lie in the folder."""
    from django.db import connection

    connection.close()
    kept = ("goodoffices.sqlite3", "goodoffices.sqlite3-wal", "goodoffices.sqlite3-shm")
    for name in (*kept, "identity-keys", MARK):
        (data / name).unlink(missing_ok=True)
    for name in ("evidence", "snapshots", "media"):
        shutil.rmtree(data / name, ignore_errors=True)


def accounts_table(address: str) -> str:
    """Return what the person at the terminal reads: the address and who can log in."""
    from goodoffices.demo.loading import ACCOUNTS, PASSWORD

    width = max(len(account.email) for account in ACCOUNTS)
    lines = [f"Good Offices runs at {address}", "", f"Log in with the password: {PASSWORD}"]
    lines += [f"  {account.email:<{width}}  {account.said}" for account in ACCOUNTS]
    return "\n".join([*lines, "", "Ctrl-C stops it."])


def try_pages(address: str, *, say: Callable[[str], object]) -> None:
    """Fetch the login page and its stylesheet, as a browser would; raise when one is missing."""
    import re
    from urllib.parse import urljoin
    from urllib.request import urlopen

    from goodoffices.web.serving import CannotServe

    page = f"{address}/account/login/"
    with urlopen(page, timeout=30) as answer:  # noqa: S310
        text = answer.read().decode("utf-8")
    style = re.search(r'href="([^"]+\.css)"', text)
    if style is None:
        raise CannotServe("The login page names no stylesheet: the frontend was not built.")
    with urlopen(urljoin(page, style[1]), timeout=30) as answer:  # noqa: S310
        size = len(answer.read())
    say(f"The login page and its stylesheet ({size} bytes) arrived.")
