"""Cases over the API: what is followed up, what is due, what belongs to it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.monitor.api.wire import known_code, the_one
from goodoffices.rights.api import schemas as out
from goodoffices.rights.api.listing import known, recorded, walk
from goodoffices.rights.models import Case
from goodoffices.rights.queries.cases import belongings, listed


def listing(asked: out.CaseQuery, member: Membership) -> out.CasePage:
    """Return one page of cases."""
    kind, today = known("case_kinds", asked.kind), timezone.localdate()
    rows = listed(member, text=asked.q, kind=kind, state=asked.state, today=today)
    found = walk(rows, asked, member)
    return out.CasePage(cases=[out.CaseOut(**_case(row)) for row in found.rows], next=found.next)


def one(code: str, member: Membership) -> out.CaseDetail:
    """Return one case."""
    row = the_one(listed(member).filter(code=known_code(code)))
    note_read(row, member=member, channel="api")
    return out.CaseDetail(
        **_case(row),
        summary=row.summary,
        steps=[_step(step) for step in row.steps.filter(withdrawn_at=None).order_by("pk")],
        timeline=[_entry(one) for one in row.entries.filter(withdrawn_at=None).order_by("pk")],
        holds=[_held(one) for one in belongings(row, member)],
    )


def _case(row: Case) -> dict[str, Any]:
    return {
        **recorded(row),
        "kind": row.kind,
        "title": row.title,
        "language": row.language,
        "office": row.office.code if row.office else None,
        "closed": row.closed_at,
        "due": None if row.closed_at else getattr(row, "due", None),
    }


def _step(row: Any) -> out.StepOut:
    return out.StepOut(
        kind=row.kind,
        text=row.text,
        to=row.to,
        due=row.due,
        done=row.done_at,
        outcome=row.outcome,
    )


def _entry(row: Any) -> out.EntryOut:
    return out.EntryOut(what=row.what, text=row.text, date=row.edtf, written=row.at)


def _held(found: Any) -> out.HeldOut:
    return out.HeldOut(kind=found.kind, code=found.record.code)
