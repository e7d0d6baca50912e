"""Publishing a version, opening and closing a form, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.services.forms.permits import may_manage

State = Form.State

STEPS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (),
    State.OPEN: (State.CLOSING, State.CLOSED),
    State.CLOSING: (State.OPEN, State.CLOSED),
    State.CLOSED: (State.OPEN, State.CLOSING),
}
"""Where a form may go from where it is; a draft is opened by publishing it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a form is for, who sees what is sent with it, who may correct it."""

    purpose: str
    tlp: int
    editing: str
    opens_incident: bool


def obstacles(version: FormVersion) -> list[str]:
    """Return the sentences that say why a version cannot be published now; none: it can."""
    found = []
    if any(finding["level"] == "error" for finding in version.warnings):
        found.append(_("Correct the errors in the spreadsheet first, and upload it again."))
    missing = version.media.filter(is_list=True, file__isnull=True).values_list("name", flat=True)
    if names := list(missing):
        found.append(
            _("Hand in the lists that the form chooses from: %(names)s.")
            % {"names": ", ".join(names)}
        )
    others = version.form.versions.exclude(pk=version.pk).filter(published_at__isnull=False)
    if others.filter(version=version.version).exists():
        found.append(_same_version(version))
    if others.filter(number__gt=version.number).exists():
        found.append(_("A newer version is published already. Upload this one again to go back."))
    return found


def _same_version(version: FormVersion) -> str:
    if not version.version:
        return _(
            "A version without a version text is published already. Write one into version on the "
            "sheet settings, and upload the form again."
        )
    return _(
        "Version “%(version)s” is published already with other content. Raise version on the "
        "sheet settings, and upload the form again."
    ) % {"version": version.version}


def publish(*, version: FormVersion, by: User | None) -> FormVersion:
    """Hand a version out to phones from now on; versions before it are still taken.

    A draft form opens with it; a closing or closed one stays so. Raises `InvalidInput` with what
    stands in the way.
    """
    form = version.form
    may_manage(by, form.programme, form)
    with transaction.atomic():
        held = Form.objects.select_for_update().get(pk=form.pk)
        version = FormVersion.objects.select_related("form__programme").get(pk=version.pk)
        if version.published_at is not None:
            raise Conflict(_("This version is published already."))
        if against := obstacles(version):
            raise InvalidInput(" ".join(against), code="not-publishable")
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
        held.current, held.titles = version, version.titles
        if held.state == State.DRAFT:
            held.state = State.OPEN
        held.save(update_fields=["current", "titles", "state"])
        data = {"number": version.number, "version": version.version, "state": held.state}
        audit.record(
            "field.form.published", by=by, programme=form.programme, record=held, data=data
        )
    version.form = held
    return version


def set_state(*, form: Form, state: str, reason: str = "", by: User | None) -> Form:
    """Open a form, let it end (closing: hidden, still taken), or close it for good reason.

    Closing it altogether makes phones keep what they have not sent, so a reason is asked.
    """
    may_manage(by, form.programme, form)
    if state == State.CLOSED and not reason.strip():
        raise InvalidInput(_("Say why the form is closed: what is sent then is not taken."))
    with transaction.atomic():
        held: Form = Form.objects.select_for_update().get(pk=form.pk)
        if held.state == state:
            return held
        if state not in STEPS[held.state]:
            raise InvalidInput(_("A draft is opened by publishing one of its versions."))
        before, held.state = held.state, state
        held.save(update_fields=["state"])
        audit.record(
            "field.form.state_set",
            by=by,
            programme=form.programme,
            record=held,
            reason=reason.strip(),
            data={"from": before, "to": state},
        )
    return held


def change_settings(*, form: Form, settings: Settings, by: User | None) -> Form:
    """Change what a form is for and who sees what is sent with it from now on."""
    may_manage(by, form.programme, form)
    if settings.tlp not in TLP.values or settings.tlp == TLP.RED:
        raise InvalidInput(
            _("A form cannot be RED: mark it stricter, then name people on single records.")
        )
    known = settings.purpose in Form.Purpose.values and settings.editing in Form.Editing.values
    if not known:
        raise InvalidInput(_("Choose one of the purposes, and who may send corrections."))
    with transaction.atomic():
        held: Form = Form.objects.select_for_update().get(pk=form.pk)
        changed = {
            name: getattr(settings, name)
            for name in ("purpose", "tlp", "editing", "opens_incident")
            if getattr(held, name) != getattr(settings, name)
        }
        if changed:
            for name, value in changed.items():
                setattr(held, name, value)
            held.save(update_fields=list(changed))
            audit.record(
                "field.form.changed", by=by, programme=form.programme, record=held, data=changed
            )
    return held
