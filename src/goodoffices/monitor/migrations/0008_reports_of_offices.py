from django.db import migrations, models


class Migration(migrations.Migration):
    """Find the last report of each office without reading the reports of none."""

    dependencies = [
        ("monitor", "0007_links_taken_back"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["office", "-received_at", "tlp"],
                condition=models.Q(office__isnull=False),
                name="report_of_office",
            ),
        ),
    ]
