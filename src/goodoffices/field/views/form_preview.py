"""A form filled in the browser, to see what an officer will see; nothing is sent or kept."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE, WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.field.views.form_versions import found
from goodoffices.field.views.forms import crumbs, form_address, version_address

RELAXED = {
    "script-src": [WASM_UNSAFE_EVAL],
    "style-src": [UNSAFE_INLINE],
    "font-src": ["data:"],
    "media-src": [SELF, "blob:"],
}
"""What the form component needs beyond the program's own policy, on this page alone: its
expression parser is WebAssembly, its styles and one font are in its script."""


@csp_update(RELAXED)  # type: ignore[arg-type]
@require_safe
def show(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the form as our web form shows it."""
    member, version = found(request, code, number)
    media = {
        one.name: form_address(
            version.form, member, "field:form-medium", number=number, medium=one.pk
        )
        for one in version.media.filter(file__isnull=False)
    }
    values = {
        "form": version.form,
        "version": version,
        "media": media,
        "xform_address": version_address(version, member, "field:form-xml"),
        "crumbs": crumbs(member, version.form, version, _("Preview")),
    }
    return render(request, "field/form_preview.html", values)
