"""Exchanges: preparing a file, looking at it, approving, downloading, handing over; files back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodoffices.codebook.errors import Conflict, GoodOfficesError, NotFound
from goodoffices.core.forms.reasons import ReasonForm
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.tlp import STAFF_CLEARANCE
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.formats import exchange
from goodoffices.monitor.models import Import
from goodoffices.publish.models import ExchangeRun, Partner
from goodoffices.publish.partners import queries
from goodoffices.publish.partners.forms.organisations import (
    HandOverForm,
    PrepareForm,
    TakeInForm,
)
from goodoffices.publish.partners.services import incoming, runs
from goodoffices.publish.partners.services.agreements import in_force
from goodoffices.publish.partners.services.organisations import MAY
from goodoffices.publish.partners.views.addresses import at, way, way_to_run
from goodoffices.publish.partners.views.partners import SEES, both
from goodoffices.publish.partners.writing import SHOWN, metadata, name_of


@both
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Prepare a file under the agreement that holds."""
    member = acting(request, MAY)
    partner = queries.find(code, member)
    holds = in_force(partner)
    form = PrepareForm(request.POST or None, initial={"form": "csv"})
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            run = runs.prepare(partner=partner, by=member.user, **form.cleaned_data)
        if done:
            return redirect(at(member, "exchange", code=run.code))
    title = _("Prepare a file")
    values = {
        "form": form,
        "partner": partner,
        "holds": holds,
        "warnings": queries.warnings(partner, holds) if holds else [],
        "title": title,
        "crumbs": way(member, partner, title),
        "back": at(member, "partner", code=partner.code),
    }
    status = 400 if form.errors else 200
    return render(request, "publish/partners/prepare.html", values, status=status)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one exchange: the file exactly as it leaves, its digest, who did what."""
    member = acting(request, SEES)
    run = queries.find_run(code, member)
    values: dict[str, Any] = {
        "run": run,
        "partner": run.partner,
        "crumbs": way_to_run(member, run),
        "events": history(run, member),
        "may_share": member.may(MAY),
        "me": member.user,
        "above": run.left_out.get("ceiling") if member.clearance >= STAFF_CLEARANCE else None,
        "hand_form": HandOverForm(),
    }
    if run.direction == ExchangeRun.Direction.OUT and run.agreement is not None:
        values["warnings"] = queries.warnings(run.partner, run.agreement)
        values["holds"] = in_force(run.partner) == run.agreement
        values.update(_preview(run) if member.may(MAY) and run.dropped_at is None else {})
    elif run.imported is not None:
        values["imported"] = run.imported
        values["may_load"] = member.may("monitor.import")
    return render(request, "publish/partners/exchange.html", values)


def _preview(run: ExchangeRun) -> dict[str, Any]:
    """Return the first rows read back from the bytes, and the bytes themselves as text."""
    content = bytes(run.file.content)
    columns, rows = exchange.first_rows(run.form, content, SHOWN)
    raw = content.decode("utf-8-sig").splitlines()[: SHOWN + 3]
    return {"columns": columns, "preview": rows, "raw": "\n".join(raw), "size": len(content)}


@require_POST
def approve(request: HttpRequest, code: str) -> HttpResponse:
    """Approve a file as the second person."""
    member = acting(request, MAY)
    run = queries.find_run(code, member)
    _outward(run)
    runs.approve(run=run, by=member.user)
    return redirect(at(member, "exchange", code=code))


@both
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Drop a file that was not approved."""
    member = acting(request, MAY)
    run = queries.find_run(code, member)
    _outward(run)

    def do(form: Any) -> None:
        runs.drop(run=run, by=member.user, reason=form.cleaned_data["reason"])

    title = _("Drop the file")
    act = Act(
        title,
        _("Drop"),
        _("The file is dropped; that it was prepared stays on record."),
        back=at(member, "exchange", code=code),
        stop=True,
        crumbs=way_to_run(member, run, title),
    )
    return act_page(request, act, ReasonForm, do)


@require_POST
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that a file was handed over, and how."""
    member = acting(request, MAY)
    run = queries.find_run(code, member)
    _outward(run)
    form = HandOverForm(request.POST)
    how = form.cleaned_data["how"] if form.is_valid() else ""
    runs.hand_over(run=run, how=how, by=member.user)
    return redirect(at(member, "exchange", code=code))


@require_POST
def download(request: HttpRequest, code: str) -> HttpResponse:
    """Send the approved file; each time is on record."""
    member = _taking(request)
    run = queries.find_run(code, member)
    _outward(run)
    content = runs.take_out(run=run, by=member.user)
    return _sent(content, exchange.MEDIA_TYPES[run.form], name_of(run))


@require_safe
def told(request: HttpRequest, code: str) -> HttpResponse:
    """Send the metadata of an approved file."""
    member = _taking(request)
    run = queries.find_run(code, member)
    _outward(run)
    if run.approved_at is None:
        raise Conflict(_("A second person has to approve this file first."), code="not-approved")
    return _sent(metadata(run), "application/json", f"{name_of(run)}.metadata.json")


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Send the JSON Schema of the records."""
    acting(request, SEES)
    return _sent(exchange.schema_text().encode(), "application/schema+json", exchange.SCHEMA)


def _taking(request: HttpRequest) -> Membership:
    """Return the member, once they may share and may take records out just now."""
    acting(request, MAY)
    return acting(request, "core.export")


def _outward(run: ExchangeRun) -> None:
    if run.direction != ExchangeRun.Direction.OUT:
        raise NotFound(_("There is nothing at this address."))


def _sent(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@both
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Load a file of the partner, with the partner as its source."""
    member = acting(request, "monitor.import")
    acting(request, SEES)
    partner = queries.find(code, member)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TakeInForm(member, *sent)
    if form.is_bound and form.is_valid():
        try:
            started = _started(member, partner, form)
        except GoodOfficesError as error:
            form.add_error(None, error.message)
        else:
            return redirect("monitor:import", member.programme.slug, started.code)
    title = _("Take in a file")
    values = {
        "form": form,
        "partner": partner,
        "title": title,
        "crumbs": way(member, partner, title),
        "back": at(member, "partner", code=partner.code),
    }
    status = 400 if form.errors else 200
    return render(request, "publish/partners/take_in.html", values, status=status)


def _started(member: Membership, partner: Partner, form: TakeInForm) -> Import:
    given, mapping = form.cleaned_data, form.chosen_mapping()
    # A column that names other sources would file the rows under them, not under the partner.
    own = {**mapping.mapping, "source": ""} if mapping else None
    return incoming.take_in(
        partner=partner,
        file=given["file"],
        name=given["file"].name,
        reader="table" if mapping else given["reader"],
        by=member.user,
        mapping=own,
        release=given["release"],
        complete=given["complete"],
        tlp=given["tlp"],
        encoding=given["encoding"],
    )
