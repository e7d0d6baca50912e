"""The full-text table of submissions, as those of 0002."""

from django.db import migrations

TABLE = "search_submission"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, programme_id bigint NOT NULL,"
            " tlp smallint NOT NULL, tokens tsvector NOT NULL)"
        )
        schema_editor.execute(f"CREATE INDEX {TABLE}_tokens ON {TABLE} USING gin (tokens)")
    else:
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(scope, tokens,"
            " tokenize = 'unicode61 remove_diacritics 0')"
        )


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("core", "0006_audit_guards")]
    operations = [migrations.RunPython(create, drop)]
