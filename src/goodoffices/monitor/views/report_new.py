"""Adding a report by hand: works without script, loses nothing on an error, saves once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodoffices.codebook.errors import GoodOfficesError, NotPermitted
from goodoffices.core.models import Membership
from goodoffices.core.services.accounts import digest
from goodoffices.formats.values import (
    DateClaim,
    PartyClaim,
    PlaceClaim,
    ReportRow,
    TollClaim,
    TypeClaim,
)
from goodoffices.methods.dates import Span
from goodoffices.monitor import services
from goodoffices.monitor.forms.report_new import NEW, NewReportForm, Parties, Tolls, rows_of
from goodoffices.monitor.models import Report, ReportVersion, Source
from goodoffices.monitor.services.reports import typed_row
from goodoffices.monitor.views.acts import acting
from goodoffices.monitor.views.report import address

Forms = tuple[NewReportForm, Any, Any]
MORE = ("parties", "tolls")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a report that a person types in."""
    member = acting(request, "monitor.report")
    if request.method != "POST":
        forms = (NewReportForm(member), Parties(prefix="parties"), Tolls(prefix="tolls"))
        return _shown(request, forms)
    if request.POST.get("more") in MORE:
        return _shown(request, _with_more(request.POST, member))
    forms = _bound(request, member)
    valid = not [one for one in forms if not one.is_valid()]
    if not valid or "check" in request.POST:
        return _shown(request, forms, status=200 if valid else 400, checked=valid)
    return _saved(request, member, forms)


def _bound(request: HttpRequest, member: Membership) -> Forms:
    given = request.POST.copy()
    for prefix in MORE:
        given[f"{prefix}-INITIAL_FORMS"] = "0"
    return (
        NewReportForm(member, given, request.FILES),
        Parties(given, prefix="parties"),
        Tolls(given, prefix="tolls"),
    )


def _with_more(given: QueryDict, member: Membership) -> Forms:
    """Return the forms as typed so far, unjudged, with room for more."""
    form = NewReportForm(member, initial={name: given.get(name) for name in given})
    return (
        form,
        Parties(prefix="parties", initial=rows_of(given, "parties")),
        Tolls(prefix="tolls", initial=rows_of(given, "tolls")),
    )


def _saved(request: HttpRequest, member: Membership, forms: Forms) -> HttpResponse:
    form = forms[0]
    row = _row(forms, member)
    known = _given_before(row, member)
    if known is not None:
        return _again(request, member, forms, known, row)
    try:
        with transaction.atomic():
            report = _received(form, row, member)
    except IntegrityError:
        known = _given_before(row, member)
        if known is None:
            raise
        return _again(request, member, forms, known, row)
    except NotPermitted:
        raise
    except GoodOfficesError as error:
        form.add_error(None, error.message)
        return _shown(request, forms, status=error.status)
    messages.success(request, _("The report is saved."))
    return redirect(_leads_to(report, form, member))


def _received(form: NewReportForm, row: ReportRow, member: Membership) -> Report:
    given = form.cleaned_data
    return services.add_by_hand(
        programme=member.programme,
        source=_source(form, member),
        row=row,
        by=member.user,
        tlp=given["tlp"],
        channel=given["channel"],
        office=form.offices.get(given["office"]),
        open_incident=given.get("open_incident", False),
        files=[(one.name or "file", one.file) for one in given["attachments"]],
    )


def _source(form: NewReportForm, member: Membership) -> Source:
    given = form.cleaned_data
    if given["source"] != NEW:
        return form.sources[given["source"]]
    return services.add_source(
        programme=member.programme,
        name=given["new_source"],
        kind=given["new_source_kind"],
        languages=[given["language"]],
        tlp=min(given["tlp"], 3),
        by=member.user,
    )


def _leads_to(report: Report, form: NewReportForm, member: Membership) -> str:
    link = report.links.select_related("incident").first()
    if link is None:
        return address(report, member)
    where = {"programme": member.programme.slug, "code": link.incident.code}
    return reverse("monitor:incident", kwargs=where)


