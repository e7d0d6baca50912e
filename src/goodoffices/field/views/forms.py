"""Forms: the list, taking one in, and the page of one with its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodoffices.codebook.errors import GoodOfficesError, NotFound
from goodoffices.core.models import Job, Membership
from goodoffices.core.queries.history import history
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting, said_on
from goodoffices.core.views.asked import asked
from goodoffices.field.forms.questionnaires import HINTS, FormUpload, SettingsForm, StateForm
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.queries.forms import find_form, find_version, listed, row_of
from goodoffices.field.services import forms
from goodoffices.field.services.forms.permits import MANAGE
from goodoffices.field.services.forms.uploading import CONVERT, Upload
from goodoffices.formats.xlsforms.calling import prepare
from goodoffices.formats.xlsforms.shelf import shelf
from goodoffices.formats.xlsforms.values import Finding


def form_address(form: Form, member: Membership, name: str = "field:form", **more: Any) -> str:
    """Return the address of a page of a form."""
    where = {"programme": member.programme.slug, "code": form.code, **more}
    return reverse(name, kwargs=where)


def version_address(
    version: FormVersion, member: Membership, name: str = "field:form-version"
) -> str:
    """Return the address of a page of a version."""
    return form_address(version.form, member, name, number=version.number)


def crumbs(
    member: Membership, form: Form | None = None, version: FormVersion | None = None, here: str = ""
) -> list[tuple[str, str]]:
    """Return the way here: the list, the form, the version, and the act on it."""
    way = [(_("Forms"), reverse("field:forms", kwargs={"programme": member.programme.slug}))]
    if form is not None:
        way.append((form.title, form_address(form, member)))
    if version is not None:
        name = _("Version %(number)s") % {"number": version.version or version.number}
        way.append((name, version_address(version, member)))
    if here:
        return [*way, (here, "")]
    return [*way[:-1], (way[-1][0], "")]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the forms of the programme."""
    member = acting(request, MANAGE)
    state, purpose = asked(request, "state", 20), asked(request, "purpose", 20)
    values = {
        "rows": listed(member, state=state, purpose=purpose),
        "states": [(code, name, code == state) for code, name in Form.State.choices],
        "purposes": [(code, name, code == purpose) for code, name in Form.Purpose.choices],
        "is_filtered": bool(state or purpose),
    }
    return render(request, "field/forms.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take in a form, or add one from the shelf."""
    member = acting(request, MANAGE)
    form = _chosen(request, member)
    is_sent = request.method == "POST"
    upload = FormUpload(request.POST, request.FILES) if is_sent else FormUpload()
    findings: tuple[Finding, ...] = ()
    if is_sent and upload.is_valid():
        done = _upload(member, upload, form)
        if done is not None and (address := _leads_to(request, member, done)):
            return redirect(address)
        findings = done.findings if done is not None else ()
    elif not is_sent:
        prepare()
    values = {
        "upload": upload,
        "form": form,
        "findings": [finding.to_dict() for finding in findings],
        "ready": _ready(member) if form is None else [],
        "crumbs": crumbs(member, form, here=_("Upload a form")),
    }
    status = 400 if upload.is_bound else 200
    return render(request, "field/form_new.html", values, status=status)


def _chosen(request: HttpRequest, member: Membership) -> Form | None:
    """Return the form that a new version is uploaded for, if the address names one."""
    code = asked(request, "form", 16)
    return find_form(code, member) if code else None


def _upload(member: Membership, upload: FormUpload, form: Form | None) -> Upload | None:
    file = upload.cleaned_data["file"]
    try:
        return forms.upload(
            programme=member.programme, file=file, name=file.name, form=form, by=member.user
        )
    except GoodOfficesError as error:
        upload.add_error(None, error.message)
        return None


def _leads_to(request: HttpRequest, member: Membership, done: Upload) -> str:
    """Return where to go on after an upload; nothing where it has to be corrected first."""
    if done.job is not None:
        where = {"programme": member.programme.slug, "code": done.job.code}
        return reverse("field:form-uploading", kwargs=where)
    if done.version is None:
        return ""
    if done.version.published_at is not None:
        messages.info(request, _("This very form is here already, and published."))
    else:
        messages.success(request, _("The form is converted. Look at what was found."))
    return version_address(done.version, member)


def _ready(member: Membership) -> list[dict[str, Any]]:
    """Return the forms on the shelf, and which of them are here already."""
    known = set(Form.objects.visible_to(member).values_list("xform_id", flat=True))
    return [
        {"key": one.key, "titles": one.titles, "about": one.about, "here": one.xform_id in known}
        for one in shelf().values()
    ]


@require_safe
def uploading(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a conversion is that a worker does, and what came of it."""
    member = acting(request, MANAGE)
    own = Job.objects.filter(programme=member.programme, kind=CONVERT, by=member.user)
    job = own.filter(code=code[:16]).first()
    if job is None:
        raise NotFound(_("There is nothing at this address."))
    if "form" in job.result:
        form = find_form(job.result["form"], member)
        return redirect(version_address(find_version(form, job.result["number"]), member))
    values = {
        "job": job,
        "findings": job.result.get("findings", []),
        "crumbs": crumbs(member, here=_("Upload a form")),
    }
    return render(request, "field/form_uploading.html", values)


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a form: where it stands, its versions, what it is for."""
    member = acting(request, MANAGE)
    form = find_form(code, member)
    note_read(form, member=member)
    row = row_of(form, member)
    versions = form.versions.select_related("by").prefetch_related("mappings")
    values = {
        "form": form,
        "row": row,
        "versions": [_version_row(version, form) for version in versions.order_by("-number")],
        "steps": [(state, act, HINTS[Form.State(state)]) for state, act in _steps(form)],
        "events": history(form, member),
        "crumbs": crumbs(member, form),
    }
    return render(request, "field/form.html", values)


def _steps(form: Form) -> list[tuple[str, str]]:
    choices: Any = StateForm(form).fields["state"]
    return list(choices.choices)


def _version_row(version: FormVersion, form: Form) -> dict[str, Any]:
    levels = [finding["level"] for finding in version.warnings]
    return {
        "version": version,
        "is_current": version.pk == form.current_id,
        "errors": levels.count("error"),
        "warnings": levels.count("warning"),
        "is_mapped": bool(version.mappings.all()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a form is for, who sees it, who may correct what was sent."""
    member = acting(request, MANAGE)
    form = find_form(code, member)
    data = request.POST if request.method == "POST" else None
    given = SettingsForm(data, initial=SettingsForm.of(form))
    if given.is_valid():
        with said_on(given) as done:
            forms.change_settings(form=form, settings=given.settings, by=member.user)
        if done:
            messages.success(request, _("Saved."))
            return redirect(form_address(form, member))
    way = crumbs(member, form, here=_("Settings"))
    values = {"form": form, "given": given, "crumbs": way}
    status = 400 if given.is_bound else 200
    return render(request, "field/form_settings.html", values, status=status)


@require_POST
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Open a form, let it end, or close it."""
    member = acting(request, MANAGE)
    form = find_form(code, member)
    given = StateForm(form, request.POST)
    if not given.is_valid():
        messages.error(request, _("Choose what is to become of the form, and say why."))
        return redirect(form_address(form, member))
    try:
        forms.set_state(form=form, by=member.user, **given.cleaned_data)
    except GoodOfficesError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The state of the form is changed."))
    return redirect(form_address(form, member))


@require_POST
def add_ready(request: HttpRequest, key: str) -> HttpResponse:
    """Add a form from the shelf, with its mapping confirmed, as a draft to look at."""
    member = acting(request, MANAGE)
    version = forms.add_ready_made(programme=member.programme, key=key, by=member.user)
    messages.success(
        request, _("The form is added, with what its questions mean. Publish it when it suits you.")
    )
    return redirect(version_address(version, member))
