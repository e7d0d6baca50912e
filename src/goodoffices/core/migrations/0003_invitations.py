"""Invitations to a programme; the table of the shared cache where one is configured."""

from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_search_tables")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="invitation",
            field=models.CharField(blank=True, db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="invited_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
