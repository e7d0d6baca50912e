"""Which process runs a job, and that somebody asked it to stop."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_invitations")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="cancel_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="worker",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=["state", "id"],
                name="job_open",
            ),
        ),
    ]
