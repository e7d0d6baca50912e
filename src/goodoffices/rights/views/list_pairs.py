"""Pairs of rows: one at a time, decided with or without the names; and taking a decision back."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.core.views.asked import asked
from goodoffices.rights.forms.lists import DecideForm
from goodoffices.rights.forms.people import OpenForm
from goodoffices.rights.identities.details import Details
from goodoffices.rights.identities.keys import IdentitiesClosed
from goodoffices.rights.list_words import BANDS, VERDICTS, why
from goodoffices.rights.models import CasualtyList, ListPair, ListRow
from goodoffices.rights.queries import list_pages
from goodoffices.rights.queries.finding import find
from goodoffices.rights.services.lists import deciding, names
from goodoffices.rights.views.addresses import at
from goodoffices.rights.views.lists import find_list, way

REASONS = "list_names"
"""Session key: why the names of two lists are open for now, and until when."""

OPEN_FOR = 3600
SHOWN = 20


@never_cache
@require_safe
def pairs(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next pair of two lists that nobody has decided, and what was decided last."""
    member = acting(request, "rights.record")
    one, other = _two(request, code, member)
    state = list_pages.compared_with(one, other)
    skip = asked(request, "skip", 6)
    number = int(skip) if skip.isascii() and skip.isdigit() else 0
    pair = list_pages.next_pair(state.match, number) if state.match else None
    if pair is None and number and state.match:
        number, pair = 0, list_pages.next_pair(state.match, 0)
    last = list_pages.verdicts(one, other)[:SHOWN]
    values = {
        "one": one,
        "other": other,
        "state": state,
        "pair": pair,
        "later": number + 1,
        "said": [(said, VERDICTS[said.verdict]) for said in last],  # type: ignore[index]
        "crumbs": way(one, member, _("Pairs")),
        "may_open": member.may("rights.identity"),
        **(_sides(request, member, pair, one, other) if pair else {}),
    }
    return render(request, "rights/list_pairs.html", values)


def _two(request: HttpRequest, code: str, member: Membership) -> tuple[CasualtyList, CasualtyList]:
    """Return the list of the address, and the one it is compared with (``?with=``; else itself)."""
    one = find_list(code, member)
    beside = asked(request, "with", 16)
    return one, find_list(beside, member) if beside and beside != one.code else one


def _sides(
    request: HttpRequest,
    member: Membership,
    pair: ListPair,
    one: CasualtyList,
    other: CasualtyList,
) -> dict[str, Any]:
    """Return both rows of a pair, the row of the first list first, with names if they are open."""
    rows = [pair.one, pair.other]
    if one.pk != other.pk:
        rows.sort(key=lambda row: row.casualty_list_id != one.pk)
    opened, trouble = _opened(request, member, [one, other], rows)
    sides = [
        (held, row, opened[row.pk].names if row.pk in opened else ())
        for held, row in zip((one, other), rows, strict=True)
    ]
    return {
        "sides": sides,
        "why": why(pair),
        "band": BANDS[pair.band],  # type: ignore[index]
        "opened": bool(opened),
        "trouble": trouble,
    }


def _opened(
    request: HttpRequest, member: Membership, of: list[CasualtyList], rows: list[ListRow]
) -> tuple[dict[int, Details], str]:
    """Open the names where the member gave a reason a while ago; each showing is on record."""
    held = request.session.get(REASONS, {})
    reason, until = held.get(_key(of), ("", 0))
    if not reason or until < time.time() or not member.may("rights.identity"):
        return {}, ""
    try:
        return names.open_names(of=of, rows=rows, by=member.user, reason=reason), ""
    except IdentitiesClosed as closed:
        return {}, closed.message


def _key(of: list[CasualtyList]) -> str:
    return "+".join(sorted(one.code for one in of))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_names(request: HttpRequest, code: str) -> HttpResponse:
    """Ask why, and show the names of the pairs of two lists for an hour."""
    member = acting(request, "rights.identity")
    one, other = _two(request, code, member)
    back = _page_of(member, one, other)

    def do(form: Any) -> str:
        reason = form.cleaned_data["reason"]
        names.open_names(of=[one, other], rows=[], by=member.user, reason=reason)
        kept = dict(request.session.get(REASONS, {}))
        kept[_key([one, other])] = (reason, time.time() + OPEN_FOR)
        request.session[REASONS] = kept
        return back

    act = Act(
        title=_("Show the names of these pairs"),
        button=_("Show"),
        done=_("The names are shown for an hour; each one shown is on record."),
        back=back,
        crumbs=way(one, member, _("Names")),
        stop=True,
    )
    return act_page(request, act, OpenForm, do)


def _page_of(member: Membership, one: CasualtyList, other: CasualtyList) -> str:
    address = at(member, "list-pairs", code=one.code)
    return address if one.pk == other.pk else f"{address}?with={other.code}"


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Decide one pair and go on to the next."""
    member = acting(request, "rights.record")
    pair = list_pages.find_pair(code, member)
    one, other = pair.one.casualty_list, pair.other.casualty_list
    for held in {one.pk: one, other.pk: other}.values():
        held.programme = member.programme
        note_read(held, member=member)
    first = asked_list(request, (one, other))
    form = DecideForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidInput(_("Say same, not the same, or not sure."), code="bad-verdict")
        said = form.cleaned_data
        deciding.decide(one=pair.one, other=pair.other, by=member.user, **said)
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.message)
    return redirect(_page_of(member, *first))


def asked_list(
    request: HttpRequest, both: tuple[CasualtyList, CasualtyList]
) -> tuple[CasualtyList, CasualtyList]:
    """Return two lists in the order of the page that the decision came from."""
    one, other = both
    return (other, one) if request.POST.get("first") == other.code else (one, other)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take a decision back."""
    member = acting(request, "rights.record")
    said = list_pages.find_decision(code, member)
    one, other = said.one.casualty_list, said.other.casualty_list

    def do(form: Any) -> None:
        deciding.undo(decision=said, by=member.user, reason=form.cleaned_data["reason"])

    act = Act(
        title=_("Take this decision back"),
        button=_("Take back"),
        done=_("The decision is taken back; the pair waits again."),
        back=_page_of(member, one, other),
        crumbs=way(one, member, _("Take back")),
    )
    return act_page(request, act, ReasonForm, do)


def row_of(code: str, row: str, member: Membership) -> tuple[CasualtyList, ListRow]:
    """Return a row of a list the member may see; raises `NotFound`."""
    one = find(CasualtyList, code, member)
    note_read(one, member=member)
    if one.state != CasualtyList.State.READY:
        raise NotFound(_("There is nothing at this address."))
    return one, list_pages.find_row(one, row)
