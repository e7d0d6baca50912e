"""Devices as a member may know of them, and what each has sent of what the member may see."""

from __future__ import annotations

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.field.models import Device, Submission


def devices_for(member: Membership) -> QuerySet[Device]:
    """Return the devices of a programme to those who look after them, else one's own.

    ``sent`` and ``sent_last`` count only submissions that the member may see: when a device last
    sent would betray what is hidden.
    """
    found = Device.objects.filter(programme=member.programme)
    if not member.may("field.devices"):
        found = found.filter(membership=member)
    theirs = (
        Submission.objects.visible_to(member)
        .filter(device=OuterRef("pk"), deleted_at__isnull=True)
        .order_by()
        .values("device")
    )
    return found.select_related("membership__user", "office", "by").annotate(
        sent=Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0),
        sent_last=Subquery(theirs.annotate(at=Max("received_at")).values("at")),
    )


def find_device_of(code: str, member: Membership) -> Device:
    """Return a device the member may know of; `NotFound` for any other."""
    found = devices_for(member).filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def own_device(code: str, member: Membership) -> Device:
    """Return one of the member's own devices; `NotFound` for any other."""
    found = devices_for(member).filter(code=code, membership=member).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found
