"""The legal hold on the page of a record, for those who may place and end one."""

from __future__ import annotations

from typing import Any

from django import template

from goodoffices.core.access import kind_of
from goodoffices.core.queries import holds

register = template.Library()


@register.inclusion_tag("core/parts/hold.html", takes_context=True)
def legal_hold(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """Show the hold that stands on a record and the way to end it, or the way to place one."""
    member = context.get("member")
    may_hold = bool(member and member.may("core.protection"))
    return {
        "may_hold": may_hold,
        "hold": holds.on(record) if may_hold else None,
        "kind": kind_of(record),
        "code": record.code,
        "slug": record.programme.slug,
    }
