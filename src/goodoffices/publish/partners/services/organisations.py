"""Partner organisations: who they are, and whether the exchange goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Membership, Party, Programme, User
from goodoffices.core.roles import Role
from goodoffices.core.tlp import TLP
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish.models import Partner

MAY = "publish.partners"


@dataclass(frozen=True, slots=True)
class GivenPartner:
    """What is written of a partner; ``labels`` are its names by language."""

    name: str
    kind: str
    labels: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    party: Party | None = None
    members: Sequence[Membership] = ()
    tlp: int = TLP.AMBER_STRICT


def add(*, programme: Programme, given: GivenPartner, by: User | None) -> Partner:
    """Add a partner; nothing is shared with it before there is an agreement."""
    permitted(by, programme, MAY, *([given.party] if given.party else []))
    partner = Partner(programme=programme, by=by)
    with transaction.atomic():
        _write(partner, given)
        audit.record("publish.partner.added", by=by, programme=programme, record=partner)
    return partner


def change(*, partner: Partner, given: GivenPartner, by: User | None, seen: int) -> Partner:
    """Change what is written of a partner, unless somebody did meanwhile."""
    permitted(by, partner.programme, MAY, partner, *([given.party] if given.party else []))
    with transaction.atomic():
        rows = Partner.objects.filter(pk=partner.pk, revision=seen)
        if not rows.update(revision=F("revision") + 1):
            raise Conflict(_("Somebody changed this meanwhile. Look again, then decide."))
        partner.refresh_from_db()
        _write(partner, given)
        audit.record("publish.partner.changed", by=by, programme=partner.programme, record=partner)
    return partner


def end(*, partner: Partner, by: User | None, reason: str) -> None:
    """End the exchange: from now on nothing goes out, and no token opens anything."""
    _switch(partner, by, reason, "ended")


def resume(*, partner: Partner, by: User | None, reason: str) -> None:
    """Take the exchange up again; the agreement that holds counts again."""
    _switch(partner, by, reason, "resumed")


def _switch(partner: Partner, by: User | None, reason: str, what: str) -> None:
    permitted(by, partner.programme, MAY, partner)
    if not reason.strip():
        raise InvalidInput(_("Say why."), code="no-reason")
    now = timezone.now() if what == "ended" else None
    with transaction.atomic():
        rows = Partner.objects.filter(pk=partner.pk, ended_at__isnull=what == "ended")
        if not rows.update(ended_at=now):
            raise Conflict(_("Somebody changed this meanwhile. Look again, then decide."))
        if now is not None:
            partner.tokens.filter(revoked_at=None).update(revoked_at=now)
        audit.record(
            f"publish.partner.{what}",
            by=by,
            programme=partner.programme,
            record=partner,
            reason=reason.strip()[:2000],
        )
    partner.refresh_from_db()


def _write(partner: Partner, given: GivenPartner) -> None:
    name = " ".join(given.name.split())[:200]
    if not name:
        raise InvalidInput(_("Give the partner a name."), code="no-name")
    if given.kind not in Partner.Kind.values:
        raise InvalidInput(_("Choose one of the kinds."), code="bad-kind")
    if any(one.role != Role.PARTNER for one in given.members):
        raise InvalidInput(_("Only members in the role of a partner belong to a partner."))
    partner.name, partner.kind, partner.note = name, given.kind, given.note.strip()[:5000]
    partner.labels = {code: said.strip()[:200] for code, said in given.labels.items() if said}
    partner.party, partner.tlp = given.party, given.tlp
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError:
        raise Conflict(_("There is a partner of this name already.")) from None
    partner.members.set(given.members)
