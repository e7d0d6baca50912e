"""How many in all: the estimates, one of them, making and replacing, withdrawing, taking out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.tlp import TLP
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act as Page
from goodoffices.core.views.acts import act_page
from goodoffices.core.views.asked import asked
from goodoffices.rights.forms.estimates import KEPT, EstimateForm
from goodoffices.rights.models import Estimate
from goodoffices.rights.queries import estimates as told
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services import estimate_files, estimates
from goodoffices.rights.total_words import ASSUMED, joined, number, quote
from goodoffices.rights.views.addresses import Way, at
from goodoffices.rights.views.restricting import restrict_page

PAGE = 50
both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the estimates, the latest first."""
    member = acting(request, "rights.view")
    text, state = asked(request, "q"), asked(request, "state", 10)
    states = [("stands", _("not withdrawn")), ("withdrawn", _("withdrawn"))]
    state = state if state in dict(states) else ""
    choices = [(code, said, code == state) for code, said in states]
    page = Paginator(told.listed(member, text=text, state=state), PAGE)
    shown = page.get_page(request.GET.get("page"))
    values = {
        "page": shown,
        "rows": [(one, told.figure(one), told.is_under_way(one)) for one in shown.object_list],
        "text": text,
        "filters": [("state", _("withdrawn or not"), choices)],
        "is_filtered": bool(text or state),
        "may_record": member.may("rights.record"),
    }
    return render(request, "rights/totals.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one estimate: when not to use it, the figure, the counts, the models."""
    member = acting(request, "rights.view")
    estimate = find_estimate(code, member)
    note_read(estimate, member=member)
    before, after = told.replacing(estimate, member)
    values = {
        "estimate": estimate,
        "under_way": told.is_under_way(estimate),
        "before": before,
        "after": after,
        "events": history(estimate, member),
        "crumbs": way(estimate, member),
        "may_record": member.may("rights.record"),
        "may_export": member.may("core.export") and estimate.tlp < TLP.RED,
        "overlaps": told.overlaps(estimate),
        "assumptions": [(ASSUMED[name], said) for name, said in estimate.assumptions.items()],
        **(_figures(estimate) if estimate.result else {}),
    }
    return render(request, "rights/total.html", values)


def _figures(estimate: Estimate) -> dict[str, Any]:
    result, figure = estimate.result, told.figure(estimate)
    assert result is not None
    findings = told.findings(estimate)
    values = {
        "figure": figure,
        "seen": result["seen"],
        "findings": findings,
        "withheld": told.why_withheld(estimate),
        "lists": list(zip(estimate.lists, result["on"], strict=True)),
        "times": list(enumerate(result["times"], start=1)),
    }
    if figure is None:
        return values
    return values | {
        "result": result,
        "models": told.models(result),
        "left_out": told.left_out(result),
        "compared": told.compared(result),
        "quote": _quote(estimate, figure, findings),
    }


def _quote(estimate: Estimate, figure: Any, findings: list[str]) -> str:
    return quote(
        joined((estimate.counted, estimate.place, estimate.period)),
        estimate.lists,
        (estimate.result or {})["seen"],
        figure.low,
        figure.estimate,
        figure.high,
        " ".join(findings),
    )


@both
def new(request: HttpRequest) -> HttpResponse:
    """Make an estimate from a table that is typed in or uploaded."""
    return _form_page(request, acting(request, "rights.record"), None)


@both
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Make an estimate that replaces another, which is withdrawn and stays as it is."""
    member = acting(request, "rights.record")
    return _form_page(request, member, find_estimate(code, member))


def _form_page(request: HttpRequest, member: Membership, old: Estimate | None) -> HttpResponse:
    lists = _ways(request, old)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    start = EstimateForm.of(old) if old else None
    form = EstimateForm(lists, old, *sent, initial=start, member=member)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            made = _made(member, form, old)
        if done:
            if form.unseen:
                messages.info(request, _left_aside(form.unseen))
            return redirect(at(member, "total", code=made.code))
    title = _("Estimate anew") if old else _("Estimate how many in all")
    values = {
        "form": form,
        "title": title,
        "old": old,
        "ways": [(way, way == lists) for way in (KEPT, 2, 3, 4, 5, 0)],
        "crumbs": way(old, member, title) if old else _start(member, title),
        "back": at(member, "total", code=old.code) if old else home(member),
    }
    return render(request, "rights/total_new.html", values, status=400 if form.errors else 200)


def _start(member: Membership, title: str) -> Way:
    return [(_("How many in all"), home(member)), (title, "")]


def _left_aside(people: int) -> str:
    return ngettext(
        "%(number)s person who is on none of the lists was left out.",
        "%(number)s persons who are on none of the lists were left out.",
        people,
    ) % {"number": number(people)}


def _ways(request: HttpRequest, old: Estimate | None) -> int:
    """Return how many lists are typed in, 0 for an uploaded table, `KEPT` for lists kept here."""
    wanted = asked(request, "by", 5)
    if wanted in {"file", "lists"}:
        return 0 if wanted == "file" else KEPT
    return int(wanted) if wanted in {"2", "3", "4", "5"} else len(old.lists) if old else 3


def _made(member: Membership, form: EstimateForm, old: Estimate | None) -> Estimate:
    return estimates.make(
        programme=member.programme,
        given=form.given(),
        **form.table(),
        by=member.user,
        replaces=old,
        reason=form.cleaned_data.get("reason", ""),
    )


@both
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take an estimate back."""
    member = acting(request, "rights.record")
    estimate = find_estimate(code, member)

    def do(form: Any) -> None:
        estimates.withdraw(estimate=estimate, by=member.user, reason=form.cleaned_data["reason"])

    page = Page(
        title=_("Withdraw this estimate"),
        button=pgettext("an estimate", "Withdraw"),
        done=_("The estimate is withdrawn. It stays to be read, with your reason."),
        back=at(member, "total", code=estimate.code),
        crumbs=way(estimate, member, pgettext("an estimate", "Withdraw")),
        stop=True,
    )
    return act_page(request, page, ReasonForm, do)


@both
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Change who may see an estimate."""
    member = acting(request, "rights.record")
    estimate = find_estimate(code, member)
    back = at(member, "total", code=estimate.code)
    here = way(estimate, member, _("Who may see it"))
    return restrict_page(request, member, estimate, back, here)


@require_safe
def export(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Send the table (csv), a book (xlsx), or all that is needed to repeat it (json)."""
    member = acting(request, "rights.view")
    estimate = find_estimate(code, member)
    if ending not in estimate_files.FORMS:
        raise NotFound(_("There is nothing at this address."))
    content = estimate_files.take_out(estimate=estimate, member=member, form=ending)
    answer = HttpResponse(content, content_type=estimate_files.FORMS[ending])
    name = estimate_files.file_name(estimate, ending)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def find_estimate(code: str, member: Membership) -> Estimate:
    """Return an estimate the member may see."""
    return find(Estimate, code, member, "by", "withdrawn_by", "job")


def home(member: Membership) -> str:
    """Return the address of the list."""
    return at(member, "totals")


def way(estimate: Estimate, member: Membership, here: str = "") -> Way:
    """Return the way to an estimate, and to what is done with it."""
    first = (_("How many in all"), home(member))
    own = (estimate.title, at(member, "total", code=estimate.code) if here else "")
    return [first, own, (here, "")] if here else [first, own]
