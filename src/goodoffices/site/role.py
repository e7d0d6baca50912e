"""The role of PostgreSQL in which the public reads: made and granted after every migration.

One role serves every database of a server: what it may do is granted in each database apart, so
that it can do nothing where nothing was released.
"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connections, transaction

ROLE = "goodoffices_site"

_MAKE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'goodoffices_site') THEN
    CREATE ROLE goodoffices_site NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_JOIN = """
DO $$ BEGIN
  IF NOT pg_has_role(current_user, 'goodoffices_site', 'MEMBER') THEN
    EXECUTE format('GRANT goodoffices_site TO %I', current_user);
  END IF;
END $$
"""
_GRANT = """
DO $$ DECLARE known text; BEGIN
  FOR known IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
  LOOP
    IF has_any_column_privilege('goodoffices_site', format('%I', known)::regclass,
        'SELECT, INSERT, UPDATE, REFERENCES') THEN
      EXECUTE format('REVOKE ALL ON %I FROM goodoffices_site', known);
    END IF;
    IF known LIKE 'released\\_%' THEN
      EXECUTE format('GRANT SELECT ON %I TO goodoffices_site', known);
    END IF;
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO goodoffices_site', current_schema());
  GRANT INSERT ON letterbox_letter TO goodoffices_site;
END $$
"""


def install(connection: Any) -> bool:
    """Make the role and grant it what was released; False where our login may not do that."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in (_MAKE, _JOIN, _GRANT):
                cursor.execute(statement)
    except DatabaseError:
        return False
    return True


def install_after_migrate(**event: Any) -> None:
    """Keep the role's rights what they have to be, whatever a migration made or renamed."""
    connection = connections[event.get("using", "default")]
    if connection.vendor == "postgresql":
        there = set(connection.introspection.table_names())
        if {"released_page", "letterbox_letter"} <= there:
            install(connection)


def what_is_missing() -> str:
    """Say why the public's connection cannot be used; nothing where it can."""
    from goodoffices.site.confining import as_public
    from goodoffices.site.reading import site

    try:
        with as_public():
            site("")
    except Exception as error:
        return str(error).strip().splitlines()[0]
    return ""
