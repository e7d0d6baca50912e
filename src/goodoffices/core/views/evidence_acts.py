"""Acts on a file: marking it for other readers, making redacted and smaller copies of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.evidence import copies, files, redacting
from goodoffices.core.evidence.opening import opened
from goodoffices.core.forms.evidence import MarkForm, RedactForm, SmallerForm
from goodoffices.core.models import CopyOrder, Evidence, Job, Membership
from goodoffices.core.queries import evidence as reading
from goodoffices.core.views.acting import acting
from goodoffices.core.views.acts import Act, act_form, act_page
from goodoffices.core.views.evidence import SANDBOX, address, way
from goodoffices.formats import media


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a file for other readers than before."""
    member = acting(request, "core.redact")
    item = reading.found(member, code)

    def make(given: QueryDict | None) -> forms.Form:
        return MarkForm(given, initial={"tlp": item.tlp})

    def do(form: forms.Form) -> None:
        copies.mark(item=item, by=member.user, **form.cleaned_data)

    act = Act(
        title=_("Change who may see this file"),
        button=_("Change the mark"),
        done=_("The mark is changed."),
        back=address(item, member),
        crumbs=[*way(item, member), (_("Mark"), "")],
        text=_("Copies made from it keep their own marks."),
        stop=True,
    )
    return act_page(request, act, make, do)


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, code: str) -> HttpResponse:
    """Mark the parts of a picture or PDF that a copy has to cover."""
    member = acting(request, "core.redact")
    item = reading.found(member, code)
    pages = redacting.pages_of(item)

    def make(given: QueryDict | None) -> forms.Form:
        return RedactForm(pages, given, initial={"tlp": item.tlp})

    def do(form: forms.Form) -> str:
        order = redacting.ask_redacted(item=item, by=member.user, **form.cleaned_data)
        return task_address(order[1], member)

    act = Act(
        title=_("Make a redacted copy"),
        button=_("Make the copy"),
        done=_("The copy is being made."),
        back=address(item, member),
        template="core/evidence_redact.html",
        crumbs=[*way(item, member), (_("Redacted copy"), "")],
        more=_shown(request, item, pages),
    )
    if "turn" in request.POST:  # to another page: what was marked and typed goes along
        given = {name: request.POST.get(name, "")[:50_000] for name in ("boxes", "tlp", "reason")}
        return act_form(request, act, RedactForm(pages, initial=given))
    return act_page(request, act, make, do)


def _shown(request: HttpRequest, item: Evidence, pages: int) -> dict[str, object]:
    """Return which page is shown for marking, and how many there are."""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    page = min(max(page, 1), pages)
    return {"item": item, "page_number": page, "pages": pages, "previous": page - 1}


@require_http_methods(["GET", "HEAD", "POST"])
def shrink(request: HttpRequest, code: str) -> HttpResponse:
    """Make a smaller picture of a picture."""
    member = acting(request, "core.redact")
    item = reading.found(member, code)

    def make(given: QueryDict | None) -> forms.Form:
        return SmallerForm(given, initial={"tlp": item.tlp})

    def do(form: forms.Form) -> str:
        order = redacting.ask_smaller(item=item, by=member.user, **form.cleaned_data)
        return task_address(order[1], member)

    act = Act(
        title=_("Make a smaller picture"),
        button=_("Make the copy"),
        done=_("The copy is being made."),
        back=address(item, member),
        crumbs=[*way(item, member), (_("Smaller picture"), "")],
        text=_("The copy holds nothing of what the file says of place, time and device."),
    )
    return act_page(request, act, make, do)


def task_address(job: Job, member: Membership) -> str:
    """Return the address of a task's page."""
    where = {"programme": member.programme.slug, "code": job.code}
    return reverse("core:task", kwargs=where)


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """Show a picture, or a page of a PDF, drawn anew to be looked at while redacting."""
    member = acting(request, "core.redact")
    item = reading.found(member, code)
    number = _shown(request, item, redacting.pages_of(item))["page_number"]
    assert isinstance(number, int)
    opened(item, by=member.user, way="picture").close()
    with tempfile.TemporaryDirectory(prefix="goodoffices-look-") as folder:
        target = Path(folder) / "page.jpg"
        media.page(files.path(item.file), item.file.media_type, target, number=number)
        answer = HttpResponse(target.read_bytes(), content_type="image/jpeg")
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer


@require_safe
def copy_order(request: HttpRequest, code: str) -> HttpResponseRedirect:
    """Lead to the copy that came of an order, for those who may see it; to the original if none."""
    member = acting(request)
    order = CopyOrder.objects.filter(programme=member.programme, code=code).first()
    wanted = (order.copy_id or order.original_id) if order else 0
    made = reading.visible(member).filter(pk=wanted).first()
    if made is None:
        raise NotFound(_("There is nothing at this address."))
    return redirect(address(made, member))
