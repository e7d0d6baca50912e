"""The database itself marks the leaves whose incidents change, whoever changes them.

SQLite has one writer at a time: a mark that is there already is enough. PostgreSQL has many, and a
mark that another transaction is about to clear would not do: there each statement adds its own.
"""

from __future__ import annotations

from typing import Any

from django.db import connection as default_connection

from goodoffices.monitor.models.ledger import LEAF

# ruff: noqa: S608 - every name in the SQL is ours

INCIDENT, MARK, LEAVES = "monitor_incident", "monitor_ledgermark", "monitor_ledgerleaf"
STATE = "monitor_ledgerstate"


EVENTS = {
    "ledger_insert": ("INSERT", ("NEW",)),
    "ledger_update": ("UPDATE", ("NEW", "OLD")),
    "ledger_delete": ("DELETE", ("OLD",)),
}
"""Name of each trigger: its event, and which rows it marks."""


def _on_sqlite(name: str) -> list[str]:
    event, rows = EVENTS[name]
    work = " ".join(_mark_once(row) for row in rows)
    return [f"CREATE TRIGGER {name} AFTER {event} ON {INCIDENT} BEGIN {work} END"]


def _mark_once(row: str) -> str:
    leaf = f"programme_id = {row}.programme_id AND number = {row}.id / {LEAF}"
    return (
        f"INSERT INTO {MARK} (programme_id, number) SELECT {row}.programme_id, {row}.id / {LEAF}"
        f" WHERE NOT EXISTS (SELECT 1 FROM {MARK} WHERE {leaf});"
    )


def _on_postgresql(name: str) -> list[str]:
    event, rows = EVENTS[name]
    tables = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in rows)
    found = " UNION ".join(
        f"SELECT programme_id, id / {LEAF} FROM {row.lower()}_rows" for row in rows
    )
    work = f"INSERT INTO {MARK} (programme_id, number) {found}"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {work}; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {event} ON {INCIDENT} REFERENCING {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def install(connection: Any = default_connection) -> None:
    """Put up the triggers that are missing; what was written without them is marked as a whole."""
    wanting = missing(connection)
    statements = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor:
        for name in wanting:
            for statement in statements(name):
                cursor.execute(statement)
        if wanting:
            cursor.execute(
                f"INSERT INTO {MARK} (programme_id, number) SELECT programme_id, id / {LEAF}"
                f" FROM {INCIDENT} UNION SELECT programme_id, number FROM {LEAVES}"
            )


def missing(connection: Any = default_connection) -> list[str]:
    """Return the names of triggers that are not up."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        up = {row[0] for row in cursor.fetchall()}
    return [name for name in EVENTS if name not in up]


def remove(connection: Any = default_connection) -> None:
    """Take the triggers down, for a migration backwards."""
    with connection.cursor() as cursor:
        for name in EVENTS:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {INCIDENT}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install_after_migrate(**event: Any) -> None:
    """Put the triggers up again after a migration: rebuilding a table on SQLite drops them.

    Leaves that are out of date are written anew at once: an archive of before the ledger is
    quick from the start.
    """
    from django.db import connections

    connection = connections[event.get("using", "default")]
    if MARK in connection.introspection.table_names():
        install(connection)
        if connection.alias == "default":
            from goodoffices.monitor.ledger.renewing import renew_all

            renew_all()
