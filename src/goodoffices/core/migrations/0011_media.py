
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0010_custody_received'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileFacts',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facts', serialize=False, to='core.storedfile')),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('pages', models.PositiveIntegerField(null=True)),
                ('flags', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name='FileMetadata',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='metadata', serialize=False, to='core.storedfile')),
                ('said', models.JSONField(default=dict)),
                ('taken', models.CharField(blank=True, max_length=40)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ImageHash',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='looks', serialize=False, to='core.storedfile')),
                ('band0', models.PositiveIntegerField()),
                ('band1', models.PositiveIntegerField()),
                ('band2', models.PositiveIntegerField()),
                ('band3', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='storedfile',
            name='looked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(condition=models.Q(('looked_at', None)), fields=['id'], name='stored_file_unseen'),
        ),
        migrations.AddField(
            model_name='filefacts',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.programme'),
        ),
        migrations.AddField(
            model_name='filemetadata',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.programme'),
        ),
        migrations.AddField(
            model_name='imagehash',
            name='programme',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.programme'),
        ),
        migrations.AddConstraint(
            model_name='filemetadata',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='file_metadata_point'),
        ),
        migrations.AddIndex(
            model_name='imagehash',
            index=models.Index(fields=['programme', 'band0'], name='image_hash_band0'),
        ),
        migrations.AddIndex(
            model_name='imagehash',
            index=models.Index(fields=['programme', 'band1'], name='image_hash_band1'),
        ),
        migrations.AddIndex(
            model_name='imagehash',
            index=models.Index(fields=['programme', 'band2'], name='image_hash_band2'),
        ),
        migrations.AddIndex(
            model_name='imagehash',
            index=models.Index(fields=['programme', 'band3'], name='image_hash_band3'),
        ),
        migrations.AddConstraint(
            model_name='imagehash',
            constraint=models.CheckConstraint(condition=models.Q(('band0__lt', 65536), ('band1__lt', 65536), ('band2__lt', 65536), ('band3__lt', 65536)), name='image_hash_sixteen_bits'),
        ),
    ]
