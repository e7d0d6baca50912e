"""Every item that is there already gets the first event of its custody log; guards go up."""

import secrets
from datetime import UTC

from django.db import migrations
from django.db.models import F

from goodoffices.core.audit import guards
from goodoffices.formats.bundle.verify import event_hash, seal_of

AT_A_TIME = 1000


def begin(apps, schema_editor):
    Evidence = apps.get_model("core", "Evidence")
    Event = apps.get_model("core", "CustodyEvent")
    apps.get_model("core", "StoredFile").objects.update(checked_at=F("stored_at"))
    made = []
    rows = Evidence.objects.select_related("file", "by").order_by("pk")
    for item in rows.iterator(chunk_size=AT_A_TIME):
        made.append(received(Event, item))
        if len(made) == AT_A_TIME:
            Event.objects.bulk_create(made)
            made = []
    Event.objects.bulk_create(made)
    guards.install(schema_editor.connection)


def received(Event, item):
    """Return the event of an item's arrival; ``later``: written when this log began."""
    parts = {
        "seq": 1,
        "at": item.received_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": "received",
        "actor_id": item.by_id,
        "sha256": item.file.sha256,
        "data": {"later": True},
        "previous": "",
    }
    salt, label = secrets.token_hex(16), item.by.name if item.by else "Good Offices"
    parts["seal"] = seal_of(salt, label, "")
    return Event(
        **parts | {"at": item.received_at},
        programme_id=item.programme_id,
        evidence_id=item.pk,
        actor_label=label,
        salt=salt,
        hash=event_hash(item.code, parts),
    )


def end(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0009_custody")]
    operations = [migrations.RunPython(begin, end)]
