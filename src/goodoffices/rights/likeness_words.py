"""Why two names are alike, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

GRADES = {
    "strong": _("very like"),
    "fair": _("like"),
    "weak": _("a little like"),
}
"""How like a name is; never that it is the same person."""

REASONS = {
    "same-after-folding": _("a part is written the same"),
    "same-consonants": _("a part has the same consonants"),
    "vowels-differ": _("vowels differ"),
    "one-letter-differs": _("one letter differs"),
    "initial-agrees": _("an initial agrees"),
    "part-differs": _("a part differs"),
    "part-missing": _("a part is missing"),
    "first-part-missing": _("the first part is missing"),
    "order-differs": _("the parts stand in another order"),
    "one-part-only": _("only one part could be compared"),
}


def reasons(found: Iterable[tuple[str, int]]) -> list[str]:
    """Return the reasons of a likeness as phrases, in their order."""
    return [str(REASONS[name]) for name, _times in found]
