"""Starting Django for a command, once, and only for the commands that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def start_django() -> None:
    """Read the settings and load the rooms; a bad setting ends the command with its sentence."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    if not apps.ready:
        django.setup()


def migrations_wait() -> bool:
    """Say whether the database is behind this version of the program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> bool:
    """Apply the migrations that wait; return whether there were any."""
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not migrations_wait():
        return False
    with _quick_while_empty():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    return True


@contextmanager
def _quick_while_empty() -> Iterator[None]:
    """Do not wait for the disk while an SQLite database has nothing to lose yet."""
    from django.db import connection

    if connection.vendor != "sqlite" or connection.introspection.table_names():
        yield
        return
    connection.cursor().execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        connection.close()
