"""The database itself refuses to change what was said, checked and published.

Versions of texts, steps and editions are appended; not even a console changes one. Like the
guards of the audit log (`core.audit.guards`), they do not stop who owns the database file: for
that the hashes of editions are verified (`verifying`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection

# ruff: noqa: S608 - every name in the SQL is ours

_REFUSED = "the database refuses: texts, steps and editions are appended, never changed"
_SAID = ("publication_id", "language", "number", "of_source", "title", "summary", "body", "at")
TABLES = {
    "edition": ("publish_edition", ()),
    "step": ("publish_step", ()),
    "text": ("publish_text", _SAID),
}
"""By the beginning of a guard's name: the table, and the columns that never change (none: all).

Who wrote a text may be forgotten when the account goes; the text stays."""


def _changed(is_not: str, columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} {is_not} OLD.{name}" for name in columns)


def _sqlite() -> dict[str, str]:
    found = {}
    for name, (table, columns) in TABLES.items():
        when = f" WHEN {_changed('IS NOT', columns)}" if columns else ""
        found[f"publish_{name}_no_update"] = f"BEFORE UPDATE ON {table}{when}"
        found[f"publish_{name}_no_delete"] = f"BEFORE DELETE ON {table}"
        # INSERT OR REPLACE would delete the old row without firing the trigger above.
        found[f"publish_{name}_no_replace"] = (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        )
    return found


def _postgresql() -> dict[str, str]:
    found = {}
    for name, (table, columns) in TABLES.items():
        when = f" WHEN ({_changed('IS DISTINCT FROM', columns)})" if columns else ""
        found[f"publish_{name}_no_update"] = f"BEFORE UPDATE ON {table} FOR EACH ROW{when}"
        found[f"publish_{name}_no_delete"] = f"BEFORE DELETE ON {table} FOR EACH ROW"
        found[f"publish_{name}_no_truncate"] = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return found


_FUNCTION = (
    "CREATE OR REPLACE FUNCTION publish_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
)


def _table(trigger: str) -> str:
    return TABLES[trigger.split("_")[1]][0]


def _wanted(connection: Any) -> dict[str, str]:
    there = set(connection.introspection.table_names())
    every = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    return {name: event for name, event in every.items() if _table(name) in there}


def install(connection: Any = default_connection) -> None:
    """Put up the guards that are missing."""
    wanting, every = missing(connection), _wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and wanting:
            cursor.execute(_FUNCTION)
        for name in wanting:
            work = "EXECUTE FUNCTION publish_refuse()"
            if connection.vendor != "postgresql":
                work = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            cursor.execute(f"CREATE TRIGGER {name} {every[name]} {work}")


def missing(connection: Any = default_connection) -> list[str]:
    """Return the names of guards that are not up; a reason to look at who took them down."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        up = {row[0] for row in cursor.fetchall()}
    return [name for name in _wanted(connection) if name not in up]


def remove(connection: Any = default_connection) -> None:
    """Take the guards down; only tests have a use for it."""
    with connection.cursor() as cursor:
        for name in _wanted(connection):
            on = f" ON {_table(name)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@contextmanager
def lifted(connection: Any = default_connection) -> Iterator[None]:
    """Work without guards for a moment: tests empty their tables between one another."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def install_after_migrate(**event: Any) -> None:
    """Put the guards up again after a migration: rebuilding a table on SQLite drops them."""
    from django.db import connections

    install(connections[event.get("using", "default")])
