"""A list comes in: the file, then what it is and what its columns mean."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import GoodOfficesError, InvalidInput, NotFound
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.formats.casualty_lists import PersonColumns, suggest_columns
from goodoffices.rights.forms.lists import WORDS, ColumnsForm, ListForm, UploadForm
from goodoffices.rights.models import ListUpload
from goodoffices.rights.services.lists import uploads
from goodoffices.rights.views.addresses import at
from goodoffices.rights.views.lists import way

SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a file and go on to its columns."""
    member = acting(request, "rights.identity")
    act = Act(
        title=_("Add a list"),
        button=_("Show its columns"),
        done="",
        back=at(member, "lists"),
        crumbs=way(None, member, _("Add a list")),
        template="rights/list_new.html",
    )

    def make(given: Any) -> UploadForm:
        return UploadForm(given, request.FILES if given is not None else None)

    def do(form: Any) -> HttpResponse:
        file = form.cleaned_data["file"]
        held = uploads.keep(programme=member.programme, file=file, by=member.user)
        return redirect(at(member, "list-confirm", code=held.code))

    return act_page(request, act, make, do)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a list is and what its columns mean; then it is loaded in the background."""
    member = acting(request, "rights.identity")
    held = ListUpload.objects.filter(code=code, by=member.user, casualty_list=None).first()
    if held is None:
        raise NotFound(_("There is nothing at this address."))
    held.programme = member.programme
    headers, rows = uploads.top(held)
    given = request.POST if request.method == "POST" else None
    about = ListForm(member, given)
    columns = _columns_form(headers, rows, given)
    if given is not None and about.is_valid() and columns.is_valid():
        try:
            made = uploads.confirm(
                upload=held, given=about.given(), columns=columns.columns(), by=member.user
            )
        except InvalidInput as error:
            columns.add_error(None, error.message)
        except GoodOfficesError as error:
            about.add_error(None, error.message)
        else:
            messages.success(request, _("The list is being loaded. You may leave this page."))
            return redirect(at(member, "list", code=made.code))
    return _page(request, member, (about, columns), (headers, rows))


def _page(
    request: HttpRequest,
    member: Membership,
    forms: tuple[ListForm, ColumnsForm],
    top: tuple[tuple[str, ...], list[list[str]]],
) -> HttpResponse:
    about, columns = forms
    values = {
        "about": about,
        "columns": columns,
        "headers": top[0],
        "rows": top[1][:SHOWN],
        "crumbs": way(None, member, _("Add a list")),
    }
    status = 400 if about.is_bound else 200
    return render(request, "rights/list_confirm.html", values, status=status)


def _columns_form(headers: tuple[str, ...], rows: list[list[str]], given: Any) -> ColumnsForm:
    guessed: PersonColumns = suggest_columns(headers, rows)
    chosen = given.get("status", "") if given is not None else guessed.status
    words = _words(headers, rows, chosen)
    initial = ColumnsForm.initial_of(guessed, words)
    return ColumnsForm(headers, words, given, initial=initial)


def _words(headers: tuple[str, ...], rows: list[list[str]], column: str) -> list[str]:
    """Return the words for what happened, in the first rows."""
    if column not in headers:
        return []
    place = headers.index(column)
    cells = (row[place].strip() for row in rows if place < len(row))
    return [word for word in dict.fromkeys(cells) if word][:WORDS]
