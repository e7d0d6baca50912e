
import django.db.models.deletion
import django.utils.timezone
import goodoffices.core.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0012_copy_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=goodoffices.core.codes.new_code, max_length=16, unique=True)),
                ('recipient', models.CharField(max_length=200)),
                ('reason', models.TextField()),
                ('tlp', models.PositiveSmallIntegerField(choices=[(0, 'TLP:CLEAR'), (1, 'TLP:GREEN'), (2, 'TLP:AMBER'), (3, 'TLP:AMBER+STRICT'), (4, 'TLP:RED')])),
                ('names', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('noted_at', models.DateTimeField(null=True)),
                ('seal', models.CharField(blank=True, max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('items', models.ManyToManyField(related_name='bundles', to='core.evidence')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('seal', '')), models.Q(('file__isnull', False), ('noted_at__isnull', False), models.Q(('seal', ''), _negated=True)), _connector='OR'), name='bundle_sealed_when_made')],
            },
        ),
    ]
