"""One row of a list: what it says, who it is, what was decided of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import InvalidInput, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_page
from goodoffices.rights.forms.lists import SameForm, WhoForm
from goodoffices.rights.forms.people import OpenForm
from goodoffices.rights.likeness_words import GRADES, reasons
from goodoffices.rights.list_words import VERDICTS
from goodoffices.rights.models import CasualtyList, ListRow, Person, PersonLink
from goodoffices.rights.queries import list_pages
from goodoffices.rights.queries.finding import find
from goodoffices.rights.queries.people import listed
from goodoffices.rights.services import searching
from goodoffices.rights.services.lists import names, tying
from goodoffices.rights.views.addresses import at, of_subject, way_to_subject
from goodoffices.rights.views.list_pairs import row_of
from goodoffices.rights.views.lists import way


@require_safe
def show(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Show one row under its code."""
    member = acting(request, "rights.view")
    return _shown(request, member, *row_of(code, row, member))


def _shown(
    request: HttpRequest, member: Membership, one: CasualtyList, row: ListRow, **more: Any
) -> HttpResponse:
    decided = list_pages.decided_of(row, member)
    values = {
        "one": one,
        "row": row,
        "tie": list_pages.tie_of(row, member),
        "decided": [(said, other, VERDICTS[said.verdict]) for said, other in decided],  # type: ignore[index]
        "crumbs": way(one, member, _("Row %(number)s") % {"number": row.number}),
        "may_record": member.may("rights.record"),
        "may_open": member.may("rights.identity"),
        **more,
    }
    return render(request, "rights/list_row.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Ask why, put it on record, and show the name once."""
    member = acting(request, "rights.identity")
    one, held = row_of(code, row, member)

    def do(form: Any) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        found = names.open_names(of=[one], rows=[held], by=member.user, reason=reason)
        details = found.get(held.pk)
        return _shown(request, member, one, held, details=details, closed=details is None)

    act = _act(member, one, held, (_("Open the name of this row"), _("Open the name"), ""))
    act.stop = True
    return act_page(request, act, OpenForm, do)


def _act(member: Membership, one: CasualtyList, row: ListRow, words: tuple[str, str, str]) -> Act:
    title, button, done = words
    return Act(
        title=title,
        button=button,
        done=done,
        back=at(member, "list-row", code=one.code, row=row.code),
        crumbs=way(one, member, title),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Say that a row is a person of the room."""
    member = acting(request, "rights.record")
    one, held = row_of(code, row, member)

    def do(form: Any) -> None:
        whose = somebody(form.cleaned_data["who"], member)
        reason = form.cleaned_data["reason"]
        tying.tie_row(row=held, person=whose, by=member.user, reason=reason)

    words = (_("Say who this row is"), _("Tie"), _("The row is tied to the person."))
    suggest = at(member, "suggestions")
    act = _act(member, one, held, words)
    return act_page(request, act, lambda given: WhoForm(given, suggest=suggest), do)


@require_http_methods(["GET", "HEAD", "POST"])
def untie(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Take back that a row is a person."""
    member = acting(request, "rights.record")
    one, held = row_of(code, row, member)
    said = list_pages.tie_of(held, member)
    if said is None:
        raise NotFound(_("There is nothing at this address."))
    said.row = held

    def do(form: Any) -> None:
        tying.untie_row(tie=said, by=member.user, reason=form.cleaned_data["reason"])

    words = (_("Take this back"), _("Take back"), _("The row is tied to nobody any more."))
    return act_page(request, _act(member, one, held, words), ReasonForm, do)


def somebody(words: str, member: Membership) -> Person:
    """Return the one person that typed words mean, within what the member sees."""
    found = list(listed(Person, member, text=words)[:2]) if words.strip() else []
    if len(found) != 1:
        raise InvalidInput(
            _("Type the code name with its signs, or the code, of one person."), code="no-person"
        )
    person: Person = found[0]
    person.programme = member.programme
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def same(request: HttpRequest, code: str) -> HttpResponse:
    """Say that two persons of the room are the same one."""
    member = acting(request, "rights.record")
    person = find(Person, code, member)

    def do(form: Any) -> None:
        said = form.cleaned_data
        tying.same_person(
            one=person,
            other=somebody(said["who"], member),
            certainty=said["certainty"],
            reason=said["reason"],
            by=member.user,
        )

    act = _of_person(member, person, (_("The same as another person"), _("Say so")))
    act.done = _("Said on both pages. What was noted of each stays where it is.")
    suggest = at(member, "suggestions")
    return act_page(request, act, lambda given: SameForm(given, suggest=suggest), do)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Take back that two persons are the same one."""
    member = acting(request, "rights.record")
    person = find(Person, code, member)
    link = _link(person, said, member)

    def do(form: Any) -> None:
        tying.part_again(link=link, by=member.user, reason=form.cleaned_data["reason"])

    act = _of_person(member, person, (_("Take this back"), _("Take back")))
    act.done = _("Taken back; it stays in the history of both.")
    return act_page(request, act, ReasonForm, do)


def _link(person: Person, said: str, member: Membership) -> PersonLink:
    for link, other in list_pages.same_as(person, member):
        if link.code == said:
            other.programme = person.programme
            return link
    raise NotFound(_("There is nothing at this address."))


def _of_person(member: Membership, person: Person, words: tuple[str, str]) -> Act:
    title, button = words
    return Act(
        title=title,
        button=button,
        done="",
        back=of_subject(person, member),
        crumbs=way_to_subject(person, member, title),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: HttpRequest, code: str) -> HttpResponse:
    """Look who else may be this person, by names that are not shown."""
    member = acting(request, "rights.identity")
    person = find(Person, code, member)
    if not person.identities.exists():
        raise NotFound(_("There is nothing at this address."))
    title = _("Who else may be %s") % person.codename

    def do(form: Any) -> HttpResponse:
        found = searching.alike(person=person, member=member, reason=form.cleaned_data["reason"])
        rows = [
            (one.whose, of_subject(one.whose, member), GRADES[one.grade], reasons(one.reasons))
            for one in found
        ]
        crumbs = way_to_subject(person, member, title)
        values = {"person": person, "rows": rows, "crumbs": crumbs, "title": title}
        return render(request, "rights/alike.html", values)

    act = _of_person(member, person, (title, _("Look")))
    act.text = _("The names of this person are set beside those of all persons you may see.")
    return act_page(request, act, OpenForm, do)
