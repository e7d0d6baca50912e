import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The custody log of each item of evidence, its copies, and when its bytes were last read."""

    dependencies = [
        ('core', '0008_job_not_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustodyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('event', models.CharField(choices=[('received', 'received'), ('hashed', 'hashed'), ('opened', 'opened'), ('copied', 'copied'), ('redacted', 'redacted'), ('marked', 'marked for other readers'), ('transferred', 'handed over'), ('time-stamped', 'time-stamped'), ('re-hashed', 'hashed again: unchanged'), ('integrity-failed', 'hashed again: not the bytes that were stored')], max_length=20)),
                ('at', models.DateTimeField()),
                ('actor_label', models.CharField(max_length=200)),
                ('reason', models.TextField(blank=True)),
                ('salt', models.CharField(max_length=32)),
                ('seal', models.CharField(max_length=64)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('data', models.JSONField(default=dict)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name='evidence',
            name='how',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='evidence',
            name='made',
            field=models.CharField(blank=True, choices=[('redacted', 'redacted copy'), ('smaller', 'smaller picture')], max_length=10),
        ),
        migrations.AddField(
            model_name='evidence',
            name='original',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='core.evidence'),
        ),
        migrations.AddField(
            model_name='programme',
            name='recheck_days',
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='checked_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='damage',
            field=models.CharField(blank=True, choices=[('missing', 'its bytes are missing'), ('changed', 'its bytes are not those that were stored')], max_length=10),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='damaged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(fields=['programme', 'checked_at'], name='stored_file_checked'),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(condition=models.Q(('damage', ''), _negated=True), fields=['programme'], name='stored_file_damaged'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made', ''), ('original', None)), models.Q(('original__isnull', False), models.Q(('made', ''), _negated=True)), _connector='OR'), name='evidence_copy_of_an_original'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('original', None), models.Q(('original', models.F('id')), _negated=True), _connector='OR'), name='evidence_no_copy_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('recheck_days__gte', 1), ('recheck_days__lte', 366)), name='programme_recheck_days'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('damage', ''), ('damaged_at', None)), models.Q(('damage__in', ['missing', 'changed']), ('damaged_at__isnull', False)), _connector='OR'), name='stored_file_damage_dated'),
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='core.evidence'),
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.programme'),
        ),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.UniqueConstraint(fields=('evidence', 'seq'), name='custody_seq_once'),
        ),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='custody_seq_from_one'),
        ),
    ]
