"""Human rights over the API: reading cases, acts, persons, groups and norms under code names.

An identity is not to be had here: nothing in this folder reads one, and nothing finds a person by
a real name.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.monitor.api.schemas import Problem
from goodoffices.rights.api import acts as of_acts
from goodoffices.rights.api import cases as of_cases
from goodoffices.rights.api import people as of_people
from goodoffices.rights.api import schemas as out

router = Router(tags=["rights"])
Slug = Annotated[str, Path(description="address of the programme")]
PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem}


@router.get("/cases", response={200: out.CasePage, **PROBLEMS})
def cases(request: HttpRequest, slug: Slug, asked: Query[out.CaseQuery]) -> out.CasePage:
    """List cases, last opened first, by the same filters as the page."""
    return of_cases.listing(asked, _reader(request))


@router.get("/cases/{code}", response={200: out.CaseDetail, **PROBLEMS})
def case(request: HttpRequest, slug: Slug, code: str) -> out.CaseDetail:
    """Show one case: steps, timeline, and the codes of what belongs to it."""
    return of_cases.one(code, _reader(request))


@router.get("/acts", response={200: out.ActPage, **PROBLEMS})
def acts(request: HttpRequest, slug: Slug, asked: Query[out.ActQuery]) -> out.ActPage:
    """List acts with who was involved, last recorded first, by the same filters as the page."""
    return of_acts.listing(asked, _reader(request))


@router.get("/acts/{code}", response={200: out.ActDetail, **PROBLEMS})
def act(request: HttpRequest, slug: Slug, code: str) -> out.ActDetail:
    """Show one act: its words, who was involved, which norms it may breach."""
    return of_acts.one(code, _reader(request))


@router.get("/persons", response={200: out.PersonPage, **PROBLEMS})
def persons(request: HttpRequest, slug: Slug, asked: Query[out.PersonQuery]) -> out.PersonPage:
    """List persons under their code names, last added first; who they are is not to be had."""
    return of_people.persons(asked, _reader(request))


@router.get("/persons/{code}", response={200: out.PersonDetail, **PROBLEMS})
def person(request: HttpRequest, slug: Slug, code: str) -> out.PersonDetail:
    """Show one person under the code name, with acts and cases."""
    return of_people.person(code, _reader(request))


@router.get("/groups", response={200: out.GroupPage, **PROBLEMS})
def groups(request: HttpRequest, slug: Slug, asked: Query[out.GroupQuery]) -> out.GroupPage:
    """List groups under their code names, last added first; who they are is not to be had."""
    return of_people.groups(asked, _reader(request))


@router.get("/groups/{code}", response={200: out.GroupDetail, **PROBLEMS})
def group(request: HttpRequest, slug: Slug, code: str) -> out.GroupDetail:
    """Show one group under the code name, with acts and cases."""
    return of_people.group(code, _reader(request))


@router.get("/norms", response={200: list[out.NormOut], **PROBLEMS})
def norms(request: HttpRequest, slug: Slug) -> list[out.NormOut]:
    """List the norms to which acts are tied: those of the codebook and the programme's own."""
    return of_acts.norms(_reader(request))


def _reader(request: HttpRequest) -> Membership:
    """Return the member: reading by program is taking out what one sees, so that both are asked."""
    acting(request, "core.export")
    return acting(request, "rights.view")
