"""The database itself refuses to change or delete an entry, whoever asks.

That stops the program, its bugs and a console; it does not stop someone who owns the database
file and can take a trigger away. For that there is the chain (`verifying`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection

ENTRY, HEAD = "core_auditentry", "core_audithead"

_REFUSED = "the audit log is append-only"

SQLITE = {
    "audit_entry_no_update": f"BEFORE UPDATE ON {ENTRY}",
    "audit_entry_no_delete": f"BEFORE DELETE ON {ENTRY}",
    # INSERT OR REPLACE would delete the old row without firing the trigger above.
    "audit_entry_no_replace": (
        f"BEFORE INSERT ON {ENTRY} WHEN EXISTS (SELECT 1 FROM {ENTRY} WHERE id = NEW.id"  # noqa: S608
        " OR (chain = NEW.chain AND seq = NEW.seq))"
    ),
    "audit_head_no_delete": f"BEFORE DELETE ON {HEAD}",
    "audit_head_forward": (
        f"BEFORE UPDATE ON {HEAD} WHEN NEW.seq <= OLD.seq OR NEW.chain <> OLD.chain"
    ),
}
"""Name and event of each trigger on SQLite."""

POSTGRESQL = {
    "audit_entry_no_change": f"BEFORE UPDATE OR DELETE ON {ENTRY} FOR EACH ROW",
    "audit_entry_no_truncate": f"BEFORE TRUNCATE ON {ENTRY} FOR EACH STATEMENT",
    "audit_head_no_delete": f"BEFORE DELETE ON {HEAD} FOR EACH ROW",
    "audit_head_no_truncate": f"BEFORE TRUNCATE ON {HEAD} FOR EACH STATEMENT",
    "audit_head_forward": (
        f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.seq <= OLD.seq OR NEW.chain <> OLD.chain)"
    ),
}
"""Name and event of each trigger on PostgreSQL."""

_FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
)


def install(connection: Any = default_connection) -> None:
    """Put up the guards that are missing."""
    wanting = set(missing(connection))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            for name in wanting:
                event = POSTGRESQL[name]
                cursor.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION audit_refuse()")
        else:
            for name in wanting:
                refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
                cursor.execute(f"CREATE TRIGGER {name} {SQLITE[name]} {refuse}")


def missing(connection: Any = default_connection) -> list[str]:
    """Return the names of guards that are not up; a reason to look at who took them down."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
            wanted = POSTGRESQL
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = SQLITE
        up = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in up]


def remove(connection: Any = default_connection) -> None:
    """Take the guards down, as a thief with the database would; only tests have a use for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, event in POSTGRESQL.items():
                table = ENTRY if f" ON {ENTRY}" in event else HEAD
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


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

    connection = connections[event.get("using", "default")]
    if ENTRY in connection.introspection.table_names():
        install(connection)
