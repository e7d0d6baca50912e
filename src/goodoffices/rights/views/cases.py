"""Cases: the list, one with its timeline and next steps, opening and correcting."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act as Page
from goodoffices.core.views.acts import act_page
from goodoffices.core.views.asked import asked
from goodoffices.monitor.forms.reasons import choices
from goodoffices.rights.forms.cases import BelongsForm, CaseForm, EntryForm, StepForm
from goodoffices.rights.models import Case
from goodoffices.rights.queries.cases import belongings, listed, open_steps, timeline
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services import cases
from goodoffices.rights.views.addresses import Way, at
from goodoffices.rights.views.restricting import restrict_page
from goodoffices.rights.views.writing import add_page, correction, sent

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List cases, those first in which something is due first."""
    member = acting(request, "rights.view")
    text, today = asked(request, "q"), timezone.localdate()
    kinds, states = choices("case_kinds"), _states()
    kind, state = asked(request, "kind"), asked(request, "state")
    kind = kind if kind in dict(kinds) else ""
    state = state if state in dict(states) else ""
    rows = listed(member, text=text, kind=kind, state=state, today=today)
    values = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "text": text,
        "today": today,
        "filters": [
            ("kind", _("every kind"), [(c, said, c == kind) for c, said in kinds]),
            ("state", _("open and closed"), [(c, said, c == state) for c, said in states]),
        ],
        "is_filtered": bool(text or kind or state),
        "may_record": member.may("rights.record"),
    }
    return render(request, "rights/cases.html", values)


def _states() -> list[tuple[str, str]]:
    return [
        ("open", _("open")),
        ("late", _("something is late")),
        ("mine", _("I have something to do")),
        ("closed", _("closed")),
    ]


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one case: next steps, timeline, what belongs to it."""
    member = acting(request, "rights.view")
    case = find_case(code, member)
    note_read(case, member=member)
    found = belongings(case, member)
    values = {
        "case": case,
        "steps": open_steps(case),
        "moments": timeline(case, found),
        "found": found,
        "today": timezone.localdate(),
        "events": history(case, member),
        "crumbs": way(case, member),
        "may_record": member.may("rights.record"),
        "entry_form": EntryForm(),
        "step_form": StepForm(able(case)),
        "belongs_form": BelongsForm(),
    }
    return render(request, "rights/case.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case."""
    member = acting(request, "rights.record")
    form = CaseForm(None, sent(request))

    def leads_to(made: Case) -> tuple[str, str]:
        return at(member, "case", code=made.code), _("The case is open. Add what belongs to it.")

    shown = {"title": _("Open a case"), "back": at(member, "cases")}
    return add_page(request, member, form, cases.open_case, leads_to, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what a case is about."""
    member = acting(request, "rights.record")
    case = find_case(code, member)
    page = Page(
        title=_("Correct this case"),
        button=_("Save"),
        done=_("The correction is saved."),
        back=at(member, "case", code=case.code),
        crumbs=way(case, member, _("Correct")),
    )
    start, do = CaseForm.of(case), correction(cases.change_case, member, case=case)
    return act_page(request, page, lambda given: CaseForm(case, given, initial=start), do)


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Change who may see a case."""
    member = acting(request, "rights.record")
    case = find_case(code, member)
    back = at(member, "case", code=case.code)
    return restrict_page(request, member, case, back, way(case, member, _("Who may see it")))


def find_case(code: str, member: Membership) -> Case:
    """Return a case the member may see."""
    return find(Case, code, member, "office", "by")


def able(case: Case) -> list[Membership]:
    """Return the members who may see a case, by name."""
    active = Membership.objects.filter(active=True).select_related("user")
    people = active.order_by("user__name")
    return [one for one in people if one.may("rights.view") and may_see(case, one)]


def way(case: Case, member: Membership, here: str = "") -> Way:
    """Return the way to a case, and to what is done with it."""
    first = (_("Cases"), at(member, "cases"))
    own = (case.title, at(member, "case", code=case.code) if here else "")
    return [first, own, (here, "")] if here else [first, own]
