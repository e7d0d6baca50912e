"""What the audit log can say about publications and what is released."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "publish.publication.added": _("began a publication"),
        "publish.publication.changed": _("changed kind, topics or office of a publication"),
        "publish.text.saved": _("saved a text"),
        "publish.citation.added": _("cited a record"),
        "publish.citation.checked": _("compared a citation with its record"),
        "publish.citation.withdrawn": _("took a citation back"),
        "publish.topic.added": _("added a topic"),
        "publish.topic.closed": _("closed a topic"),
        "publish.topic.opened": _("opened a topic again"),
    }
)
