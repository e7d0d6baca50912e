"""Walking a list of this room: so many records, and a trace of each walk."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.access import kind_of
from goodoffices.core.models import Membership
from goodoffices.core.paging import Slice, newest_first
from goodoffices.core.services.reads import note_export
from goodoffices.monitor.api.schemas import Walk
from goodoffices.monitor.api.wire import mark, unscoped_id


def walk(rows: QuerySet[Any], asked: Walk, member: Membership) -> Slice[Any]:
    """Return one page, the newest first; the first page of a walk is recorded as an export."""
    found = newest_first(
        rows,
        moment="created_at",
        size=asked.limit,
        cursor=asked.cursor,
        unscoped=lambda code: unscoped_id(rows.model, code),
    )
    if not asked.cursor:
        note_export(member=member, kind=kind_of(rows.model), form="api")
    return found


def known(scheme: str, code: str) -> str:
    """Return a code of the codebook, or an empty one; raises InvalidInput for others."""
    if code and code not in codebook.load()[scheme]:
        raise InvalidInput(
            _("“%(code)s” is not in the codebook (%(scheme)s).")
            % {"code": code[:60], "scheme": scheme},
            code="unknown-code",
        )
    return code


def recorded(row: Any) -> dict[str, Any]:
    """Return what every record of the room has."""
    return {"code": row.code, "tlp": mark(row.tlp), "added": row.created_at}
