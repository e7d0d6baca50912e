"""Casualty lists: all of them, one of them, how they overlap, which are compared."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from goodoffices.core.access import may_see
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.formats import casualty_lists
from goodoffices.formats.values import Rejection
from goodoffices.monitor.queries.outcomes import reason as why_refused
from goodoffices.rights.forms.lists import CompareForm, ExportForm
from goodoffices.rights.list_words import MEANINGS
from goodoffices.rights.models import CasualtyList, ListRejection, ListRow
from goodoffices.rights.queries.finding import find
from goodoffices.rights.queries.list_pages import all_against, overlaps
from goodoffices.rights.queries.lists import seen_lists, usable_lists
from goodoffices.rights.services.lists import exporting, matching, using
from goodoffices.rights.views.addresses import Way, at
from goodoffices.rights.views.restricting import restrict_page

PAGE, REFUSED = 50, 100


def way(one: CasualtyList | None, member: Membership, here: str = "") -> Way:
    """Return the way to the lists, to one of them, and to a page of it."""
    found: Way = [(_("Lists of people"), at(member, "lists") if one or here else "")]
    if one is not None:
        found.append((one.title, at(member, "list", code=one.code) if here else ""))
    return [*found, (here, "")] if here else found


def find_list(code: str, member: Membership) -> CasualtyList:
    """Return a list the member may see; one marked RED asks why first and is on record."""
    one = find(CasualtyList, code, member, "source", "by", "job", "unused_by")
    note_read(one, member=member)
    return one


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the lists with how many rows each has."""
    member = acting(request, "rights.view")
    rows = seen_lists(member).select_related("source")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [(one, one.source if may_see(one.source, member) else None) for one in page.object_list]
    values = {
        "page": page,
        "rows": shown,
        "may_upload": member.may("rights.identity"),
        "may_record": member.may("rights.record"),
    }
    return render(request, "rights/lists.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one list: what it is, its rows by their codes, how it matches with others."""
    member = acting(request, "rights.view")
    one = find_list(code, member)
    rows = ListRow.objects.filter(casualty_list=one).order_by("number")
    ready = one.state == CasualtyList.State.READY
    values = {
        "one": one,
        "source": one.source if may_see(one.source, member) else None,
        "page": Paginator(rows if ready else rows.none(), PAGE).get_page(request.GET.get("page")),
        "refused": _refused(one) if ready else [],
        "refused_number": ListRejection.objects.filter(casualty_list=one).count() if ready else 0,
        "against": all_against(one, member) if one.usable else [],
        "under_way": one.state == CasualtyList.State.LOADING,
        "events": history(one, member),
        "crumbs": way(one, member),
        "may_record": member.may("rights.record"),
        "may_export": member.may("rights.export") and one.tlp < 4,
    }
    return render(request, "rights/list.html", values)


def _refused(one: CasualtyList) -> list[tuple[int, str, str]]:
    """Return the rows that were not taken: number, which column, why."""
    found = []
    for row in ListRejection.objects.filter(casualty_list=one).order_by("line")[:REFUSED]:
        column = str(MEANINGS.get(row.column, row.column))
        said = Rejection(row.line, column, row.value, row.reason, "", row.detail)
        found.append((row.line, column, why_refused(said)))
    return found


@require_safe
def overlap(request: HttpRequest) -> HttpResponse:
    """Show how many people each two lists share, as far as decided and certain enough."""
    member = acting(request, "rights.view")
    lists = list(usable_lists(member)[: matching.MOST])
    values = {
        "table": overlaps(member, lists),
        "crumbs": way(None, member, _("How they overlap")),
        "may_record": member.may("rights.record"),
    }
    return render(request, "rights/list_overlap.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Choose lists and have them compared in the background."""
    member = acting(request, "rights.record")
    lists = list(usable_lists(member))

    def do(form: Any) -> str:
        task = matching.start(programme=member.programme, lists=form.chosen(), by=member.user)
        return reverse("core:task", args=[member.programme.slug, task.code])

    act = Act(
        title=_("Compare lists"),
        button=_("Compare"),
        done=_("The lists are being compared. You may leave this page."),
        back=at(member, "lists"),
        crumbs=way(None, member, _("Compare lists")),
        text=_(
            "Names are compared across Arabic, Hebrew and Latin script without being shown. What"
            " comes out are pairs to look at: whether they are the same person, people decide."
        ),
    )
    return act_page(request, act, lambda given: CompareForm(lists, given), do)


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Change who may see a list."""
    member = acting(request, "rights.record")
    one = find_list(code, member)
    back = at(member, "list", code=one.code)
    return restrict_page(request, member, one, back, way(one, member, _("Who may see it")))


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, code: str) -> HttpResponse:
    """Take a list out of use, or back into use."""
    member = acting(request, "rights.record")
    one = find_list(code, member)
    again = one.unused_at is not None

    def do(form: Any) -> None:
        using.switch(one=one, used=again, by=member.user, reason=form.cleaned_data["reason"])

    act = Act(
        title=_("Take the list back into use") if again else _("Take the list out of use"),
        button=_("Back into use") if again else _("Out of use"),
        done=_("The list is in use again.") if again else _("The list is out of use."),
        back=at(member, "list", code=one.code),
        crumbs=way(one, member, _("In use or not")),
        text=_("Out of use it is compared and counted no more; nothing of it is lost."),
        stop=not again,
    )
    return act_page(request, act, ReasonForm, do)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a list out, with codes or, for a reason, with names."""
    member = acting(request, "rights.export")
    one = find_list(code, member)

    def do(form: Any) -> Any:
        wanted = form.wanted()
        reason = form.cleaned_data.get("reason", "")
        exporting.begin(one=one, member=member, wanted=wanted, reason=reason)
        return _file(one, wanted)

    act = Act(
        title=_("Take the list out"),
        button=_("Take out"),
        done="",
        back=at(member, "list", code=one.code),
        crumbs=way(one, member, _("Take out")),
        text=_("That it was taken out, by whom and what for is kept in the history."),
    )
    return act_page(request, act, lambda given: ExportForm(member, given), do)


def _file(one: CasualtyList, wanted: exporting.Wanted) -> HttpResponseBase:
    answer: HttpResponseBase
    if wanted.form == "xlsx":
        answer = _workbook(one, wanted)
    else:
        answer = StreamingHttpResponse(_pieces(one, wanted), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="list-{one.code}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _pieces(one: CasualtyList, wanted: exporting.Wanted) -> Any:
    with scope(programme=one.programme):
        yield from casualty_lists.as_csv(exporting.rows(one=one, wanted=wanted), bom=True)


def _workbook(one: CasualtyList, wanted: exporting.Wanted) -> FileResponse:
    """Make the sheet in memory: no file with names is left behind on the disk."""
    from io import BytesIO

    target = BytesIO()
    people = exporting.rows(one=one, wanted=wanted)
    casualty_lists.as_xlsx(people, target, right_to_left=get_language_bidi())
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"list-{one.code}.xlsx")
