"""The page an invitation leads to: join with one's account, or set its first password."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from goodoffices.core.models import Membership
from goodoffices.core.services import accounts
from goodoffices.web import limits, pages


class FirstPassword(forms.Form):
    """Name and first password of an account that was made by an invitation."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        help_text=gettext_lazy("As your colleagues should read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters. Four words nobody would guess do well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any, *, member: Membership) -> None:
        self.member = member
        super().__init__(data, initial={"name": member.user.name})

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, and against its repetition."""
        given: dict[str, Any] = super().clean() or {}
        password = given.get("password", "")
        if password and password != given.get("again"):
            self.add_error("again", _("This is not the same password."))
        try:
            password_validation.validate_password(password, self.member.user)
        except ValidationError as error:
            self.add_error("password", error)
        return given


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whose invitation this is, and take the answer."""
    if not limits.within("invitation", str(get_client_ip(request)), most=30, seconds=300):
        return pages.too_many(request)
    member = accounts.invited(secret)
    if member.user.has_usable_password():
        return _with_account(request, member, secret)
    form = FirstPassword(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        accounts.accept_with_password(
            secret=secret,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
        )
        messages.success(request, _("Your password is set. Log in to begin."))
        return redirect("account_login")
    return render(request, "web/invitation.html", {"invited": member, "form": form})


def _with_account(request: HttpRequest, member: Membership, secret: str) -> HttpResponse:
    own = request.user.is_authenticated and request.user.pk == member.user_id
    if request.method == "POST" and own:
        joined = accounts.accept_invitation(secret=secret, by=member.user)
        messages.success(request, _("You have joined the programme."))
        return redirect("monitor:situation", programme=joined.programme.slug)
    return render(request, "web/invitation.html", {"invited": member, "own": own})
