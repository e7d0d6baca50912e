"""Taking submissions out: what a list holds as a file, written to the audit log."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_export
from goodoffices.core.views.acting import acting
from goodoffices.core.views.options import Option
from goodoffices.field.models import Form, Submission
from goodoffices.field.queries.asked import SubmissionFilter, parse, select
from goodoffices.field.services import exports as files
from goodoffices.field.services.exports import Layout, Options, Selection

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "xml.zip": "application/zip",
}
ENDINGS = ("csv", "xlsx", "geojson")
"""What is offered beside the list; the rest is on the page with the choices."""

OF_ONE_FORM = frozenset({"zip", "xlsx", "geojson"})
"""Files whose columns are the questions of a form."""


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Offer every kind of file of a selection, with the choices that its columns leave."""
    member = acting(request, "core.export")
    _may_read(member)
    asked = parse(request.GET)
    rows = select(asked, member)
    values = {
        "asked": asked,
        "count": rows.count(),
        "form": _form_of(rows, asked, member),
        "forms": _forms(asked, member),
        "options": _options(request),
        "query": asked.address(look="table"),
        "links": {ending.replace(".", "_"): _address(request, asked, ending) for ending in KINDS},
    }
    return render(request, "field/export.html", values)


def _may_read(member: Membership) -> None:
    """A role that exports but reads no submissions does not export them either."""
    from goodoffices.core.access import require

    require(member, "field.submissions")


def _forms(asked: SubmissionFilter, member: Membership) -> list[Option]:
    rows = Form.objects.visible_to(member).exclude(current=None)
    found = [Option(row.code, row.title, row.code in asked.forms) for row in rows]
    return sorted(found, key=lambda option: option.label.casefold())


def _options(request: HttpRequest) -> Options:
    asked = request.GET
    return Options(
        labels=asked.get("words") == "labels",
        split=asked.get("split") == "1",
        paths=asked.get("paths") != "0",
        language=(get_language() or "en")[:2],
    )


def _address(request: HttpRequest, asked: SubmissionFilter, ending: str) -> str:
    kept = [
        (name, request.GET[name]) for name in ("words", "split", "paths") if name in request.GET
    ]
    query = "&".join(part for part in (asked.address(look="table"), urlencode(kept)) if part)
    where = f"../export.{ending}"
    return f"{where}?{query}" if query else where


@require_GET
def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Send the submissions that the address selects, as one kind of file."""
    member = acting(request, "core.export")
    _may_read(member)
    if ending not in KINDS:
        raise Http404
    asked = parse(request.GET)
    _understood(asked)
    rows = select(asked, member)
    form = _form_of(rows, asked, member)
    if ending in OF_ONE_FORM and form is None:
        raise InvalidInput(_("Its columns are the questions of a form: choose one form first."))
    layout = Layout(form, _options(request)) if form else None
    _note(member, asked, ending, form)
    chosen = Selection(rows.order_by("received_at", "pk"))
    return _sent(chosen, layout, ending, member)


def _understood(asked: SubmissionFilter) -> None:
    """Refuse an address that a page would only partly follow: a file does not say so."""
    if asked.problems:
        raise InvalidInput(" ".join(asked.problems), code="bad-filter")
    if asked.deleted:
        raise InvalidInput(_("What was deleted is left out of every export."), code="bad-filter")


def _form_of(
    rows: QuerySet[Submission], asked: SubmissionFilter, member: Membership
) -> Form | None:
    """Return the form that is asked for, or the only one there is; None where they differ."""
    forms = Form.objects.visible_to(member)
    if len(asked.forms) == 1:
        found: Form | None = forms.filter(code=asked.forms[0]).first()
        return found
    ids = list(rows.order_by().values_list("form", flat=True).distinct()[:2])
    return forms.filter(pk=ids[0]).first() if len(ids) == 1 else None


def _note(member: Membership, asked: SubmissionFilter, ending: str, form: Form | None) -> None:
    """Write down what was taken out, with the names of the filters, not what was typed."""
    names = sorted({name for name, _value in asked.pairs() if name != "look"})
    note_export(
        member=member,
        kind="field.submission",
        form=ending,
        filters=names,
        of=form.code if form else "",
    )


def _sent(
    chosen: Selection, layout: Layout | None, ending: str, member: Membership
) -> HttpResponseBase:
    stamp = timezone.localtime().strftime("%Y-%m-%d")
    what = layout.form.xform_id if layout else "submissions"
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in what)[:60]
    name = f"{member.programme.slug}-{plain}-{stamp}.{ending}"
    if ending == "xlsx":
        assert layout is not None, "asked for"
        book = files.xlsx(chosen, layout)
        return FileResponse(book, as_attachment=True, filename=name, content_type=KINDS[ending])
    answer: Any = StreamingHttpResponse(
        _pieces(chosen, layout, ending, member), content_type=KINDS[ending]
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer  # type: ignore[no-any-return]


def _pieces(chosen: Selection, layout: Layout | None, ending: str, member: Membership) -> Any:
    if ending == "xml.zip":
        return files.original_archive(chosen)
    if layout is None:
        return files.listed_csv(chosen)
    if ending == "csv":
        return files.flat_csv(chosen, layout)
    if ending == "zip":
        return files.csv_archive(chosen, layout)
    return files.geojson(chosen, layout, member.programme)
