"""Where partners and exchanges are shown, and the way there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.publish.models import ExchangeRun, Partner

Way = list[tuple[str, str]]


def at(member: Membership, name: str, **parts: Any) -> str:
    """Return an address of the room."""
    return reverse(f"publish:{name}", kwargs={"programme": member.programme.slug, **parts})


def way(member: Membership, partner: Partner | None = None, here: str = "") -> Way:
    """Return the way to the partners, to one of them, and to what is done with it."""
    first: Way = [(_("Partners"), at(member, "partners"))]
    if partner is not None:
        first.append((partner.label, at(member, "partner", code=partner.code) if here else ""))
    return [*first, (here, "")] if here else first


def way_to_run(member: Membership, run: ExchangeRun, here: str = "") -> Way:
    """Return the way to one exchange, and to what is done with it."""
    whole = way(member, run.partner, _("Exchange"))
    if not here:
        return whole
    return [*whole[:-1], (_("Exchange"), at(member, "exchange", code=run.code)), (here, "")]