def _given_before(row: ReportRow, member: Membership) -> Report | None:
    """Return the report that this very form has been saved as already."""
    found = Report.objects.filter(external_id=row.external_id, by=member.user).select_related(
        "source"
    )
    return found.first()


def _again(
    request: HttpRequest, member: Membership, forms: Forms, known: Report, row: ReportRow
) -> HttpResponse:
    """Answer a form that was sent twice: the same words lead to the report, others are asked."""
    kept = ReportVersion.objects.get(report=known, number=1)
    if kept.digest == typed_row(row).digest:
        messages.info(request, _("This report was saved already; it was not saved twice."))
        return redirect(address(known, member))
    given = request.POST.copy()
    given["key"] = str(NewReportForm(member).initial["key"])
    form = NewReportForm(member, given)
    form.add_error(
        None,
        _(
            "This form was saved already, with other words. If this is another report, save it "
            "again; what is written stands below."
        ),
    )
    return _shown(request, (form, forms[1], forms[2]), status=409, known=known)


def _row(forms: Forms, member: Membership) -> ReportRow:
    form, parties, tolls = forms
    given = form.cleaned_data
    own_key = digest(f"{member.pk}:{given['key']}")
    return ReportRow(
        external_id=f"key:{own_key[:32]}",
        raw="",
        digest="",
        line=0,
        title=given["title"],
        text=given["text"].replace("\r\n", "\n").strip("\n"),
        language=given["language"],
        dates=_dates(given["date"], given["date_quote"]),
        places=_places(form),
        types=_types(given["event_type"], given["type_quote"]),
        parties=tuple(
            PartyClaim(one["name"], one["role"], quote=one["quote"])
            for one in (row.cleaned_data for row in parties)
            if one.get("name")
        ),
        tolls=tuple(_toll(row.cleaned_data) for row in tolls if row.cleaned_data and row.says),
    )


def _dates(span: Span, quote: str) -> tuple[DateClaim, ...]:
    if not span.known:
        return ()
    steps = ((1, "day"), (6, "days"), (7, "week"), (31, "month"), (366, "year"))
    days = span.days
    exact = next((name for most, name in steps if days and days <= most), "unstated")
    return (DateClaim(span.edtf, exact, quote=quote),)


def _types(code: str, quote: str) -> tuple[TypeClaim, ...]:
    return (TypeClaim(code, quote=quote),) if code else ()


def _toll(one: dict[str, Any]) -> TollClaim:
    figures = one["low"], one["best"], one["high"]
    return TollClaim(one["measure"], one["category"], *figures, quote=one["quote"])


def _places(form: NewReportForm) -> tuple[PlaceClaim, ...]:
    given, place = form.cleaned_data, form.found_place
    latitude, longitude, radius = given["latitude"], given["longitude"], given["radius_km"]
    if not given["place"] and latitude is None:
        return ()
    metres = None if radius is None else round(radius * 1000)
    precision = _precision(metres)
    if place is not None and latitude is None:
        latitude, longitude = place.latitude, place.longitude
        metres = place.radius_m if metres is None else metres
        precision = _KINDS.get(place.kind, "exact")
    return (
        PlaceClaim(
            names=(given["place"],) if given["place"] else (),
            latitude=latitude,
            longitude=longitude,
            precision=precision,
            radius_m=metres,
            gazetteer_id=place.code if place else "",
            quote=given["place_quote"],
        ),
    )


_KINDS = {"country": "country", "region": "admin1", "district": "admin2"}


def _precision(metres: int | None) -> str:
    """Return the codebook's precision of a radius."""
    if metres is None:
        return "unstated"
    steps = ((2000, "exact"), (25_000, "near"), (30_000, "admin2"), (100_000, "admin1"))
    return next((name for most, name in steps if metres <= most), "country")


def _shown(request: HttpRequest, forms: Forms, status: int = 200, **more: Any) -> HttpResponse:
    form, parties, tolls = forms
    values = {"form": form, "parties": parties, "tolls": tolls, **more}
    return render(request, "monitor/report_new.html", values, status=status)
