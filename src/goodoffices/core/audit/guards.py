"""The database itself refuses to change or delete an entry, whoever asks.

So do the custody log and what says which bytes an item of evidence is.

That stops the program, its bugs and a console; it does not stop someone who owns the database
file and can take a trigger away. For that there is the chain (`verifying`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection

ENTRY, HEAD = "core_auditentry", "core_audithead"
CUSTODY, EVIDENCE, FILE = "core_custodyevent", "core_evidence", "core_storedfile"

_REFUSED = "the database refuses: logs are append-only, and originals never change"


def _changed(is_not: str, *columns: str) -> str:
    return " OR ".join(f"NEW.{name} {is_not} OLD.{name}" for name in columns)


_IDENTITY = ("programme_id", "code", "file_id", "original_id", "original_name", "received_at")
_BYTES = ("programme_id", "sha256", "size")

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
    "custody_no_update": f"BEFORE UPDATE ON {CUSTODY}",
    "custody_no_delete": f"BEFORE DELETE ON {CUSTODY}",
    "custody_no_replace": (
        f"BEFORE INSERT ON {CUSTODY} WHEN EXISTS (SELECT 1 FROM {CUSTODY} WHERE id = NEW.id"  # noqa: S608
        " OR (evidence_id = NEW.evidence_id AND seq = NEW.seq))"
    ),
    "evidence_no_change": f"BEFORE UPDATE ON {EVIDENCE} WHEN {_changed('IS NOT', *_IDENTITY)}",
    "stored_file_no_change": f"BEFORE UPDATE ON {FILE} WHEN {_changed('IS NOT', *_BYTES)}",
}
"""Name and event of each trigger on SQLite."""

_DISTINCT = "IS DISTINCT FROM"

POSTGRESQL = {
    "audit_entry_no_change": f"BEFORE UPDATE OR DELETE ON {ENTRY} FOR EACH ROW",
    "audit_entry_no_truncate": f"BEFORE TRUNCATE ON {ENTRY} FOR EACH STATEMENT",
    "audit_head_no_delete": f"BEFORE DELETE ON {HEAD} FOR EACH ROW",
    "audit_head_no_truncate": f"BEFORE TRUNCATE ON {HEAD} FOR EACH STATEMENT",
    "audit_head_forward": (
        f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.seq <= OLD.seq OR NEW.chain <> OLD.chain)"
    ),
    "custody_no_change": f"BEFORE UPDATE OR DELETE ON {CUSTODY} FOR EACH ROW",
    "custody_no_truncate": f"BEFORE TRUNCATE ON {CUSTODY} FOR EACH STATEMENT",
    "evidence_no_change": (
        f"BEFORE UPDATE ON {EVIDENCE} FOR EACH ROW WHEN ({_changed(_DISTINCT, *_IDENTITY)})"
    ),
    "stored_file_no_change": (
        f"BEFORE UPDATE ON {FILE} FOR EACH ROW WHEN ({_changed(_DISTINCT, *_BYTES)})"
    ),
}
"""Name and event of each trigger on PostgreSQL."""

_TABLES = {
    "audit_entry": ENTRY,
    "audit_head": HEAD,
    "custody": CUSTODY,
    "evidence": EVIDENCE,
    "stored_file": FILE,
}
"""The table of a trigger by the beginning of its name."""

_FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
)


def _table(trigger: str) -> str:
    return next(table for name, table in _TABLES.items() if trigger.startswith(name))


def _wanted(connection: Any) -> dict[str, str]:
    """Return the guards for this kind of database; none for a table that is not there yet."""
    there = set(connection.introspection.table_names())
    if CUSTODY not in there:  # migrations before the custody log, whose columns they lack
        there -= {EVIDENCE, FILE}
    every = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    return {name: event for name, event in every.items() if _table(name) in there}


def install(connection: Any = default_connection) -> None:
    """Put up the guards that are missing."""
    wanting, every = missing(connection), _wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            for name in wanting:
                event = every[name]
                cursor.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION audit_refuse()")
        else:
            for name in wanting:
                refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
                cursor.execute(f"CREATE TRIGGER {name} {every[name]} {refuse}")


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
    """Take the guards down, as a thief with the database would; only tests have a use for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in _wanted(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {_table(name)}")
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
