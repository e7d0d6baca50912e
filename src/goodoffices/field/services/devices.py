"""Devices: giving a phone the right to send, and taking it away at once."""

from __future__ import annotations

import hashlib
import secrets
from copy import copy
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.access import require
from goodoffices.core.models import Membership, User
from goodoffices.core.services.accounts import digest
from goodoffices.core.services.permits import permitted
from goodoffices.field.models import Device

REALM = "Good Offices field"
"""What Digest access asks the phone's name and secret for."""

MOST_DEVICES = 20
"""Devices one person can have in use: a thief of a session cannot fill the list."""

SEEN_EVERY = timedelta(minutes=1)
"""How fine the time of the last contact is: not every look at the list is worth a write."""


def issue_device(*, member: Membership, name: str, kind: str, by: User) -> tuple[Device, str]:
    """Give a device access in an officer's name; returns it with its secret, known only now.

    Officers may do so for themselves, others with the right to. Raises `InvalidInput` without a
    name or where the officer has `MOST_DEVICES` in use.
    """
    _may(member, by)
    called = " ".join(name.split())[:100]
    if not called:
        raise InvalidInput(_("Give the device a name that tells it from others."))
    if not member.may("field.send"):
        raise NotPermitted(_("The role of this member does not send reports from the field."))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        if alive_of(member) >= MOST_DEVICES:
            raise InvalidInput(
                _("There are too many devices. Revoke one that is not used any more.")
            )
        device = Device(
            programme=member.programme,
            membership=member,
            office=member.office,
            kind=Device.Kind(kind),
            name=called,
            digest=digest(secret),
            by=by,
        )
        device.ha1 = _ha1(device.code, secret) if settings.FIELD_DIGEST else ""
        device.save()
        audit.record(
            "field.device.issued",
            by=by,
            programme=member.programme,
            record=device,
            data={"kind": device.kind, "member": member.code},
        )
    return device, secret


def alive_of(member: Membership) -> int:
    """Return how many devices a member has in use."""
    return Device.objects.filter(membership=member, revoked_at=None).count()


def rename_device(*, device: Device, name: str, by: User) -> Device:
    """Give a device another name."""
    _may(device.membership, by)
    called = " ".join(name.split())[:100]
    if not called:
        raise InvalidInput(_("Give the device a name that tells it from others."))
    with transaction.atomic():
        device.name = called
        device.save(update_fields=["name"])
        audit.record("field.device.renamed", by=by, programme=device.programme, record=device)
    return device


def revoke_device(*, device: Device, reason: str = "", by: User) -> None:
    """Take a device's access away at once; a second time changes nothing."""
    _may(device.membership, by)
    with transaction.atomic():
        alive = Device.objects.filter(pk=device.pk, revoked_at=None)
        if alive.update(revoked_at=timezone.now(), revoked_reason=reason.strip()[:300], ha1=""):
            audit.record(
                "field.device.revoked",
                by=by,
                programme=device.programme,
                record=device,
                reason=reason.strip(),
            )
    device.refresh_from_db()


def find_device(secret: str) -> Device | None:
    """Return the device of a secret, with its member and programme, while it may send."""
    if not 20 <= len(secret) <= 100:
        return None
    key = digest(secret)
    stamp = _stamp(key)
    known = _KNOWN.get(key)
    if known is None or known[0] != stamp:
        found = _alive(digest=key) if stamp is not None else None
        if found is None:
            _KNOWN.pop(key, None)
            return None
        known = _remembered(key, stamp, found)
    device, membership = copy(known[1]), copy(known[1].membership)
    device.membership = membership
    return device


_Stamp = tuple[Any, ...] | None
_KNOWN: dict[str, tuple[_Stamp, Device]] = {}
"""Devices by the digest of their secret, as they were when their row and those of their officer
and programme last looked so: a phone that sends a hundred photos is looked up in full once."""

MOST_KNOWN = 1000


def _remembered(key: str, stamp: _Stamp, device: Device) -> tuple[_Stamp, Device]:
    if len(_KNOWN) >= MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[key] = (stamp, device)
    return _KNOWN[key]


def _stamp(key: str) -> _Stamp:
    """Return what decides whether and as whom a device may send, as it stands this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [key])
        row = cursor.fetchone()
    return None if row is None else tuple(row)


_STAMP = """
    SELECT d.id, d.revoked_at, d.name, d.office_id, d.last_seen_at, d.last_sent_at,
        m.active, m.role, m.clearance, m.office_id, u.is_active, u.name, p.slug, p.time_zone,
        p.shut, o.shut
    FROM field_device d
    JOIN core_membership m ON m.id = d.membership_id
    JOIN core_user u ON u.id = m.user_id
    JOIN core_programme p ON p.id = d.programme_id
    LEFT JOIN core_office o ON o.id = m.office_id
    WHERE d.digest = %s
"""


def find_by_code(code: str) -> Device | None:
    """Return the device of a code while it may send, for Digest access."""
    return _alive(code=code[:16]) if code else None


def _alive(**wanted: Any) -> Device | None:
    with scopes_disabled():
        return (
            Device.objects.select_related(
                "programme",
                "office",
                "membership__user",
                "membership__programme",
                "membership__office",
            )
            .filter(revoked_at=None, membership__active=True, membership__user__is_active=True)
            .filter(**wanted)
            .first()
        )


def note_seen(device: Device, *, sent: bool = False) -> None:
    """Remember that a device made contact, to within `SEEN_EVERY`."""
    now = timezone.now()
    latest = device.last_sent_at if sent else device.last_seen_at
    if latest is not None and now - latest < SEEN_EVERY:
        return
    columns = {"last_seen_at": now, **({"last_sent_at": now} if sent else {})}
    Device.objects.filter(pk=device.pk).update(**columns)


def note_queue(device: Device, *, queue: dict[str, Any]) -> None:
    """Remember what the web form says waits on the device."""
    now = timezone.now()
    Device.objects.filter(pk=device.pk).update(queue=queue, queue_at=now, last_seen_at=now)


def _may(member: Membership, by: User) -> None:
    if member.user_id == by.pk:
        require(member, "field.send")
    else:
        permitted(by, member.programme, "field.devices")


def _ha1(code: str, secret: str) -> str:
    return hashlib.md5(f"{code}:{REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()
