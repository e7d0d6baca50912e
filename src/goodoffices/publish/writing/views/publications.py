"""Publications: the list, one with its texts and citations, beginning one, an older version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.monitor.forms.reasons import choices
from goodoffices.publish.addresses import at, way_to
from goodoffices.publish.evidence import resolve_all
from goodoffices.publish.models import Publication, Text
from goodoffices.publish.words import LANGUAGES, STATES, WAITS
from goodoffices.publish.writing import queries, side
from goodoffices.publish.writing.citing import cited_rows
from goodoffices.publish.writing.differences import differences
from goodoffices.publish.writing.forms import NewPublicationForm, PublicationForm
from goodoffices.publish.writing.preview import preview
from goodoffices.publish.writing.rules import can_be_written
from goodoffices.publish.writing.services import publications as services

PAGE = 50
Options = list[tuple[str, Any]]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List publications, the last written first."""
    member = acting(request, "publish.view")
    known = _filters(member)
    chosen = {name: asked(request, name) for name in known}
    chosen = {n: value if value in dict(known[n][1]) else "" for n, value in chosen.items()}
    text = asked(request, "q")
    rows = queries.in_order(queries.listed(member, text=text, **chosen))
    values = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "text": text,
        "filters": [
            (name, every, [(code, said, code == chosen[name]) for code, said in options])
            for name, (every, options) in known.items()
        ],
        "is_filtered": bool(text or any(chosen.values())),
        "states": STATES,
        "waits": WAITS,
        "may_write": member.may("publish.write"),
        "may_topics": member.may("publish.release"),
        "may_policy": member.may("publish.policy"),
    }
    values["rows"] = [(row, queries.newest(row, row.versions)) for row in values["page"]]  # type: ignore[attr-defined]
    return render(request, "publish/writing/publications.html", values)


def _filters(member: Membership) -> dict[str, tuple[str, Options]]:
    topics = [(one.slug, queries.topic_name(one)) for one in queries.topics(member, closed=True)]
    return {
        "kind": (_("every kind"), choices("publication_kinds")),
        "state": (_("every state"), [(state.value, said) for state, said in STATES.items()]),
        "language": (_("every language"), list(LANGUAGES.items())),
        "topic": (_("every topic"), topics),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a publication, and lead to its editor."""
    member = acting(request, "publish.write")
    sent = request.POST if request.method == "POST" else None
    form = NewPublicationForm(member, None, sent, initial=_start(member))
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            made = services.begin(
                programme=member.programme, given=form.given(), text=form.text(), by=member.user
            )
        if done:
            messages.success(request, _("The draft is begun."))
            return redirect(
                at(member, "write", code=made.code, language=form.given().source_language)
            )
    values = {"form": form, "back": at(member, "publications")}
    return render(request, "publish/writing/new.html", values, status=400 if form.errors else 200)


def _start(member: Membership) -> dict[str, str]:
    return {"source_language": "en", "office": member.office.code if member.office else ""}


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a publication: where it stands, its texts, what it cites, its history."""
    member = acting(request, "publish.view")
    publication = queries.find_publication(code, member)
    note_read(publication, member=member)
    versions = queries.versions(publication)
    shown = _shown(request, publication, versions)
    citations = queries.citations_of(publication)
    evidence = resolve_all(publication, member=member)
    writable = can_be_written(publication) and member.may("publish.write")
    values = {
        "publication": publication,
        "title": _title(publication, versions),
        "state": STATES[publication.state],  # type: ignore[index]
        "waits": WAITS[publication.state],  # type: ignore[index]
        "versions": versions,
        "missing": queries.missing_languages(versions),
        "languages": LANGUAGES,
        "topics": [queries.topic_name(one) for one in publication.topics.all()],
        "text": shown,
        "preview": _read(shown, citations, evidence),
        "cited": cited_rows(citations, evidence),
        "panels": side.record_panels(
            _writing(shown, publication, member, citations, evidence, request)
        ),
        "may_write": writable,
        "may_check": member.may("publish.facts") or member.may("publish.write"),
        "may_cite": member.may("publish.write"),
        "events": history(publication, member),
        "crumbs": way_to(publication, _title(publication, versions), member),
    }
    return render(request, "publish/writing/publication.html", values)


def _shown(
    request: HttpRequest, publication: Publication, versions: dict[str, queries.Version]
) -> Text | None:
    """Return the text to be read on the page: in the language asked for, else the source."""
    language = asked(request, "language")
    found = versions.get(language) or versions.get(publication.source_language)
    return found.text if found else None


def _title(publication: Publication, versions: dict[str, queries.Version]) -> str:
    from django.utils.translation import get_language

    language = (get_language() or "en")[:2]
    found = versions.get(language) or versions.get(publication.source_language)
    return found.text.title if found else publication.code


def _read(text: Text | None, citations: Any, evidence: Any) -> Any:
    if text is None:
        return None
    return preview(text.body, language=text.language, citations=citations, evidence=evidence)


def _writing(
    text: Text | None,
    publication: Publication,
    member: Membership,
    citations: Any,
    evidence: Any,
    request: HttpRequest,
) -> side.Writing:
    said = (text.language, text.title, text.summary, text.body) if text else ("en", "", "", "")
    return side.Writing(publication, *said, member, citations, evidence, request)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change kind, topics or office."""
    member = acting(request, "publish.write")
    publication = queries.find_publication(code, member)
    title = _title(publication, queries.versions(publication))
    page = Act(
        title=_("Kind, topics, office"),
        button=_("Save"),
        done=_("Saved."),
        back=at(member, "publication", code=publication.code),
        crumbs=way_to(publication, title, member, _("Kind, topics, office")),
    )

    def do(form: Any) -> None:
        services.change(
            publication=publication,
            given=form.given(),
            revision=form.cleaned_data["revision"],
            by=member.user,
        )

    start = PublicationForm.of(publication)
    return act_page(
        request, page, lambda sent: PublicationForm(member, publication, sent, initial=start), do
    )


@require_safe
def version(request: HttpRequest, code: str, language: str, number: int) -> HttpResponse:
    """Show one version of a text, with what differs from the one before."""
    member = acting(request, "publish.view")
    publication = queries.find_publication(code, member)
    note_read(publication, member=member)
    text = queries.text_of(publication, language, number)
    citations = queries.citations_of(publication)
    evidence = resolve_all(publication, member=member)
    before = queries.text_of(publication, language, number - 1) if number > 1 else None
    every = Text.objects.filter(publication=publication, language=language)
    values = {
        "publication": publication,
        "text": text,
        "before": before,
        "differences": differences(before.body, text.body) if before else [],
        "preview": _read(text, citations, evidence),
        "all": every.select_related("by").defer("body").order_by("-number"),
        "language_name": LANGUAGES[language],
        "crumbs": way_to(publication, text.title, member, _("Version %s") % number),
    }
    return render(request, "publish/writing/version.html", values)
