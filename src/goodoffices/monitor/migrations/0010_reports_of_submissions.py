from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of a report which submission from the field it was made of."""

    dependencies = [
        ("field", "0001_initial"),
        ("monitor", "0009_cell_covered"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="submission",
            field=models.OneToOneField(
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="report",
                to="field.submission",
            ),
        ),
    ]
