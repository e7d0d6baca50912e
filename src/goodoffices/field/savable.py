"""Which pages of this room can be saved as views."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.savable import SavablePage

PAGES = [
    SavablePage(
        "field:submissions",
        _("Submissions"),
        frozenset(
            {"form", "office", "device", "officer", "review", "mapping", "flag", "from", "to"}
            | {"near", "q", "awaits", "branches", "deleted", "look"}
        ),
        "field.submissions",
        {"form": "field.form"},
    )
]
