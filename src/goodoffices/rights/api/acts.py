"""Acts and norms over the API: what was done, to whom, and which norms it may breach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from goodoffices import codebook
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.tlp import TLP
from goodoffices.monitor.api.wire import known_code, named, the_one
from goodoffices.rights.api import schemas as out
from goodoffices.rights.api.listing import known, recorded, walk
from goodoffices.rights.models import Act, Involvement, Norm, Violation
from goodoffices.rights.queries.acts import listed, of, seen_involvements
from goodoffices.rights.queries.cases import cases_of


def listing(asked: out.ActQuery, member: Membership) -> out.ActPage:
    """Return one page of acts; those involved in a RED act are left to its own address, where
    reading leaves a trace."""
    kind = known("act_types", asked.kind)
    rows = listed(member, text=asked.q, kind=kind, incident=asked.incident)
    found = walk(rows, asked, member)
    shown = _shown([row for row in found.rows if row.tlp < TLP.RED], member)
    red = _shown([row for row in found.rows if row.tlp == TLP.RED], member, with_people=False)
    ready = shown | red
    return out.ActPage(acts=[out.ActOut(**ready[row.pk]) for row in found.rows], next=found.next)


def one(code: str, member: Membership) -> out.ActDetail:
    """Return one act."""
    rows = Act.objects.visible_to(member).select_related("incident", "place")
    row = the_one(rows.filter(code=known_code(code)))
    note_read(row, member=member, channel="api")
    return out.ActDetail(
        **_shown([row], member)[row.pk],
        description=row.description,
        language=row.language,
        cases=[case.code for case in cases_of(row, member)],
    )


def norms(member: Membership) -> list[out.NormOut]:
    """Return the norms of the codebook and the programme's own."""
    language = (get_language() or "en")[:2]
    shipped = [
        out.NormOut(
            code=entry.id,
            citation=entry.label(language),
            caption=entry.definition(language),
            own=False,
        )
        for entry in codebook.load()["norms"]
    ]
    own = Norm.objects.filter(programme=member.programme).order_by("citation")
    return shipped + [
        out.NormOut(code=row.code, citation=row.citation, caption=row.caption, own=True)
        for row in own
    ]


def _shown(
    rows: Sequence[Act], member: Membership, *, with_people: bool = True
) -> dict[int, dict[str, Any]]:
    """Return acts by id as they go over the wire, at two queries for all of them."""
    people = _people(rows, member) if with_people else {}
    tied = _norms(rows)
    return {
        row.pk: {
            **recorded(row),
            "kind": row.kind,
            "date": row.edtf,
            "place": named(row.place, member),
            "incident": row.incident.code if row.incident else None,
            "involved": people.get(row.pk, []) if with_people else None,
            "norms": tied.get(row.pk, []),
        }
        for row in rows
    }


def _people(rows: Sequence[Act], member: Membership) -> dict[int, list[out.InvolvedOut]]:
    seen = Involvement.objects.filter(seen_involvements(member), act__in=rows, withdrawn_at=None)
    found: dict[int, list[out.InvolvedOut]] = defaultdict(list)
    for row in seen.select_related("person", "group", "party").order_by("act", "pk"):
        found[row.act_id].append(_involved(row))
    return found


def _involved(row: Involvement) -> out.InvolvedOut:
    whose: Any = of(row)
    return out.InvolvedOut(
        who=whose.kind,
        code=whose.who.code,
        name=whose.name,
        role=row.role,
        degree=row.degree,
        certainty=row.certainty,
    )


def _norms(rows: Sequence[Act]) -> dict[int, list[str]]:
    ties = Violation.objects.filter(act__in=rows, withdrawn_at=None).order_by("act", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for act, shipped, own in ties.values_list("act", "shipped", "norm__code"):
        found[act].append(shipped or own)
    return found
