"""The mailing list on the public site: signing up, confirming, choosing anew, leaving.

These pages know nobody. Whatever is posted goes into the letterbox unread, once for every post,
and the answer is the same for everybody: who is on the list, who left, whose link is forged or
over, cannot be told from it, nor from how long it took.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodoffices.publish.mail import links
from goodoffices.publish.mail.wording import consent
from goodoffices.site import guarding, letters, showing
from goodoffices.site.addressing import takes
from goodoffices.site.answers import NOT_KEPT
from goodoffices.site.faces import Face
from goodoffices.site.mail_forms import ChoicesForm, SignUpForm

SIGN_UP = "mail/"
PER_SENDER = guarding.Limit(10, 3600)
IN_ALL = guarding.Limit(1000, 3600)
LINKS_PER_SENDER = guarding.Limit(60, 3600)


@takes("GET", "HEAD", "POST")
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for mail. A machine that gave itself away gets the same answer and no mail."""
    face: Face = request.face  # type: ignore[attr-defined]
    if request.method != "POST":
        return _sign_up_page(request, face, SignUpForm(face, initial=_preset(face)))
    form = SignUpForm(face, request.POST)
    if not form.is_valid():
        return _sign_up_page(request, face, form, 400)
    said = form.cleaned_data
    if not (PER_SENDER.within(guarding.sender(request)) and IN_ALL.within(face.programme)):
        form.add_error(None, _("Too many have signed up from here. Please try again in an hour."))
        return _sign_up_page(request, face, form, 429)
    human = not said["website"] and not guarding.too_quick_or_old(said["begun"])
    content = {"email": said["email"], **form.said()}
    letters.post(face.programme, "signup", content if human else {})
    return _led(face, "mail/asked/")


def _preset(face: Face) -> dict[str, Any]:
    return {"language": face.language}


def _sign_up_page(
    request: HttpRequest, face: Face, form: SignUpForm, status: int = 200
) -> HttpResponse:
    words = consent(face.language, face.name)
    head = showing.Head(_("Sign up for our mail"), path=SIGN_UP)
    values = {"form": form, "consent": words, "begun": guarding.begun()}
    return _answer(request, "site/mail/sign_up.html", head, status, **values)


def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next: the same to everybody who sent the form."""
    head = showing.Head(_("Please look into your mail"), path="mail/asked/", hidden=True)
    hours = int(links.CONFIRM_FOR.total_seconds() // 3600)
    return _answer(request, "site/mail/asked.html", head, hours=hours)


@takes("GET", "HEAD", "POST")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm with a button: programs that follow every link in a mail confirm nothing."""
    head = showing.Head(_("Confirm that you want our mail"), path="mail/", hidden=True)
    done = _handed_in(request, "confirm", {"token": token[: links.LONGEST]})
    return _answer(request, "site/mail/confirm.html", head, done=done)


@takes("GET", "HEAD", "POST")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave with a button, or by one click in a program for mail (RFC 8058)."""
    head = showing.Head(_("Unsubscribe from our mail"), path="mail/", hidden=True)
    done = _handed_in(request, "unsubscribe", {"token": token[: links.LONGEST]}, limited=False)
    return _answer(request, "site/mail/unsubscribe.html", head, done=done)


@takes("GET", "HEAD", "POST")
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Choose language and topics anew, or leave.

    What is ticked at first is what the link says, not what the list holds: the site cannot look.
    """
    face: Face = request.face  # type: ignore[attr-defined]
    head = showing.Head(_("Your mail from us"), path="mail/", hidden=True)
    form = ChoicesForm(face, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        content = {"token": token[: links.LONGEST], **form.said()}
        done = _handed_in(request, "change", content)
        return _answer(request, "site/mail/manage.html", head, done=done)
    if not form.is_bound:
        known = links.read_manage(token, face.programme) or {}
        initial = _preset(face) | {key: known[key] for key in ("language", "topics") if known}
        form = ChoicesForm(face, initial=initial)
    status = 400 if form.is_bound else 200
    return _answer(request, "site/mail/manage.html", head, status, form=form)


def _handed_in(
    request: HttpRequest, kind: str, content: dict[str, Any], *, limited: bool = True
) -> bool:
    """Put a post into the letterbox, whatever it holds; say whether there was one.

    Leaving is never refused; other links are, quietly, to who posts more than any person does.
    """
    if request.method != "POST":
        return False
    face: Face = request.face  # type: ignore[attr-defined]
    if not limited or LINKS_PER_SENDER.within(guarding.sender(request)):
        letters.post(face.programme, kind, content)
    return True


def _led(face: Face, path: str) -> HttpResponse:
    response = HttpResponse(status=303, headers={"Location": face.at(path)})
    response["Cache-Control"] = NOT_KEPT
    return response


def _answer(
    request: HttpRequest, template: str, head: showing.Head, status: int = 200, **values: Any
) -> HttpResponse:
    """Return a page that is kept nowhere: its address or its form is one person's."""
    kept = showing.page(request, template, head, **values)
    body = b"" if request.method == "HEAD" else kept.body
    response = HttpResponse(body, status=status, content_type=kept.media_type)
    response["Cache-Control"] = NOT_KEPT
    return response
