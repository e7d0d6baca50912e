"""What all records have in common over the API: a code, a mark, the name of what they refer to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, Protected
from goodoffices.core.tlp import TLP
from goodoffices.monitor.api import schemas as out


def known_code(code: str) -> str:
    """Return a record's code as it can be asked for; anything else exists for nobody."""
    if not (code.isascii() and code.isalnum() and len(code) <= 16):
        raise NotFound(_("There is nothing at this address."))
    return code


def the_one(rows: QuerySet[Any]) -> Any:
    """Return the first of some rows; raises `NotFound` where there is none."""
    row = rows.first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    return row


def unscoped_id(model: Any, code: str) -> int | None:
    """Return the id of a code, also of a hidden record: only to say where a walk goes on."""
    found: int | None = model.objects.filter(code=code).values_list("pk", flat=True).first()
    return found


def mark(tlp: int) -> Any:
    """Write a mark as the Traffic Light Protocol does."""
    return TLP(tlp).name.replace("_", "+")


def named(record: Any, member: Membership) -> out.Named | None:
    """Name a place, party or source, if the member may see it."""
    if not isinstance(record, Protected) or not may_see(record, member):
        return None
    return out.Named(code=record.code, name=str(record))
