"""Get involved: a form whose letters come to one inbox of the programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodoffices.site import guarding, letters, showing
from goodoffices.site.addressing import takes
from goodoffices.site.answers import NOT_KEPT, Kept
from goodoffices.site.faces import Face

PER_SENDER = guarding.Limit(5, 3600)
IN_ALL = guarding.Limit(200, 3600)


class MessageForm(forms.Form):
    """What somebody writes to the programme."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("Only to answer you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    website = forms.CharField(
        label=gettext_lazy("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """Keep a name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())


@takes("GET", "HEAD", "POST")
def get_involved(request: HttpRequest) -> Kept | HttpResponse:
    """Say how one can take part; take a message."""
    face: Face = request.face  # type: ignore[attr-defined]
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if said["website"]:
            return _thanked(face)
        if guarding.too_quick_or_old(said["begun"]):
            form.add_error(None, _("Please send it once more."))
        elif PER_SENDER.within(guarding.sender(request)) and IN_ALL.within(face.programme):
            letters.post(face.programme, "message", _content(face, said))
            return _thanked(face)
        else:
            form.add_error(None, _("There were too many messages. Please try again in an hour."))
    return _form_page(request, face, form)


def _form_page(request: HttpRequest, face: Face, form: MessageForm) -> Kept:
    head = showing.Head(_("Get involved"), path="get-involved/")
    text = face.words.get("get-involved", "")
    begun = guarding.begun()
    kept = showing.page(request, "site/get_involved.html", head, form=form, text=text, begun=begun)
    kept.control = NOT_KEPT
    return kept


def _content(face: Face, said: dict[str, Any]) -> dict[str, str]:
    names = ("name", "email", "message")
    return {name: str(said[name]) for name in names} | {"language": face.language}


def _thanked(face: Face) -> HttpResponse:
    """Lead to the thanks: the same for everybody who sent the form."""
    response = HttpResponse(status=303, headers={"Location": face.at("get-involved/thanks/")})
    response["Cache-Control"] = NOT_KEPT
    return response


def thanks(request: HttpRequest) -> Kept:
    """Say that the message came."""
    head = showing.Head(_("Thank you"), path="get-involved/thanks/", hidden=True)
    return showing.page(request, "site/thanks.html", head)
