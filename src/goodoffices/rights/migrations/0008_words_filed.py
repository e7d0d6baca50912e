"""File the persons, groups, cases and acts of before, so that the search finds them too."""

from django.db import migrations

BATCH = 500


def file_words(apps, schema_editor):
    """Not frozen: what is filed is derived, and is written anew with each change of a record."""
    from goodoffices.rights.services import indexing

    for name in ("person", "group", "case", "act"):
        rows = apps.get_model("rights", name)._base_manager.order_by("pk")
        kept = []
        for row in rows.iterator(BATCH):
            kept.append(row)
            if len(kept) == BATCH:
                getattr(indexing, f"file_{name}")(*kept)
                kept = []
        if kept:
            getattr(indexing, f"file_{name}")(*kept)


class Migration(migrations.Migration):
    dependencies = [("rights", "0007_purging"), ("core", "0022_search_rights")]
    operations = [migrations.RunPython(file_words, migrations.RunPython.noop)]
