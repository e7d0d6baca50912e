"""Every address of the field's pages, and the records they speak of."""

from __future__ import annotations

from io import BytesIO

from goodoffices.core import evidence
from goodoffices.core.models import Job, Membership
from goodoffices.field.models import Form, FormMedia, FormVersion
from tests.cast import Cast
from tests.web.declaring import VERSION, Address, act, form


def _submission(cast: Cast, member: Membership, tlp: int) -> str:
    from tests.field.exhibits import submission

    return submission(cast, member, tlp).code


def _device(cast: Cast, member: Membership, tlp: int) -> str:
    from tests.field.exhibits import device

    return device(cast, cast.field_officer).code


def _own_device(cast: Cast, member: Membership, tlp: int) -> str:
    from tests.field.exhibits import device

    return device(cast, member if member.may("field.send") else cast.field_officer).code


def _quarantined(cast: Cast, member: Membership, tlp: int) -> str:
    from tests.field.exhibits import quarantined

    return quarantined(cast, member, tlp).code


def _webhook(cast: Cast, member: Membership, tlp: int) -> str:
    from tests.field.exhibits import webhook

    return webhook(cast).code


NO_FILE = "0" * 64
"""The hash of a file that never came."""


def _form(cast: Cast, member: Membership, tlp: int) -> str:
    """Make a form with one draft version that needs a file."""
    name = f"form-{member.pk}-{tlp}"
    made, _new = Form.objects.get_or_create(
        programme=cast.programme, xform_id=name, defaults={"tlp": tlp, "titles": {"en": "Form"}}
    )
    xform = evidence.store_file(BytesIO(b"<form/>"), programme=cast.programme)
    version, _new = FormVersion.objects.get_or_create(
        form=made, number=1, defaults={"xform": xform, "source": xform, "md5": "0" * 32}
    )
    FormMedia.objects.get_or_create(pk=MEDIUM, defaults={"version": version, "name": "a.csv"})
    return made.code


MEDIUM = 7
"""The id of the file that the form above needs."""


def _form_job(cast: Cast, member: Membership, tlp: int) -> str:
    job = Job.objects.create(programme=cast.programme, kind="field.form.convert", by=member.user)
    return job.code


FIELD: dict[str, Address] = {
    "field:today": Address("field.send"),
    "field:today-sent": Address("field.send"),
    "field:today-receipt": form("field.send", _submission, hides=True),
    "field:today-phones": form("field.send"),
    "field:today-phone-revoke": form("field.send", _own_device),
    "field:web-form": form("field.send"),
    "field:carried": form("field.send"),
    "field:submissions": Address("field.submissions"),
    "field:submission-map": Address("field.submissions"),
    "field:submission-reviews": act("field.submissions"),
    "field:submission-export": Address("field.submissions"),
    "field:submission-download": Address("field.submissions", argument="ending", fixed="csv"),
    "field:submission": Address("field.submissions", _submission, hides=True),
    "field:submission-review": act("field.submissions", _submission, hides=True),
    "field:submission-reject": form("field.submissions", _submission, hides=True),
    "field:submission-note": act("field.submissions", _submission, hides=True),
    "field:submission-delete": form("field.submissions", _submission, hides=True),
    "field:submission-restore": form("field.submissions", _submission, hides=True),
    "field:submission-branch": form(
        "field.submissions", _submission, hides=True, besides=(("number", 1),)
    ),
    "field:submission-xml": Address(
        "field.submissions", _submission, hides=True, besides=(("number", 1),)
    ),
    "field:submission-file": Address(
        "field.submissions", _submission, hides=True, besides=(("sha256", NO_FILE),), also=404
    ),
    "field:submission-picture": Address(
        "field.submissions", _submission, hides=True, besides=(("sha256", NO_FILE),), also=404
    ),
    "field:arrivals": Address("field.submissions"),
    "field:devices": Address("field.devices"),
    "field:device-new": form("field.devices"),
    "field:device": Address("field.devices", _device),
    "field:device-rename": form("field.devices", _device),
    "field:device-revoke": form("field.devices", _device),
    "field:quarantine": Address("field.quarantine"),
    "field:quarantine-post": Address("field.quarantine", _quarantined, hides=True),
    "field:quarantine-release": form("field.quarantine", _quarantined, hides=True),
    "field:quarantine-discard": form("field.quarantine", _quarantined, hides=True),
    "field:quarantine-bytes": Address("field.quarantine", _quarantined, hides=True),
    "field:quarantine-file": Address(
        "field.quarantine", _quarantined, hides=True, besides=(("sha256", NO_FILE),), also=404
    ),
    "field:webhooks": Address("core.settings"),
    "field:webhook-new": form("core.settings"),
    "field:webhook": Address("core.settings", _webhook),
    "field:webhook-change": form("core.settings", _webhook),
    "field:webhook-end": act("core.settings", _webhook),
    "field:webhook-again": act("core.settings", _webhook),
    "field:forms": Address("field.forms"),
    "field:form-new": form("field.forms"),
    "field:form-ready-add": act("field.forms", argument="key", fixed="nothing", also=404),
    "field:form-ready-xlsx": Address("field.forms", argument="key", fixed="meeting-note"),
    "field:form-uploading": Address("field.forms", _form_job),
    "field:form": Address("field.forms", _form, hides=True),
    "field:form-settings": form("field.forms", _form, hides=True),
    "field:form-state": act("field.forms", _form, hides=True),
    "field:form-version": Address("field.forms", _form, hides=True, besides=VERSION),
    "field:form-publish": act("field.forms", _form, hides=True, besides=VERSION),
    "field:form-xlsx": Address("field.forms", _form, hides=True, besides=VERSION),
    "field:form-xml": Address("field.forms", _form, hides=True, besides=VERSION),
    "field:form-medium": Address(
        "field.forms", _form, hides=True, also=404, besides=(*VERSION, ("medium", MEDIUM))
    ),
    "field:form-media-store": act(
        "field.forms", _form, hides=True, also=404, besides=(*VERSION, ("medium", MEDIUM))
    ),
    "field:form-mapping": form("field.forms", _form, hides=True, besides=VERSION),
    "field:form-map-again": act("field.forms", _form, hides=True, besides=VERSION),
    "field:form-preview": Address("field.forms", _form, hides=True, besides=VERSION),
}
