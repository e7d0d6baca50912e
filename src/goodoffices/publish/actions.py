"""What the audit log can say about publications and what is released."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "publish.publication.added": _("began a publication"),
    }
)
