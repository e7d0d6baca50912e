"""The checks of a publication: over all languages, beside a text, and what was let stand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.addresses import at, way_to
from goodoffices.publish.gates import queries
from goodoffices.publish.gates.draft import DraftText
from goodoffices.publish.gates.forms import OverrideForm
from goodoffices.publish.gates.loading import latest_texts, load
from goodoffices.publish.gates.looking import may_look
from goodoffices.publish.gates.registry import GATES, run
from goodoffices.publish.gates.services import overriding
from goodoffices.publish.gates.showing import Group, grouped
from goodoffices.publish.models import Language, Override, Publication
from goodoffices.publish.words import LANGUAGES
from goodoffices.publish.writing.queries import find_publication
from goodoffices.publish.writing.side import Writing

OF_ONE = tuple(gate for gate in GATES if gate.of_one_text)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show what all gates find in all languages, and let findings stand with a reason."""
    member = acting(request, "publish.override" if request.method == "POST" else "publish.view")
    publication = find_publication(code, member)
    note_read(publication, member=member)
    passed = queries.overridden(publication)
    draft = load(publication, member)
    groups = grouped(run(draft), passed, draft.texts)
    form = OverrideForm(_can_stand(groups), request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            done = _let_stand(request, publication, form, member)
            if done:
                return done
        status = 400
    values = {
        "groups": [group for group in groups if group.rows],
        "clear": [group.gate for group in groups if not group.rows],
        "open": sum(group.open for group in groups),
        "form": form,
        "may_override": member.may("publish.override") and bool(_can_stand(groups)),
        "may_set": member.may("publish.policy"),
        "may_take_back": member.may("publish.override"),
        "past": _past(publication),
        **_around(publication, member, _("Checks")),
    }
    return render(request, "publish/gates/checks.html", values, status=status)


def _can_stand(groups: list[Group]) -> list[str]:
    return [
        row.finding.fingerprint
        for group in groups
        for row in group.rows
        if row.is_open and row.finding.overridable
    ]


def _let_stand(
    request: HttpRequest, publication: Publication, form: OverrideForm, member: Membership
) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        made = overriding.override(
            publication=publication,
            findings=said["findings"],
            reason=said["reason"],
            by=member.user,
        )
    except (InvalidInput, Conflict) as error:
        form.add_error(None, error.message)
        return None
    done = ngettext(
        "%(number)s finding may stand, with your reason.",
        "%(number)s findings may stand, with your reason.",
        len(made),
    )
    messages.success(request, done % {"number": len(made)})
    return redirect(at(member, "checks", code=publication.code))


def _past(publication: Publication) -> list[Override]:
    """Return what was let stand once, the latest first; also what was taken back since."""
    rows = Override.objects.filter(publication=publication).select_related("by", "withdrawn_by")
    return list(rows.order_by("-at", "-pk")[:200])


def _around(publication: Publication, member: Membership, here: str) -> dict[str, Any]:
    texts = latest_texts(publication)
    source = texts.get(publication.source_language)
    title = source.title if source else publication.code
    return {
        "publication": publication,
        "title": title,
        "crumbs": way_to(publication, title, member, here),
        "may_look": may_look(member),
        "may_write": member.may("publish.write"),
        "texts": [(one, LANGUAGES[one]) for one in texts],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def of_text(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Show what the gates find in one text: as posted (title, summary, body), else as saved.

    A piece of a page for htmx, a whole page otherwise. Nothing posted is kept.
    """
    member = acting(request, "publish.write")
    publication = find_publication(code, member)
    if language not in Language.values:
        raise NotFound(_("There is nothing at this address."))
    note_read(publication, member=member)
    saved = latest_texts(publication).get(language)
    text = _posted(request, language, saved) if request.method == "POST" else saved
    if text is None:
        raise NotFound(_("There is nothing at this address."))
    values = _found(publication, text, member)
    if getattr(request, "htmx", False):
        return render(request, "publish/gates/panel.html", values)
    here = _("Checks of one text")
    return render(
        request,
        "publish/gates/of_text.html",
        values | _around(publication, member, here),
    )


def _posted(request: HttpRequest, language: str, saved: DraftText | None) -> DraftText:
    names = ("title", "summary", "body")
    said = {name: request.POST.get(name, "").replace("\x00", "") for name in names}
    return DraftText(
        language,
        saved.number if saved else 0,
        saved.of_source if saved else None,
        said["title"][:200],
        said["summary"][:5000],
        said["body"][:200_000],
    )


def _found(publication: Publication, text: DraftText, member: Membership) -> dict[str, Any]:
    draft, findings = queries.check_writing(publication, text, member=member)
    groups = grouped(
        findings, queries.overridden(publication), draft.texts, OF_ONE, publication.state
    )
    return {
        "publication": publication,
        "programme": member.programme,
        "language": text.language,
        "language_name": LANGUAGES[text.language],
        "groups": [group for group in groups if group.rows],
        "clear": [group.gate for group in groups if not group.rows],
        "open": sum(group.open for group in groups),
        "advice": sum(group.advice for group in groups),
    }


def panel(writing: Writing) -> SafeString | str:
    """Return what the gates find in the text that stands in the editor."""
    text = DraftText(writing.language, 0, None, writing.title, writing.summary, writing.body)
    values = _found(writing.publication, text, writing.member)
    return render_to_string("publish/gates/panel.html", values, request=writing.request)


def summary(writing: Writing) -> SafeString | str:
    """Return how much is open, for the page of a publication."""
    passed = queries.overridden(writing.publication)
    draft = load(writing.publication, writing.member)
    groups = grouped(run(draft), passed, draft.texts)
    values = {
        "publication": writing.publication,
        "programme": writing.member.programme,
        "groups": [group for group in groups if group.open],
        "open": sum(group.open for group in groups),
        "may_look": may_look(writing.member),
    }
    return render_to_string("publish/gates/summary.html", values, request=writing.request)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take back that a finding may stand."""
    member = acting(request, "publish.override")
    publication = find_publication(code, member)
    row = Override.objects.filter(publication=publication, code=said).first()
    if row is None:
        raise NotFound(_("There is nothing at this address."))
    row.publication = publication

    def do(form: Any) -> None:
        overriding.take_back(override=row, reason=form.cleaned_data["reason"], by=member.user)

    title = _("Take back that this may stand")
    act = Act(
        title=title,
        button=_("Take back"),
        done=_("It is open again."),
        back=at(member, "checks", code=publication.code),
        crumbs=_around(publication, member, title)["crumbs"],
    )
    return act_page(request, act, ReasonForm, do)


@require_safe
def overrides(request: HttpRequest) -> HttpResponse:
    """Count what was let stand, by gate, over all publications that the member may see."""
    member = acting(request, "publish.view")
    counted = queries.overrides_by_gate(member.programme, member)
    rows = [(gate, counted[gate.code]) for gate in GATES if gate.code in counted]
    crumbs = [(_("Publications"), at(member, "publications")), (_("What was let stand"), "")]
    return render(request, "publish/gates/overrides.html", {"rows": rows, "crumbs": crumbs})
