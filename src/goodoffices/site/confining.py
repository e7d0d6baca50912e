"""The public reads what was released: the database holds that, not the program's good manners.

Public pages ask through a connection of their own (the alias ``settings.PUBLIC_DATABASE``). On
SQLite, its authorizer is asked about every table and column before a statement is compiled. On
PostgreSQL, it works in a role without a right to any other table (`goodoffices.site.role`). Both
may read tables named ``released_*`` and put a letter into the letterbox; they cannot read it.

Within `as_public`, every query that names no database goes through that connection, and one sent
to the main connection all the same is refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model

from goodoffices.site.role import ROLE

READABLE = "released_"
LETTERBOX = "letterbox_letter"

_ALWAYS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_RECURSIVE,
}
_FORBIDDEN = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}

_public: ContextVar[bool] = ContextVar("public", default=False)


def authorize(
    action: int, first: str | None, second: str | None, database: str | None, by: str | None
) -> int:
    """Say to SQLite whether a statement of the public may do this."""
    allowed = (
        action in _ALWAYS
        or (action == sqlite3.SQLITE_READ and (first or "").startswith(READABLE))
        or (action == sqlite3.SQLITE_INSERT and first == LETTERBOX)
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _FORBIDDEN)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


_TOO_MUCH = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
AND n.nspname NOT IN ('pg_catalog', 'information_schema')
AND n.nspname !~ '^pg_' AND (
  (c.relname !~ '^released_' AND has_any_column_privilege(c.oid, 'SELECT'))
  OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
  OR (c.relname <> 'letterbox_letter' AND has_any_column_privilege(c.oid, 'INSERT'))
) LIMIT 1
"""


def too_much(cursor: Any) -> bool:
    """Say whether the role of this PostgreSQL connection can do more than the public may."""
    cursor.execute(_TOO_MUCH)
    return cursor.fetchone() is not None


class PublicRouter:
    """Sends every query of public pages through the connection that can read no more."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Name the public's connection within `as_public`; leave all others to Django."""
        return settings.PUBLIC_DATABASE if _public.get() else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Nothing is ever made through the public's connection."""
        return None if db == DEFAULT_DB_ALIAS else False


@contextmanager
def as_public() -> Iterator[None]:
    """Run what follows as the public: it reads what was released, and can post a letter."""
    before = _public.set(True)
    try:
        with ExitStack() as stack:
            if settings.PUBLIC_DATABASE == DEFAULT_DB_ALIAS:  # tests, within their transaction
                stack.enter_context(confined())
            else:
                stack.enter_context(connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse))
            yield
    finally:
        _public.reset(before)


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    raise DatabaseError("public pages have no business with the main connection")


@contextmanager
def confined() -> Iterator[None]:
    """Confine the main connection for a moment, as the public's is for good."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_authorizer(authorize)
        try:
            yield
        finally:
            connection.connection.set_authorizer(None)
        return
    with transaction.atomic(using=DEFAULT_DB_ALIAS):  # an error takes the role back as well
        _run(f"SET LOCAL ROLE {ROLE}")
        yield
        _run("RESET ROLE")


def _run(sql: str) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql)
