"""Citing: picking a record for a publication, citing what one looks at, checking, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.publish.addresses import at, way_to
from goodoffices.publish.evidence import Evidence, resolve
from goodoffices.publish.models import Citation, Language, Publication
from goodoffices.publish.words import KINDS
from goodoffices.publish.writing import picking, queries
from goodoffices.publish.writing.forms import CiteForm
from goodoffices.publish.writing.services import citations as services


@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Look for a record and cite it in a publication; leads back to the text."""
    member = acting(request, "publish.write")
    publication = queries.find_publication(code, member)
    if language not in Language.values:
        raise NotFound(_("There is nothing at this address."))
    back = at(member, "write", code=publication.code, language=language)
    if request.method == "POST":
        return _cite(request, publication, member, picking.given(member, request.POST), back)
    text, of = asked(request, "q"), asked(request, "incident", 16)
    incident = picking.incident(member, of) if of else None
    versions = queries.versions(publication)
    values = {
        "publication": publication,
        "language": language,
        "text": text,
        "incident": incident,
        "claims": picking.claims(member, incident) if incident else [],
        "incidents": [] if incident else picking.incidents(member, text),
        "others": [] if incident else picking.publications(member, text, but=publication),
        "back": back,
        "crumbs": way_to(
            publication,
            versions[publication.source_language].text.title,
            member,
            _("Cite a record"),
        ),
    }
    return render(request, "publish/writing/pick.html", values)


def _cite(
    request: HttpRequest,
    publication: Publication,
    member: Membership,
    given: services.GivenCitation,
    back: str,
) -> HttpResponse:
    try:
        made = services.cite(publication=publication, given=given, by=member.user)
    except (InvalidInput, Conflict) as error:
        messages.error(request, error.message)
        return redirect(back)
    said = _("Cited as %(key)s. Put %(mark)s after the sentence that rests on it.")
    messages.success(request, said % {"key": made.key, "mark": f"[@{made.key}]"})
    return redirect(f"{back}#cited-{made.key}")


@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest) -> HttpResponse:
    """Cite what somebody looks at, in one of the drafts they may write."""
    member = acting(request, "publish.write")
    if not {"query", "incident", "cited"} & set(request.GET):
        return redirect(at(member, "publications"))
    found = _looked_at(request.GET, member)
    counts = picking.counted(request.GET.get("query", ""), member) if len(found) > 1 else {}
    drafts = queries.open_drafts(member)
    kinds = [(kind.value, KINDS[kind]) for kind in found]
    start = {"kind": kinds[0][0], "tlp": 0}
    sent = request.POST if request.method == "POST" else None
    form = CiteForm(kinds, drafts, counts, sent, initial=start)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        publication = queries.find_publication(said["publication"], member)
        given = picking.given(member, _together(request.GET, said, kinds))
        back = at(member, "write", code=publication.code, language=publication.source_language)
        return _cite(request, publication, member, given, back)
    values = {
        "form": form,
        "drafts": drafts,
        "evidence": next(iter(found.values())),
        "is_set": bool(counts),
        "all": max(counts.values(), default=0),
    }
    return render(request, "publish/writing/cite.html", values, status=400 if form.errors else 200)


def _together(address: QueryDict, said: dict[str, Any], kinds: list[Any]) -> QueryDict:
    """Return what the address names with what the form says of it."""
    found = address.copy()
    found["kind"] = said.get("kind") or kinds[0][0]
    found["tlp"] = str(said.get("tlp", 0))
    found["note"] = said["note"]
    return found


def _looked_at(address: QueryDict, member: Membership) -> dict[Citation.Kind, Evidence]:
    """Return as what the thing an address names can be cited, with what it says now."""
    if "query" in address:
        kinds = list(picking.SETS)
    elif "incident" in address:
        kinds = [Citation.Kind.INCIDENT]
    else:
        kinds = [Citation.Kind.PUBLICATION]
    found = {}
    for kind in kinds:
        asked_for = address.copy()
        asked_for["kind"] = kind
        given = picking.given(member, asked_for)
        evidence = resolve(Citation(key="c", **given.columns), member=member)
        if evidence.hidden:
            raise NotFound(_("There is nothing at this address."))
        found[kind] = evidence
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a citation back, for a reason."""
    member = acting(request, "publish.write")
    publication = queries.find_publication(code, member)
    citation = queries.citation_of(publication, key)
    versions = queries.versions(publication)
    title = versions[publication.source_language].text.title
    page = Act(
        title=_("Take the citation %(key)s back") % {"key": citation.key},
        text=_(
            "Marks of it that still stand in a text lead nowhere then. The key is not given to"
            " anything else."
        ),
        button=_("Take it back"),
        done=_("The citation is taken back."),
        back=at(member, "publication", code=publication.code),
        crumbs=way_to(publication, title, member, citation.key),
    )

    def do(form: Any) -> None:
        services.withdraw(citation=citation, reason=form.cleaned_data["reason"], by=member.user)

    return act_page(request, page, ReasonForm, do)


@require_POST
def check(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say that what a record says today was compared with the text."""
    member = acting(request, "publish.view")
    publication = queries.find_publication(code, member)
    citation = queries.citation_of(publication, key)
    services.check(citation=citation, by=member.user)
    messages.success(
        request, _("Noted: %(key)s was checked as it stands now.") % {"key": citation.key}
    )
    language = request.POST.get("language", "")
    if language in Language.values and member.may("publish.write"):
        address = at(member, "write", code=publication.code, language=language)
    else:
        address = at(member, "publication", code=publication.code)
    return redirect(f"{address}#cited-{citation.key}")
