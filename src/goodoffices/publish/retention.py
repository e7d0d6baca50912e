"""What of this room's records the data-protection page accounts for."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import Kind, register

register(
    Kind(
        "publish.publication",
        _("Publications"),
        _("What is said in public, its drafts, and who wrote and checked them."),
        page="publish:stages",
    ),
)
