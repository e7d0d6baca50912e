"""Looking for names of people to be protected: for those who may open identities."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core.access import require
from goodoffices.core.models import STANDS, Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.publish.addresses import at, way_to
from goodoffices.publish.gates import looking
from goodoffices.publish.gates.forms import LookForm
from goodoffices.publish.gates.loading import digest_of, latest_texts
from goodoffices.publish.gates.looking import NameHit
from goodoffices.publish.models import NameCheck, Publication
from goodoffices.publish.words import LANGUAGES
from goodoffices.publish.writing.queries import find_publication
from goodoffices.rights.likeness_words import GRADES
from goodoffices.rights.models import ListRow, Person

WRITTEN = "written"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, code: str) -> HttpResponse:
    """Ask why, put it on record, compare all texts with all names, and take the answer down."""
    member = acting(request, "rights.identity")
    require(member, "publish.security")
    publication = find_publication(code, member)
    note_read(publication, member=member)
    if request.method == "POST" and request.POST.get("do") == "clear":
        return _clear(request, publication, member)
    form = LookForm(request.POST or None)
    found: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            status, found = _looked(publication, member, form)
    return _page(request, publication, member, form, found, status)


@sensitive_variables()
def _looked(
    publication: Publication, member: Membership, form: LookForm
) -> tuple[int, dict[str, Any]]:
    try:
        answer = looking.look(
            publication=publication, member=member, reason=form.cleaned_data["reason"]
        )
    except (InvalidInput, Conflict) as error:
        form.add_error(None, error.message)
        return error.status, {}
    rows = [_row(hit, member) for hit in answer.hits]
    return 200, {"looked": True, "rows": rows, "closed": answer.closed, "proof": answer.proof}


def _row(hit: NameHit, member: Membership) -> dict[str, Any]:
    grade = _("written like this") if hit.grade == WRITTEN else GRADES[hit.grade]
    who, address = _whose(hit, member)
    return {
        "hit": hit,
        "language": LANGUAGES[hit.language],
        "grade": grade,
        "who": who,
        "address": address,
    }


def _whose(hit: NameHit, member: Membership) -> tuple[str, str]:
    from django.urls import reverse

    programme = {"programme": member.programme.slug}
    whose: Any = hit.whose
    if isinstance(whose, ListRow):
        place = {"code": whose.casualty_list.code, "row": whose.code}
        return _("a row of a list"), reverse("rights:list-row", kwargs=programme | place)
    if hasattr(whose, "codename"):
        name = "person" if isinstance(whose, Person) else "group"
        return whose.codename, reverse(f"rights:{name}", kwargs=programme | {"code": whose.code})
    return whose.label, reverse("monitor:source", kwargs=programme | {"code": whose.code})


def _clear(request: HttpRequest, publication: Publication, member: Membership) -> HttpResponse:
    try:
        looking.clear(
            publication=publication, proof=request.POST.get("proof", "")[:400], by=member.user
        )
    except Conflict as error:
        form = LookForm({"reason": ""})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, error.message)
        return _page(request, publication, member, form, {}, error.status)
    messages.success(request, _("Written down: the names in these texts endanger nobody."))
    return redirect(at(member, "checks", code=publication.code))


def _page(
    request: HttpRequest,
    publication: Publication,
    member: Membership,
    form: LookForm,
    found: dict[str, Any],
    status: int,
) -> HttpResponse:
    texts = latest_texts(publication)
    source = texts.get(publication.source_language)
    title = source.title if source else publication.code
    rows = NameCheck.objects.filter(STANDS, publication=publication, digest=digest_of(texts))
    values = {
        "publication": publication,
        "form": form,
        "cleared": rows.select_related("by").first(),
        "crumbs": way_to(publication, title, member, _("Names")),
        **found,
    }
    return render(request, "publish/gates/names.html", values, status=status)
