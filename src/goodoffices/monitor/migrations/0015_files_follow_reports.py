"""Files follow their report: what came with a stricter report is marked as it is."""

import secrets
from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Exists, F, Max, OuterRef

from goodoffices.formats.bundle.verify import event_hash, seal_of

RED, PART = 4, 500
PROGRAM = "Good Offices"


def follow(apps, schema_editor):
    """Mark files, and the copies of them, as strictly as the strictest of their reports.

    Until now a report could be marked stricter while what came with it stayed as it was. Of a RED
    report, whom it names is named on its files. Nothing is marked wider.
    """
    alias = schema_editor.connection.alias
    ties = apps.get_model("monitor", "ReportEvidence")._base_manager.using(alias)
    behind = ties.filter(report__tlp__gt=F("evidence__tlp")).values("evidence")
    raised = {
        row["evidence"]: _raised(apps, alias, row["evidence"], row["mark"])
        for row in list(behind.annotate(mark=Max("report__tlp")).order_by("evidence"))
    }
    _name_on_files(apps, alias, ties, raised)


def _raised(apps, alias, item, mark):
    """Mark one file and its copies at least as strictly, and say which were marked anew."""
    rows = apps.get_model("core", "Evidence")._base_manager.using(alias)
    found, wave = [], [item]
    while wave:
        found += wave
        below = rows.filter(original__in=wave).exclude(pk__in=found)
        wave = list(below.values_list("pk", flat=True))
    behind = list(rows.filter(pk__in=found, tlp__lt=mark).select_related("file").order_by("pk"))
    for one in behind:
        _enter(apps, alias, one, mark)
        rows.filter(pk=one.pk).update(tlp=mark)
    return [one.pk for one in behind]


def _enter(apps, alias, item, mark):
    """Append the event "marked for other readers" to an item's custody log."""
    events = apps.get_model("core", "CustodyEvent")._base_manager.using(alias)
    last = events.filter(evidence_id=item.pk).order_by("-seq").first()
    now, salt = datetime.now(UTC), secrets.token_hex(16)
    parts = {
        "seq": last.seq + 1 if last else 1,
        "at": now.isoformat(timespec="microseconds"),
        "event": "marked",
        "actor_id": None,
        "sha256": item.file.sha256,
        "data": {"from": item.tlp, "to": mark, "follows": "report"},
        "previous": last.hash if last else "",
        "seal": seal_of(salt, PROGRAM, ""),
    }
    events.create(
        **parts | {"at": now},
        programme_id=item.programme_id,
        evidence_id=item.pk,
        actor_label=PROGRAM,
        salt=salt,
        hash=event_hash(item.code, parts),
    )


def _name_on_files(apps, alias, ties, raised):
    """Name on RED files of RED reports whom the reports name.

    Not on a file that a person had marked RED: its circle was perhaps meant to be a smaller one.
    """
    events = apps.get_model("core", "CustodyEvent")._base_manager.using(alias)
    decided = events.filter(evidence=OuterRef("evidence"), event="marked", actor__isnull=False)
    red = ties.filter(report__tlp=RED, evidence__tlp=RED).annotate(decided=Exists(decided))
    part = {}
    for report, item, by_person in red.values_list("report_id", "evidence_id", "decided"):
        own = [] if by_person else [item]
        part.setdefault(report, set()).update(raised.get(item, own))
        if len(part) == PART:
            _name(apps, alias, part)
            part = {}
    _name(apps, alias, part)


def _name(apps, alias, files):
    """Name on files, given by report, whom the report names."""
    named = apps.get_model("core", "NamedAccess")
    rows = named._base_manager.using(alias)
    rows.bulk_create(
        [
            named(
                programme_id=one.programme_id,
                membership_id=one.membership_id,
                kind="core.evidence",
                object_id=item,
                by_id=one.by_id,
            )
            for one in rows.filter(kind="monitor.report", object_id__in=list(files))
            for item in files[one.object_id]
        ],
        ignore_conflicts=True,
        batch_size=PART,
    )


class Migration(migrations.Migration):
    """Raise the marks of files whose report is already stricter than they are."""

    dependencies = [
        ("core", "0014_time_stamps"),
        ("monitor", "0014_assessments_of_before"),
    ]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
