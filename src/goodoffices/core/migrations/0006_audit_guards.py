"""The database refuses to change or delete entries of the audit log."""

from django.db import migrations

from goodoffices.core.audit import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_member_codes")]
    operations = [migrations.RunPython(install, remove)]
