"""How the entries of the field are said where one phrase can hold the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodoffices.core.audit import saying
from goodoffices.field.models import Form


@saying("field.form.state_set")
def _state(data: Mapping[str, Any]) -> str | None:
    if data.get("to") not in Form.State.values:
        return None
    return _("set the state of the form to “%(state)s”") % {"state": Form.State(data["to"]).label}


@saying("field.form.published")
def _published(data: Mapping[str, Any]) -> str | None:
    if not data.get("version"):
        return None
    return _("published version “%(version)s” of the form") % {"version": data["version"]}


@saying("field.mapping.confirmed")
def _confirmed(data: Mapping[str, Any]) -> str | None:
    if not data.get("carried_from"):
        return None
    return _("took over what the questions mean from the version before")
