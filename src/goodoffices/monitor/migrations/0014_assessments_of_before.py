from django.db import migrations, models

from goodoffices.core.codes import new_codes

PART = 2000


def name_assessments(apps, schema_editor):
    """Give each assessment of before a code of its own and its incident's mark.

    They are of the event aspect: the state of an incident has always said that it happened.
    """
    model = apps.get_model("monitor", "Assessment")
    rows = model._base_manager.using(schema_editor.connection.alias)
    part = []
    for row in rows.select_related("incident").only("incident__tlp").iterator(PART):
        part.append(row)
        if len(part) == PART:
            _write(rows, part)
            part = []
    _write(rows, part)


def _write(rows, part):
    for row, code in zip(part, new_codes(len(part)), strict=True):
        row.code, row.tlp = code, row.incident.tlp
    rows.bulk_update(part, ["code", "tlp"], batch_size=500)


def keep_grades(apps, schema_editor):
    """Write each grade of a report as a row, from what the audit log says of it."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("core", "AuditEntry")._base_manager.using(alias)
    found = entries.filter(action="monitor.report.graded", kind="monitor.report")
    part = []
    for entry in found.order_by("at", "pk").iterator(PART):
        part.append(entry)
        if len(part) == 500:
            _keep(apps, alias, part)
            part = []
    _keep(apps, alias, part)


def _keep(apps, alias, entries):
    reports = apps.get_model("monitor", "Report")._base_manager.using(alias)
    grade = apps.get_model("monitor", "ReportGrade")
    there = set(
        reports.filter(pk__in=[one.object_id for one in entries]).values_list("pk", flat=True)
    )
    grade._base_manager.using(alias).bulk_create(
        grade(
            report_id=entry.object_id,
            credibility=entry.data.get("to"),
            reason=entry.reason,
            tlp=entry.tlp,
            by_id=entry.actor_id,
            at=entry.at,
        )
        for entry in entries
        if entry.object_id in there
    )


class Migration(migrations.Migration):
    """Carry over what was judged before aspects were told apart."""

    dependencies = [
        ("core", "0008_job_not_before"),
        ("monitor", "0013_verification_and_workload"),
    ]

    operations = [
        migrations.RunPython(name_assessments, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("incident", "code"), name="assessment_code_once"
            ),
        ),
        migrations.RunPython(keep_grades, migrations.RunPython.noop),
    ]
