
import django.db.models.deletion
import django.utils.timezone
import goodoffices.core.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0011_media'),
    ]

    operations = [
        migrations.CreateModel(
            name='CopyOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=goodoffices.core.codes.new_code, max_length=16, unique=True)),
                ('made', models.CharField(choices=[('redacted', 'redacted copy'), ('smaller', 'smaller picture')], max_length=10)),
                ('how', models.JSONField(default=dict)),
                ('tlp', models.PositiveSmallIntegerField(choices=[(0, 'TLP:CLEAR'), (1, 'TLP:GREEN'), (2, 'TLP:AMBER'), (3, 'TLP:AMBER+STRICT'), (4, 'TLP:RED')])),
                ('seen_tlp', models.PositiveSmallIntegerField(choices=[(0, 'TLP:CLEAR'), (1, 'TLP:GREEN'), (2, 'TLP:AMBER'), (3, 'TLP:AMBER+STRICT'), (4, 'TLP:RED')])),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.evidence')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.evidence')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('copy', None), models.Q(('copy', models.F('original')), _negated=True), _connector='OR'), name='copy_order_makes_another')],
            },
        ),
    ]
