"""Evidence bundles a member may know of: those of which they may see every item."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import visibility
from goodoffices.core.models import Bundle, Evidence, Membership


def visible_bundles(member: Membership) -> QuerySet[Bundle]:
    """Return the bundles a member may know of, the latest first."""
    seen = Evidence.objects.filter(visibility(Evidence, member))
    through = Bundle.items.through.objects.filter(bundle=OuterRef("pk"))
    hidden = through.exclude(evidence__in=seen)
    rows = Bundle.objects.filter(programme=member.programme).exclude(Exists(hidden))
    return rows.select_related("programme", "by", "file").order_by("-pk")


def found_bundle(member: Membership, code: str) -> Bundle:
    """Return the bundle of a code; what one may not see does not exist."""
    bundle = visible_bundles(member).filter(code=code).first()
    if bundle is None:
        raise NotFound(_("There is nothing at this address."))
    return bundle
