from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_search_submissions")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="not_before",
            field=models.DateTimeField(null=True),
        ),
    ]
