"""Parties: the list, one party, adding and correcting, what others call them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.access import may_see
from goodoffices.core.forms.parties import (
    DropLabelForm,
    LabelForm,
    PartyChangeForm,
    PartyForm,
    kinds,
)
from goodoffices.core.models import Membership, Party
from goodoffices.core.queries.history import history
from goodoffices.core.queries.parties import above, listed
from goodoffices.core.services import parties
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.asked import asked

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List parties by words of their names and kind."""
    member = acting(request)
    text = asked(request, "q")
    known = kinds()
    wanted = asked(request, "kind")
    kind = wanted if wanted in dict(known) else ""
    page = Paginator(listed(member, text=text, kind=kind), PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "rows": [(row, _seen_parent(row, member)) for row in page.object_list],
        "text": text,
        "kinds": [(code, name, code == kind) for code, name in known],
        "is_filtered": bool(text or kind),
        "may_change": member.may("core.parties"),
    }
    return render(request, "core/parties.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one party: its names, what others call it, what it is part of."""
    member = acting(request)
    party = _found(member, code)
    note_read(party, member=member)
    return render(request, "core/party.html", _values(party, member))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a party."""
    member = acting(request, "core.parties")
    form = PartyForm(request.POST or None, member=member, suggest=_suggest(member))
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            party = parties.add(programme=member.programme, given=form.given(), by=member.user)
        if done:
            messages.success(request, _("The party is added."))
            return redirect(_address(party, member))
    return render(request, "core/party_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a party."""
    member = acting(request, "core.parties")
    party = _found(member, code)
    suggest = _suggest(member)
    if request.method != "POST":
        form = PartyChangeForm.of(party, member, suggest)
        return render(request, "core/party_form.html", {"form": form, "party": party})
    form = PartyChangeForm(request.POST, member=member, suggest=suggest)
    if form.is_valid():
        with said_on(form) as done:
            parties.change(
                party=party,
                given=form.given(party),
                seen=form.cleaned_data["seen"],
                by=member.user,
                reason=form.cleaned_data["reason"],
            )
        if done:
            messages.success(request, _("The party is corrected."))
            return redirect(_address(party, member))
    return render(request, "core/party_form.html", {"form": form, "party": party})


@require_POST
def keep_label(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what somebody else calls a party."""
    member = acting(request, "core.parties")
    party = _found(member, code)
    form = LabelForm(request.POST)
    if form.is_valid():
        with said_on(form) as done:
            parties.keep_label(party=party, by=member.user, **form.cleaned_data)
        if done:
            return redirect(_address(party, member))
    return render(request, "core/party.html", _values(party, member) | {"form": form}, status=400)


@require_POST
def drop_label(request: HttpRequest, code: str) -> HttpResponse:
    """Take back a label that was kept in error."""
    member = acting(request, "core.parties")
    party = _found(member, code)
    form = DropLabelForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Say why the label is taken back."))
    given = form.cleaned_data
    reason = given.pop("reason")
    label = party.others_labels.filter(**given).first()
    if label is None:
        raise NotFound(_("There is nothing at this address."))
    parties.drop_label(label=label, reason=reason, by=member.user)
    messages.success(request, _("The label is taken back."))
    return redirect(_address(party, member))


def _values(party: Party, member: Membership) -> dict[str, object]:
    """Return what the page of a party shows."""
    chain = above(party, member)
    home = reverse("core:parties", kwargs={"programme": member.programme.slug})
    crumbs = [(_("Parties"), home), *((one.label, _address(one, member)) for one in chain)]
    children = Party.objects.visible_to(member).filter(parent=party)
    return {
        "party": party,
        "names": party.names.order_by("-preferred", "language", "name"),
        "others": party.others_labels.order_by("used_by", "label"),
        "ids": sorted(party.external_ids.items()),
        "parent": chain[-1] if chain and chain[-1].pk == party.parent_id else None,
        "parts": children.order_by("name"),
        "events": history(party, member),
        "crumbs": [*crumbs, (party.label, "")],
        "form": LabelForm(),
        "may_change": member.may("core.parties"),
    }


def _found(member: Membership, code: str) -> Party:
    visible = Party.objects.visible_to(member).select_related("programme")
    party = visible.filter(code=code).first()
    if party is None:
        raise NotFound(_("There is nothing at this address."))
    return party


def _seen_parent(party: Party, member: Membership) -> Party | None:
    """Return what a party lies in, as far as the member may see it."""
    return party.parent if party.parent and may_see(party.parent, member) else None


def _address(party: Party, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": party.code}
    return reverse("core:party", kwargs=where)


def _suggest(member: Membership) -> str:
    return reverse("core:party-suggestions", kwargs={"programme": member.programme.slug})
