"""A connection to SQLite on which whatever was not released cannot be read."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from goodoffices.site.confining import authorize


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection, with a guard that SQLite asks before it compiles any statement."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and put the guard up before anything can be asked."""
        connection = super().get_new_connection(conn_params)
        connection.set_authorizer(authorize)
        return connection
