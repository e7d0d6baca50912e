"""Acts: the list, one of them with who was involved, recording and correcting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices import codebook
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act as Page
from goodoffices.core.views.acts import act_page
from goodoffices.core.views.asked import asked
from goodoffices.monitor.forms.reasons import choices
from goodoffices.rights.forms.acts import ActForm, InvolveForm, NormForm, ViolationForm
from goodoffices.rights.models import Act, Norm
from goodoffices.rights.queries.acts import involved, listed, suggestions, violations
from goodoffices.rights.queries.cases import cases_of
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services import acts
from goodoffices.rights.views.addresses import Way, at
from goodoffices.rights.views.restricting import restrict_page
from goodoffices.rights.views.writing import add_page, correction, sent

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List acts by words, kind and incident."""
    member = acting(request, "rights.view")
    text, incident = asked(request, "q"), asked(request, "incident", 16)
    known, wanted = choices("act_types"), asked(request, "kind")
    kind = wanted if wanted in dict(known) else ""
    rows = listed(member, text=text, kind=kind, incident=incident)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "rows": [(act, _place(act, member)) for act in page.object_list],
        "text": text,
        "incident": incident,
        "filters": [("kind", _("every kind"), [(c, said, c == kind) for c, said in known])],
        "is_filtered": bool(text or kind or incident),
        "may_export": member.may("rights.export"),
        "may_record": member.may("rights.record"),
    }
    return render(request, "rights/acts.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one act: what was done, who was involved, which norms it may breach."""
    member = acting(request, "rights.view")
    act = find_act(code, member)
    note_read(act, member=member)
    values = {
        "act": act,
        "place": _place(act, member),
        "involved": involved(act, member),
        "violations": violations(act),
        "cases": cases_of(act, member),
        "events": history(act, member),
        "crumbs": way(act, member),
        "may_record": member.may("rights.record"),
        "involve": InvolveForm(suggest=at(member, "suggestions")),
        "violation": ViolationForm(),
    }
    return render(request, "rights/act_record.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record an act."""
    member = acting(request, "rights.record")
    form = _form(member, None, sent(request), {"incident": asked(request, "incident", 16)})

    def leads_to(made: Act) -> tuple[str, str]:
        said = _("The act is recorded. Say now who was involved.")
        return at(member, "act", code=made.code), said

    shown = {"title": _("Record an act"), "back": at(member, "acts")}
    return add_page(request, member, form, acts.record_act, leads_to, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is recorded of an act."""
    member = acting(request, "rights.record")
    act = find_act(code, member)
    page = Page(
        title=_("Correct what is recorded of this act"),
        button=_("Save"),
        done=_("The correction is saved."),
        back=at(member, "act", code=act.code),
        crumbs=way(act, member, _("Correct")),
    )
    start, do = ActForm.of(act, member), correction(acts.change_act, member, act=act)
    return act_page(request, page, lambda given: _form(member, act, given, start), do)


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, code: str) -> HttpResponse:
    """Change who may see an act."""
    member = acting(request, "rights.record")
    act = find_act(code, member)
    back = at(member, "act", code=act.code)
    return restrict_page(request, member, act, back, way(act, member, _("Who may see it")))


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with visible people, groups and parties that the typed words may mean."""
    member = acting(request, "rights.view")
    typed = asked(request, "q", 100)
    found = suggestions(typed, member) if typed.strip() else []
    return JsonResponse([{"label": label, "note": note} for label, note in found], safe=False)


@require_http_methods(["GET", "HEAD", "POST"])
def norms(request: HttpRequest) -> HttpResponse:
    """List the norms acts can be tied to, and add one of the programme's own."""
    member = acting(request, "rights.view")
    given = sent(request)
    form = NormForm(given)
    if given is not None:
        acting(request, "rights.record")
    if given is not None and form.is_valid():
        with said_on(form) as done:
            acts.add_norm(programme=member.programme, by=member.user, **form.cleaned_data)
        if done:
            messages.success(request, _("The norm is added."))
            return redirect(at(member, "norms"))
    values = {
        "own": Norm.objects.order_by("citation"),
        "shipped": [
            (entry.id, entry.label(language), entry.definition(language))
            for language in [get_language() or "en"]
            for entry in codebook.load()["norms"]
        ],
        "form": form,
        "may_record": member.may("rights.record"),
        "crumbs": [(pgettext("human rights", "Acts"), at(member, "acts")), (_("Norms"), "")],
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "rights/norms.html", values, status=status)


def find_act(code: str, member: Membership) -> Act:
    """Return an act the member may see."""
    return find(Act, code, member, "incident", "place", "by")


def act_name(act: Act) -> str:
    """Call an act by what was done."""
    return codebook.load().label("act_types", act.kind, get_language() or "en")


def way(act: Act, member: Membership, here: str = "") -> Way:
    """Return the way to an act, and to what is done with it."""
    first = (pgettext("human rights", "Acts"), at(member, "acts"))
    own = (act_name(act), at(member, "act", code=act.code) if here else "")
    return [first, own, (here, "")] if here else [first, own]


def _place(act: Act, member: Membership) -> Any:
    return act.place if act.place is not None and may_see(act.place, member) else None


def _form(member: Membership, act: Act | None, given: Any, start: dict[str, Any]) -> ActForm:
    slug = {"programme": member.programme.slug}
    suggest = reverse("core:place-suggestions", kwargs=slug)
    return ActForm(member, act, given, initial=start, suggest=suggest)
