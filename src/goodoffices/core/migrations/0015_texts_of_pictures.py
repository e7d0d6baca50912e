"""The text of a picture as a kind of copy, and the full-text table of these, as those of 0002."""

from django.db import migrations, models

TABLE = "search_evidence"
MADE = [
    ("redacted", "redacted copy"),
    ("smaller", "smaller picture"),
    ("text", "text read from it"),
]


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
    dependencies = [("core", "0014_time_stamps")]
    operations = [
        migrations.RunPython(create, drop),
        migrations.AlterField("evidence", "made", models.CharField(blank=True, choices=MADE, max_length=10)),
        migrations.AlterField("copyorder", "made", models.CharField(choices=MADE, max_length=10)),
    ]
