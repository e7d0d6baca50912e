"""How far a programme or an office is closed for now: the two switches for the hour of a raid."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shut(models.TextChoices):
    """Read-only: nothing is changed, nothing is taken out. No access: nothing answers."""

    READ_ONLY = "read-only", _("Read-only: nothing can be changed or taken out")
    NO_ACCESS = "no-access", _("No access: nothing answers, everybody is logged out")


def stricter(*modes: str) -> str:
    """Return the strictest of several states; empty is open."""
    for mode in (Shut.NO_ACCESS, Shut.READ_ONLY):
        if mode in modes:
            return str(mode)
    return ""
