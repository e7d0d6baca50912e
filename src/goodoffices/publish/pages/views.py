"""The public site as the programme looks after it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting, said_on
from goodoffices.publish import site_rows
from goodoffices.publish.models import Language, OwnPage
from goodoffices.publish.pages import queries, services
from goodoffices.publish.pages.forms import SiteForm, TextForm

PAGE = 50
VERSIONS = 12


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """Show whether the site is open, what it says of the programme, and what waits."""
    member = acting(request, services.SITE)
    values = {
        "site": queries.released(member),
        "here": f"/site/{member.programme.slug}/",
        "languages": Language.choices,
        "own_pages": queries.own_pages(member),
        "waiting": queries.messages(member).filter(answered_at=None).count(),
    }
    return render(request, "publish/pages/site.html", values)


@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """Open or close the site."""
    member = acting(request, services.SITE)
    is_open = request.POST.get("open") == "yes"
    services.set_open(programme=member.programme, is_open=is_open, by=member.user)
    said = _("The public site is open.") if is_open else _("The public site is closed.")
    messages.success(request, said)
    return _to(member, "site")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change the address of the site and where gifts are taken."""
    member = acting(request, services.SITE)
    row = queries.released(member)
    now = {"address": row.address, "donate_url": row.donate_url}
    form = SiteForm(request.POST or None, initial=now)
    if form.is_bound and form.is_valid():
        with said_on(form) as done:
            services.change_site(programme=member.programme, by=member.user, **form.cleaned_data)
        if done:
            messages.success(request, _("Saved."))
            return _to(member, "site")
    values = {"form": form, "back": _at(member, "site"), "crumbs": _crumbs(member, _("Change"))}
    return render(request, "publish/pages/change.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, page: str, language: str) -> HttpResponse:
    """Write an own page in a language; look at it before it is saved."""
    member = acting(request, services.SITE)
    if page not in OwnPage.values or language not in Language.values:
        raise Http404
    rows = list(queries.versions(member, page, language)[:VERSIONS])
    newest = rows[0] if rows else None
    now = {"body": newest.body, "seen": newest.number} if newest else {"body": "", "seen": 0}
    form = TextForm(request.POST or None, initial=now)
    preview = now["body"]
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        preview = said["body"]
        if "preview" not in request.POST:
            with said_on(form) as done:
                services.save_text(
                    programme=member.programme, page=page, language=language, by=member.user, **said
                )
            if done:
                messages.success(request, _("Saved. The public reads it once it is published."))
                return redirect(request.path)
    name = str(OwnPage(page).label)
    values = {
        "name": name,
        "form": form,
        "page": page,
        "language": language,
        "language_name": Language(language).label,
        "preview": mark_safe(site_rows.shown(str(preview))),  # noqa: S308 - made safe there
        "newest": newest,
        "versions": rows,
        "crumbs": _crumbs(member, name),
    }
    return render(request, "publish/pages/page.html", values)


@require_POST
def publish(request: HttpRequest, page: str, language: str) -> HttpResponse:
    """Publish the version that was looked at."""
    member = acting(request, services.SITE)
    number = request.POST.get("number", "")
    rows = queries.versions(member, page, language)
    text = (
        rows.filter(number=int(number)).first() if number.isascii() and number.isdigit() else None
    )
    if text is None:
        raise Http404
    services.publish_text(text=text, by=member.user)
    messages.success(request, _("Published. The public reads it now."))
    return _to(member, "site-page", page=page, language=language)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what people wrote to the programme."""
    member = acting(request, services.SITE)
    shown = Paginator(queries.messages(member), PAGE).get_page(request.GET.get("page"))
    values = {"page": shown, "crumbs": _crumbs(member, _("Inbox"))}
    return render(request, "publish/pages/inbox.html", values)


@require_POST
def answered(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a message was answered."""
    member = acting(request, services.SITE)
    _there(member, number)
    services.answer(programme=member.programme, letter=number, by=member.user)
    messages.success(request, _("Marked as answered."))
    return _to(member, "inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once, and delete a message for good."""
    member = acting(request, services.SITE)
    letter = _there(member, number)
    if request.method == "POST":
        services.delete(programme=member.programme, letter=number, by=member.user)
        messages.success(request, _("The message is deleted; nothing of it was kept."))
        return _to(member, "inbox")
    values = {"letter": letter, "back": _at(member, "inbox")}
    values["crumbs"] = _crumbs(member, _("Delete a message"))
    return render(request, "publish/pages/delete.html", values)


def _there(member: Membership, number: int) -> Any:
    found = queries.messages(member).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _at(member: Membership, name: str, **more: str) -> str:
    return reverse(f"publish:{name}", kwargs={"programme": member.programme.slug, **more})


def _to(member: Membership, name: str, **more: str) -> HttpResponse:
    return redirect(_at(member, name, **more))


def _crumbs(member: Membership, last: str) -> list[tuple[str, str]]:
    return [(_("Public site"), _at(member, "site")), (last, "")]
