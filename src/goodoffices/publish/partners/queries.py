"""Reading partners: lists, one partner with all that belongs to it, what became computable."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.publish.models import ExchangeRun, Partner, PartnerToken, SharingAgreement
from goodoffices.publish.partners.services.agreements import in_force
from goodoffices.publish.partners.terms import learned

T = TypeVar("T")


def listed(member: Membership) -> QuerySet[Partner]:
    """Return the partners a member may see, by name, with the time of their last exchange."""
    rows = Partner.objects.visible_to(member)
    seen = Q(runs__tlp__lte=member.clearance)
    return rows.annotate(last=Max("runs__created_at", filter=seen)).order_by("name", "pk")


def find(code: str, member: Membership) -> Partner:
    """Return one partner; `NotFound` where there is none for this member."""
    rows = Partner.objects.visible_to(member).select_related("programme", "party", "source")
    return _one(rows.filter(code=code).first())


def find_run(code: str, member: Membership) -> ExchangeRun:
    """Return one exchange whose partner the member may see too."""
    rows = ExchangeRun.objects.visible_to(member).filter(
        partner__in=Partner.objects.visible_to(member)
    )
    related = ("programme", "partner__programme", "agreement", "by", "approved_by", "handed_by")
    found = _one(rows.select_related(*related, "dropped_by", "imported").filter(code=code).first())
    if found.agreement is not None:
        found.agreement.partner = found.partner
    return found


def find_token(partner: Partner, code: str) -> PartnerToken:
    """Return one token of a partner."""
    token = _one(partner.tokens.select_related("agreement").filter(code=code).first())
    token.partner = partner
    return token


def runs_of(partner: Partner, member: Membership) -> QuerySet[ExchangeRun]:
    """Return the exchanges with a partner that the member may see, the latest first."""
    rows = ExchangeRun.objects.visible_to(member).filter(partner=partner)
    return rows.select_related("agreement", "by", "approved_by", "imported").order_by(
        "-created_at", "-pk"
    )


def tokens_of(partner: Partner) -> list[tuple[PartnerToken, str]]:
    """Return a partner's tokens, the latest first, each with how it stands."""
    holds = in_force(partner)
    rows = partner.tokens.select_related("agreement", "by", "approved_by").order_by("-pk")[:50]
    return [(one, _standing(one, holds)) for one in rows]


def _standing(token: PartnerToken, holds: SharingAgreement | None) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= timezone.now() or token.agreement != holds:
        return "ended"
    return "open" if token.approved_by_id else "waits"


def agreements_of(partner: Partner) -> list[tuple[SharingAgreement, str]]:
    """Return the versions of what was agreed, the latest first, each with how it stands."""
    holds = in_force(partner)
    rows = partner.agreements.select_related("by").order_by("-number")
    return [(one, _how(one, holds)) for one in rows]


def _how(one: SharingAgreement, holds: SharingAgreement | None) -> str:
    if one.withdrawn_at is not None:
        return "withdrawn"
    if one == holds:
        return "holds"
    later = holds is None or one.number > holds.number
    return "begins" if later and one.since > timezone.localdate() else "past"


def used(partner: Partner) -> QuerySet[SharingAgreement]:
    """Return the versions under which something left: an approved file, or a token that read."""
    left = Q(runs__approved_at__isnull=False) | Q(tokens__readings__requests__gt=0)
    return partner.agreements.filter(left).distinct().order_by("number")


def warnings(partner: Partner, now: SharingAgreement) -> list[tuple[int, list[str]]]:
    """Return what becomes computable with ``now``, by the number of each version used before."""
    found = [(one.number, learned(one, now)) for one in used(partner) if one.pk != now.pk]
    return [(number, sentences) for number, sentences in found if sentences]


def waiting(member: Membership) -> int:
    """Count the files that wait for this member to approve: another person has prepared them."""
    rows = ExchangeRun.objects.visible_to(member).filter(
        partner__in=Partner.objects.visible_to(member), direction=ExchangeRun.Direction.OUT
    )
    waits = rows.filter(approved_at=None, dropped_at=None).exclude(by=member.user)
    return waits.count()


def _one(found: T | None) -> T:
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found
