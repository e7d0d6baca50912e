"""The database itself refuses to change what was approved for a partner, whoever asks.

On SQLite a migration that rebuilds a table drops its triggers: they are put up again after each.
"""

from __future__ import annotations

from typing import Any

RUN, FILE, AGREEMENT = (
    "publish_exchangerun",
    "publish_exchangefile",
    "publish_sharingagreement",
)
REFUSED = "the database refuses: what was agreed and approved does not change"

FIXED = {
    RUN: (
        *("programme_id", "partner_id", "code", "tlp", "direction", "agreement_id", "form"),
        *("bom", "hxl", "rows", "alone", "sha256", "left_out", "by_id", "created_at"),
        *("approved_by_id", "approved_at", "dropped_at"),
    ),
    FILE: ("run_id", "content", "ids"),
    AGREEMENT: (
        *("partner_id", "number", "fields", "ceiling", "types", "states", "places", "first_day"),
        *("last_day", "place_level", "grid_km", "time_unit", "smallest", "language", "purpose"),
        *("basis", "since", "until", "agreed_with", "at"),
    ),
}
"""The columns that never change: of a run once it is approved, of the others from the start."""


def _condition(table: str, is_not: str) -> str:
    changed = " OR ".join(f"NEW.{name} {is_not} OLD.{name}" for name in FIXED[table])
    return f"OLD.approved_at IS NOT NULL AND ({changed})" if table == RUN else changed


def install(connection: Any) -> None:
    """Put the guards up anew on every table of these that is there."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION exchange_refuse() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
            )
        for table in FIXED:
            if table in there:
                for statement in _statements(table, connection.vendor):
                    cursor.execute(statement)


def _statements(table: str, vendor: str) -> list[str]:
    name = f"{table}_fixed"
    if vendor == "postgresql":
        when = _condition(table, "IS DISTINCT FROM")
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when})"
            " EXECUTE FUNCTION exchange_refuse()",
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table}"
        f" WHEN {_condition(table, 'IS NOT')} {refuse}",
    ]


def install_after_migrate(**event: Any) -> None:
    """Put the guards up again after a migration, once the tables are whole."""
    from django.db import connections

    connection = connections[event.get("using", "default")]
    with connection.cursor() as cursor:
        if FILE not in connection.introspection.table_names(cursor):
            return
        columns = {one.name for one in connection.introspection.get_table_description(cursor, RUN)}
    if set(FIXED[RUN]) <= columns:
        install(connection)
