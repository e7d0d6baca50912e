"""Webhooks: who is told that something arrived, and how each delivery went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.acts import Act, act_page
from goodoffices.field.forms.webhooks import WebhookChangeForm, WebhookForm
from goodoffices.field.models import Form, Submission, Webhook, WebhookDelivery
from goodoffices.field.services import webhooks

PAGE = 50


def visible(member: Membership) -> QuerySet[Webhook]:
    """Return the webhooks a member may know of: of every form, or of a form they see."""
    forms_seen = Form.objects.visible_to(member).values("pk")
    found = Webhook.objects.filter(Q(form__isnull=True) | Q(form__in=forms_seen))
    return found.select_related("form", "by", "programme")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the webhooks, those in use first."""
    member = acting(request, "core.settings")
    waiting = Q(deliveries__next_at__isnull=False)
    given_up = Q(deliveries__next_at__isnull=True, deliveries__delivered_at__isnull=True)
    # Deliveries of what one may not see would betray it by their number.
    seen = Q(deliveries__version__submission__in=Submission.objects.visible_to(member).values("pk"))
    rows = visible(member).annotate(
        waiting=Count("deliveries", filter=waiting & seen),
        missed=Count("deliveries", filter=given_up & seen),
        latest=Max("deliveries__delivered_at", filter=seen),
    )
    hooks = list(rows.order_by("-ended_at", "name"))
    values = {
        "hooks": [one for one in hooks if one.ended_at is None],
        "ended": [one for one in hooks if one.ended_at is not None],
    }
    return render(request, "field/webhooks.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a webhook; its secret is shown once."""
    member = acting(request, "core.settings")
    form = WebhookForm(request.POST if request.method == "POST" else None, member=member)
    if request.method == "POST" and form.is_valid():
        with said_on(form) as done:
            hook = webhooks.add_webhook(
                programme=member.programme, by=member.user, **form.cleaned_data
            )
        if done:
            return _secret_shown(request, hook)
    status = 400 if form.is_bound else 200
    return render(request, "field/webhook_new.html", {"form": form}, status=status)


def _secret_shown(request: HttpRequest, hook: Webhook) -> HttpResponse:
    return render(request, "field/webhook_secret.html", {"hook": hook})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one webhook and the log of its deliveries, the latest first."""
    member = acting(request, "core.settings")
    hook = _hook(code, member)
    seen = Submission.objects.visible_to(member).values("pk")
    rows = (
        WebhookDelivery.objects.filter(webhook=hook, version__submission__in=seen)
        .select_related("version__submission", "version__form")
        .defer("version__xml", "version__submission__answers")
        .order_by("-pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {"hook": hook, "page": page, "rows": [(one, _went(one)) for one in page]}
    return render(request, "field/webhook.html", values)


def _went(one: WebhookDelivery) -> str:
    """Say how a delivery went."""
    if one.delivered_at is not None:
        return _("delivered")
    if one.error == "deleted":
        return _("not sent: the submission was deleted")
    if one.error == "restricted":
        return _("not sent: its mark became stricter")
    if one.error == "ended":
        return _("not sent: the webhook was ended")
    if one.attempts == 0:
        return _("waits to be sent")
    said = failure_in_words(one.error) or _("the other side answered with status %(status)s") % {
        "status": one.status
    }
    tried = ngettext("%(count)s try", "%(count)s tries", one.attempts) % {"count": one.attempts}
    if one.next_at is None:
        return _("given up after %(tries)s: %(why)s") % {"tries": tried, "why": said}
    return _("failed, %(tries)s: %(why)s") % {"tries": tried, "why": said}


def failure_in_words(code: str) -> str:
    """Say why a call failed; nothing for a code that is none of `calling.ERRORS`."""
    return {
        "no-such-name": _("its name is not known"),
        "private-address": _("the address lies inside a private network"),
        "no-connection": _("nobody answers there"),
        "no-trust": _("its certificate is not trusted"),
        "timeout": _("it took too long"),
        "no-answer": _("what it answered is not HTTP"),
    }.get(code, "")


def _hook(code: str, member: Membership) -> Webhook:
    found = visible(member).filter(code=code).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _address(hook: Webhook, member: Membership) -> str:
    where = {"programme": member.programme.slug, "code": hook.code}
    return reverse("field:webhook", kwargs=where)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a webhook, or give it a new secret, which is shown once."""
    member = acting(request, "core.settings")
    hook = _hook(code, member)
    shown = {"name": hook.name, "address": hook.address, "with_answers": hook.with_answers}
    listed = reverse("field:webhooks", kwargs={"programme": member.programme.slug})
    act = Act(
        title=_("Change the webhook"),
        button=_("Save"),
        done=_("The webhook is changed."),
        back=_address(hook, member),
        crumbs=[(_("Webhooks"), listed), (hook.name, _address(hook, member)), (_("Change"), "")],
    )

    def do(form: forms.Form) -> Any:
        given = {"with_answers": hook.with_answers, **form.cleaned_data}
        webhooks.change_webhook(webhook=hook, by=member.user, **given)
        return _secret_shown(request, hook) if form.cleaned_data["new_secret"] else None

    def make(given: Any) -> forms.Form:
        return WebhookChangeForm(given, member=member, initial=shown)

    return act_page(request, act, make, do)


@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Tell an address nothing any more."""
    member = acting(request, "core.settings")
    webhooks.end_webhook(webhook=_hook(code, member), by=member.user)
    messages.success(request, _("The webhook has ended: it is told nothing any more."))
    return redirect("field:webhooks", programme=member.programme.slug)


@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Try everything that was not delivered once more."""
    member = acting(request, "core.settings")
    hook = _hook(code, member)
    number = webhooks.try_again(webhook=hook, by=member.user)
    text = ngettext(
        "%(count)s delivery is tried again now.",
        "%(count)s deliveries are tried again now.",
        number,
    )
    if number:
        messages.success(request, text % {"count": f"{number:,}"})
    else:
        messages.info(request, _("Everything was delivered: there is nothing to try again."))
    return redirect(_address(hook, member))
