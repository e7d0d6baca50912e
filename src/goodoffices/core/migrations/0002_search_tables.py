"""The full-text tables: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Frozen here and not taken from `core.search`, so that this step stays what it was.
"""

from django.db import migrations

KINDS = ["incident", "report", "place", "party"]


def create(apps, schema_editor):
    for kind in KINDS:
        table = f"search_{kind}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TABLE {table} (id bigint PRIMARY KEY, programme_id bigint NOT NULL,"
                " tlp smallint NOT NULL, tokens tsvector NOT NULL)"
            )
            schema_editor.execute(f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(scope, tokens,"
                " tokenize = 'unicode61 remove_diacritics 0')"
            )


def drop(apps, schema_editor):
    for kind in KINDS:
        schema_editor.execute(f"DROP TABLE search_{kind}")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
