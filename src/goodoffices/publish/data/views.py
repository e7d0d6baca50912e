"""Open data: the series, one of them, its versions with preview, differences and approvals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.core import audit
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.publish.data import gathering, queries, services, words
from goodoffices.publish.data.fields import FIELDS
from goodoffices.publish.data.files import blurred
from goodoffices.publish.data.forms import ReleaseForm, WithdrawForm
from goodoffices.publish.models import DataRelease, DataVersion

PAGE = 50
Way = list[tuple[str, str]]
both = require_http_methods(["GET", "HEAD", "POST"])
State = DataVersion.State


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the series of open data."""
    member = acting(request, "publish.view")
    page = Paginator(queries.listed(member), PAGE).get_page(request.GET.get("page"))
    newest = queries.latest(list(page.object_list))
    rows = [(one, newest.get(one.pk)) for one in page.object_list]
    values = {
        "page": page,
        "rows": [(one, last, words.STATES[last.state] if last else "") for one, last in rows],
        "may_prepare": member.may("publish.data"),
    }
    return render(request, "publish/data/index.html", values)


@both
def new(request: HttpRequest) -> HttpResponse:
    """Begin a series."""
    return _form_page(request, acting(request, "publish.data"), None)


@both
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a series."""
    member = acting(request, "publish.data")
    return _form_page(request, member, queries.find_release(code, member))


def _form_page(
    request: HttpRequest, member: Membership, release: DataRelease | None
) -> HttpResponse:
    start = ReleaseForm.of(release, member) if release else None
    form = ReleaseForm(member, request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            made = _saved(member, form, release)
        if done:
            return redirect(at(member, "data-release", code=made.code))
    title = _("Change the series") if release else _("Begin a series of open data")
    values = {
        "form": form,
        "title": title,
        "is_fixed": release is not None and services.is_fixed(release),
        "policy": gathering.policy_of(release or DataRelease(programme=member.programme)),
        "crumbs": way(member, release, title),
        "back": at(member, "data-release", code=release.code) if release else at(member, "data"),
    }
    return render(request, "publish/data/form.html", values, status=400 if form.errors else 200)


def _saved(member: Membership, form: ReleaseForm, release: DataRelease | None) -> DataRelease:
    if release is None:
        return services.define(programme=member.programme, given=form.given(), by=member.user)
    revision = form.cleaned_data["revision"] or 0
    return services.change(release=release, given=form.given(), revision=revision, by=member.user)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a series: what it holds, how it is blurred, its versions."""
    member = acting(request, "publish.view")
    release = queries.find_release(code, member)
    found = list(queries.versions(release))
    values = {
        "release": release,
        "versions": [(one, words.STATES[one.state]) for one in found],
        "fields": [FIELDS[name] for name in release.fields],
        "together": [FIELDS[name].label for name in release.together],
        "blurred": blurred(release),
        "policy": gathering.policy_of(release),
        "events": history(release, member),
        "crumbs": way(member, release),
        "may_prepare": member.may("publish.data"),
        "in_hand": any(one.state in services.OPEN for one in found),
    }
    return render(request, "publish/data/release.html", values)


@require_POST
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Have the next version prepared."""
    member = acting(request, "publish.data")
    version = services.begin(release=queries.find_release(code, member), by=member.user)
    return redirect(_page(version, member))


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version: how it looks, what was held back, what differs from the last."""
    member = acting(request, "publish.view")
    found = _found(code, number, member)
    differences = [
        (words.CHANGES[kind], group, size)
        for kind, group, size in found.report.get("differences", ())
    ]
    values = {
        "version": found,
        "release": found.release,
        "state": words.STATES[found.state],
        "under_way": queries.is_under_way(found),
        "told": words.told(found.report),
        "left_out": words.left_out(found.report),
        "differences": differences,
        "preview": queries.preview(found),
        "files": list(queries.files_of(found)),
        "whys": list(found.ended_why.items()),
        "crumbs": way(member, found.release, _("Version %(number)s") % {"number": number}),
        "acts": _acts(found, member),
        "may_files": member.may("publish.data"),
        "own": found.by_id == member.user_id,
    }
    return render(request, "publish/data/version.html", values)


def _acts(found: DataVersion, member: Membership) -> set[str]:
    """Return what the member may do with a version now."""
    if not member.may("publish.data"):
        return set()
    by = {
        State.PREPARING: {"drop"},
        State.READY: {"approve", "drop"},
        State.APPROVED: {"publish", "drop"},
        State.PUBLISHED: {"withdraw"},
    }
    acts = set(by.get(State(found.state), ()))
    return acts - {"approve"} if found.by_id == member.user_id else acts


@require_POST
def approve(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Approve a version that another person prepared."""
    member = acting(request, "publish.data")
    found = _found(code, number, member)
    services.approve(version=found, by=member.user)
    messages.success(request, _("Approved. It comes out when somebody publishes it."))
    return redirect(_page(found, member))


@require_POST
def publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give an approved version out."""
    member = acting(request, "publish.data")
    found = _found(code, number, member)
    services.publish(version=found, by=member.user)
    messages.success(request, _("Published. Everybody can download it now."))
    return redirect(_page(found, member))


@both
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a published version back."""
    member = acting(request, "publish.data")
    found = _found(code, number, member)

    def do(form: Any) -> None:
        services.withdraw(version=found, why=form.why(), by=member.user)

    page = Act(
        title=_("Withdraw this version"),
        button=pgettext("a version of data", "Withdraw"),
        text=_(
            "Its files can be downloaded no more; its page stays and says why. Whoever has the"
            " files still has them. The public reads what you write here."
        ),
        done=_("The version is withdrawn."),
        back=_page(found, member),
        crumbs=way(member, found.release, _("Withdraw this version")),
        stop=True,
    )
    return act_page(request, page, WithdrawForm, do)


@require_POST
def drop(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Drop a version before it came out."""
    member = acting(request, "publish.data")
    found = _found(code, number, member)
    services.drop(version=found, by=member.user)
    messages.success(request, _("Dropped. Nothing of it came out."))
    return redirect(at(member, "data-release", code=code))


@require_safe
def download(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """Hand over one file of a version to be looked at before it comes out."""
    member = acting(request, "publish.data")
    found = _found(code, number, member)
    file = queries.find_file(found, name)
    with transaction.atomic():
        audit.record(
            "publish.data.read",
            by=member.user,
            programme=member.programme,
            record=found.release,
            data={"version": number, "file": file.name},
        )
    answer = HttpResponse(bytes(file.content), content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(code: str, number: int, member: Membership) -> DataVersion:
    return queries.find_version(queries.find_release(code, member), number)


def at(member: Membership, name: str, **parts: Any) -> str:
    """Return an address of the room."""
    return reverse(f"publish:{name}", kwargs={"programme": member.programme.slug, **parts})


def _page(found: DataVersion, member: Membership) -> str:
    return at(member, "data-version", code=found.release.code, number=found.number)


def way(member: Membership, release: DataRelease | None, here: str = "") -> Way:
    """Return the way to a series, and to what is done with it."""
    found = [(_("Open data"), at(member, "data"))]
    if release is not None:
        link = at(member, "data-release", code=release.code) if here else ""
        found.append((release.title, link))
    return [*found, (here, "")] if here else found
