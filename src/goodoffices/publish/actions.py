"""What the audit log can say about publications and what is released."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import reading, register

register(
    {
        "publish.publication.added": _("began a publication"),
        "publish.data.defined": _("began a series of open data"),
        "publish.data.changed": _("changed a series of open data"),
        "publish.data.begun": _("had a version of open data prepared"),
        "publish.data.prepared": _("prepared a version of open data"),
        "publish.data.approved": _("approved a version of open data"),
        "publish.data.published": _("published a version of open data"),
        "publish.data.withdrawn": _("withdrew a version of open data"),
        "publish.data.read": _("looked at a file of open data that was prepared"),
        "publish.data.dropped": _("dropped a version of open data before it came out"),
    }
)
reading("publish.data.read")
