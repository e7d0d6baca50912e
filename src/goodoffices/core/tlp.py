"""The Traffic Light Protocol 2.0 (FIRST): who may see a record.

Numbers rise with strictness, so that the strictest of several parts is their maximum.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class TLP(models.IntegerChoices):
    """CLEAR is public; RED is for named persons only."""

    CLEAR = 0, _("TLP:CLEAR")
    GREEN = 1, _("TLP:GREEN")
    AMBER = 2, _("TLP:AMBER")
    AMBER_STRICT = 3, _("TLP:AMBER+STRICT")
    RED = 4, _("TLP:RED")


STAFF_CLEARANCE = TLP.AMBER_STRICT
"""What every member of the programme's staff may see; RED needs a name on the record."""

PARTNER_CLEARANCE = TLP.GREEN
"""What a partner organisation's user may see without being named on the record."""


def strictest(parts: Iterable[int]) -> int:
    """Return the strictest of several marks; CLEAR when there are none."""
    return max(parts, default=int(TLP.CLEAR))
