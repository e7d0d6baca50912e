"""Files whose bytes a rule of retention removed: saying so, wherever somebody asks for them."""

from __future__ import annotations

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core.models import Evidence


def sentence(item: Evidence) -> str:
    """Say by which rule and on which day the bytes of an item were removed; empty if they are not.

    The rule is named by the kind of record it stands for on the data-protection page.
    """
    from goodoffices.core.retention import kinds

    if item.purged_at is None:
        return ""
    kind = kinds().get(item.purged_rule)
    said = {
        "rule": kind.label if kind else item.purged_rule,
        "day": formats.date_format(timezone.localtime(item.purged_at), "Y-m-d"),
    }
    return _("The bytes were removed under the rule of retention for “%(rule)s” on %(day)s.") % said


def refuse(item: Evidence) -> None:
    """Refuse what needs the bytes of an item that has none any more."""
    if item.purged_at is not None:
        raise Conflict(sentence(item), code="file-purged")
