"""Which pages of this room can be saved as views."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodoffices.core.savable import SavablePage

SEE = "rights.view"

PAGES = [
    SavablePage("rights:cases", _("Cases"), frozenset({"q", "kind", "state"}), SEE),
    SavablePage(
        "rights:acts",
        pgettext_lazy("human rights", "Acts"),
        frozenset({"q", "kind", "incident"}),
        SEE,
        {"incident": "monitor.incident"},
    ),
    SavablePage(
        "rights:people",
        _("Persons"),
        frozenset({"q", "sex", "age_group"}),
        SEE,
        {"q": "rights.person"},
    ),
    SavablePage("rights:groups", _("Groups"), frozenset({"q", "kind"}), SEE, {"q": "rights.group"}),
]
