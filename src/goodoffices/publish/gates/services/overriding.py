"""Letting findings stand, with a reason; and taking that back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import STANDS, User
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.gates.queries import check, overridden
from goodoffices.publish.models import Override, Publication

LONGEST = 2000


def override(
    *, publication: Publication, findings: Collection[str], reason: str, by: User
) -> list[Override]:
    """Let findings (by fingerprint) stand; each is counted.

    Only what the gates find at this moment, and as the person may see it, can be overridden.
    Raises `InvalidInput` without a reason or a finding, `Conflict` where one is there no more.
    """
    member = permitted(by, publication.programme, "publish.override", publication)
    if not reason.strip():
        raise InvalidInput(_("Say why it may stand."), code="no-reason")
    if not findings:
        raise InvalidInput(_("Choose what may stand."), code="no-finding")
    passed = overridden(publication)
    open_now = {
        one.fingerprint: one
        for one in check(publication, member=member)
        if one.blocking and one.overridable and (one.gate, one.fingerprint) not in passed
    }
    if set(findings) - set(open_now):
        raise Conflict(_("The text changed meanwhile: look at what is open now."))
    wanted = [open_now[one] for one in dict.fromkeys(findings)]
    with transaction.atomic():
        made = Override.objects.bulk_create(
            Override(
                publication=publication,
                gate=one.gate,
                finding=one.fingerprint,
                words=one.words,
                reason=reason.strip()[:LONGEST],
                by=by,
            )
            for one in wanted
        )
        audit.record(
            "publish.gate.overridden",
            by=by,
            programme=publication.programme,
            record=publication,
            reason=reason,
            data={"gates": dict(Counter(one.gate for one in wanted))},
        )
    return made


def take_back(*, override: Override, reason: str, by: User) -> None:
    """Take an override back: what it let stand is open again."""
    publication = override.publication
    permitted(by, publication.programme, "publish.override", publication)
    if not reason.strip():
        raise InvalidInput(_("Say why it is taken back."), code="no-reason")
    with transaction.atomic():
        rows = Override.objects.filter(STANDS, pk=override.pk)
        taken = rows.update(
            withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
        )
        if not taken:
            raise Conflict(_("Somebody took this back meanwhile."))
        audit.record(
            "publish.gate.override_withdrawn",
            by=by,
            programme=publication.programme,
            record=publication,
            reason=reason,
            data={"gate": override.gate},
        )
