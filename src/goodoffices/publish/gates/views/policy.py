"""What must hold before anything is published: the policy, its packs of terminology, its past."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core.models import Membership
from goodoffices.core.views.acting import acting
from goodoffices.formats import term_packs
from goodoffices.methods.terminology import Pack
from goodoffices.publish.addresses import at
from goodoffices.publish.gates.forms import PolicyForm, pack_title
from goodoffices.publish.gates.loading import policy_of
from goodoffices.publish.gates.packs import pack_of
from goodoffices.publish.gates.services import policies
from goodoffices.publish.models import ReleasePolicy


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the policy in force, and change it."""
    member = acting(request, "publish.policy")
    policy = policy_of(member.programme)
    start = PolicyForm.start(policy)
    form = (
        PolicyForm(policy, request.POST, request.FILES)
        if request.method == "POST"
        else PolicyForm(policy, initial=start)
    )
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(request, form, member):
            return redirect(at(member, "release-policy"))
        status = 400
    return render(
        request, "publish/gates/policy.html", _values(policy, form, member), status=status
    )


def _saved(request: HttpRequest, form: PolicyForm, member: Membership) -> bool:
    said = form.cleaned_data
    sent: Any = said.get("pack")
    try:
        if sent is not None and sent.size > term_packs.MOST_BYTES:
            raise InvalidInput(_("The file is larger than a pack can be (1 MB)."))
        added = policies.read_pack(sent.read(), sent.name) if sent is not None else None
        policies.set_policy(
            programme=member.programme,
            values={name: said[name] for name in policies.VALUES},
            packs=form.kept(added),
            seen=said["seen"],
            by=member.user,
        )
    except (InvalidInput, Conflict) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("The policy is in force."))
    return True


def _values(policy: ReleasePolicy, form: PolicyForm, member: Membership) -> dict[str, Any]:
    past = ReleasePolicy.objects.filter(programme=member.programme).select_related("by")
    return {
        "policy": policy,
        "form": form,
        "past": list(past.order_by("-number")[:50]),
        "packs": [(one["id"], pack_title(one)) for one in policy.packs],
        "crumbs": [
            (_("Publications"), at(member, "publications")),
            (_("Before release"), ""),
        ],
    }


@require_safe
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rules of one pack in use, with their reasons."""
    member = acting(request, "publish.view")
    policy = policy_of(member.programme)
    found = _pack(policy, code)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    language = (get_language() or "en")[:2]
    values = {
        "pack": found,
        "title": found.title.get(language) or next(iter(found.title.values()), found.id),
        "rules": [
            {
                "rule": rule,
                "reason": rule.reason.get(language) or next(iter(rule.reason.values()), ""),
                "instead": rule.instead.get(language) or next(iter(rule.instead.values()), ""),
            }
            for rule in found.rules
        ],
        "crumbs": [(_("Publications"), at(member, "publications")), (_("Terminology"), "")],
    }
    return render(request, "publish/gates/pack.html", values)


def _pack(policy: ReleasePolicy, code: str) -> Pack | None:
    if code == "starter" and policy.starter:
        return term_packs.starter()
    return next((pack_of(one) for one in policy.packs if one["id"] == code), None)
