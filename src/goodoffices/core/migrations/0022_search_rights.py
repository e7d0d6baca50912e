"""The full-text tables of persons, groups, cases and acts, as those of 0002."""

from django.db import migrations

KINDS = ["person", "group", "case", "act"]


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
    dependencies = [("core", "0021_retention")]
    operations = [migrations.RunPython(create, drop)]
