"""What every page knows: the programme, the member, the way around."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return the programme and member of the address, for the base template."""
    return {
        "programme": getattr(request, "programme", None),
        "member": getattr(request, "member", None),
        "mail_is_sent": settings.MAIL_IS_SENT,
    }
