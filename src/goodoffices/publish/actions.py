"""What the audit log can say about publications and what is released."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register, saying

register(
    {
        "publish.publication.added": _("began a publication"),
        "publish.publication.moved": _("moved a publication to another step"),
        "publish.publication.scheduled": _("scheduled a publication"),
        "publish.publication.published": _("published a publication"),
        "publish.publication.held": _("held a publication back"),
        "publish.publication.corrected": _("corrected a publication"),
        "publish.publication.embargoed": _("set or lifted an embargo"),
        "publish.withdrawal.asked": _("asked to withdraw a publication"),
        "publish.withdrawal.taken_back": _("took back the request to withdraw a publication"),
        "publish.publication.withdrawn": _("withdrew a publication"),
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


@saying("publish.publication.moved")
def _moved(data: Mapping[str, Any]) -> str | None:
    from goodoffices.publish.models import State
    from goodoffices.publish.words import STATES

    if data.get("to") not in State.values:
        return None
    return _t("moved a publication to “%(state)s”") % {"state": STATES[State(data["to"])]}
