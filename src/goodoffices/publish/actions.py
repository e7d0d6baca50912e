"""What the audit log can say about publications and what is released."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "publish.publication.added": _("began a publication"),
        "publish.gate.overridden": _("let findings of the checks stand"),
        "publish.gate.override_withdrawn": _("took back that a finding may stand"),
        "publish.names.cleared": _("looked for names and found that the texts endanger nobody"),
        "publish.reply.asked": _("asked a party to reply"),
        "publish.reply.not_asked": _("said why a party was not asked to reply"),
        "publish.reply.answered": _("wrote down what a party replied"),
        "publish.reply.withdrawn": _("took back what was written down about a reply"),
        "publish.policy.set": _("changed what must hold before release"),
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
