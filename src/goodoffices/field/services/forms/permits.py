"""Who may touch a form: each service asks here first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goodoffices.codebook.errors import NotFound
from goodoffices.core.access import may_see
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.field.models import Form

MANAGE = "field.forms"


def may_manage(by: User | None, programme: Programme, form: Form | None = None) -> None:
    """Let through who may manage forms and sees this one; raises `NotPermitted` or `NotFound`."""
    member = permitted(by, programme, MANAGE)
    if form is None or member is None:
        return
    current = Form.objects.filter(pk=form.pk, programme=programme).first()
    if current is None or not may_see(current, member):
        raise NotFound(_("There is nothing at this address."))
