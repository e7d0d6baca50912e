"""Pages of texts: having the text of a picture or scan read, and reading it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.evidence import redacting, tesseract, texts
from goodoffices.core.evidence.opening import opened
from goodoffices.core.forms.evidence import TextForm
from goodoffices.core.queries import evidence as reading
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.evidence import address, way
from goodoffices.core.views.evidence_acts import task_address


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the text of a picture or scan; says so where this machine cannot read any."""
    member = acting(request, "core.redact")
    item = reading.found(member, code)
    known, crumbs = tesseract.languages(), [*way(item, member), (_("Text"), "")]
    if not known or not redacting.is_drawn(item):
        values = {"item": item, "crumbs": crumbs, "drawn": redacting.is_drawn(item)}
        return render(request, "core/evidence_unread.html", values)

    def make(given: QueryDict | None) -> forms.Form:
        return TextForm(known, given, initial={"tlp": item.tlp})

    def do(form: forms.Form) -> str:
        order = redacting.ask_text(item=item, by=member.user, **form.cleaned_data)
        return task_address(order[1], member)

    act = Act(
        title=_("Read the text in this file"),
        button=_("Read the text"),
        done=_("The text is being read."),
        back=address(item, member),
        crumbs=crumbs,
        text=_(
            "The text becomes a copy that can be searched. It is read on this machine and holds"
            " mistakes: compare it with the picture before you rely on it."
        ),
    )
    return act_page(request, act, make, do)


@require_safe
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show the text that was read from a file; each look is on record."""
    member = acting(request)
    item = reading.found(member, code)
    if not texts.is_text(item):
        raise NotFound(_("There is nothing at this address."))
    opened(item, by=member.user, way="text").close()
    pages = texts.text_of(item).split("\f")
    values = {
        "item": item,
        "pages": pages,
        "original": reading.original(item, member),
        "crumbs": [*way(item, member), (_("Text"), "")],
    }
    return render(request, "core/evidence_text.html", values)
