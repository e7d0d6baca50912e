"""Members get a random code, so that no address counts them."""

from django.db import migrations, models

from goodoffices.core.codes import new_code


def give_codes(apps, schema_editor):
    Membership = apps.get_model("core", "Membership")
    for member in Membership._base_manager.filter(code=""):
        Membership._base_manager.filter(pk=member.pk).update(code=new_code())


class Migration(migrations.Migration):
    dependencies = [("core", "0004_job_worker")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="code",
            field=models.CharField(default="", editable=False, max_length=16),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="membership",
            name="code",
            field=models.CharField(default=new_code, editable=False, max_length=16, unique=True),
        ),
    ]
