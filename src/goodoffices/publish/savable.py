"""Which pages of this room can be saved as views."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.savable import SavablePage

PAGES = [
    SavablePage(
        "publish:publications",
        _("Publications"),
        frozenset({"q", "kind", "state", "language", "topic"}),
        "publish.view",
    ),
]
