"""What the audit log can say about publications and what is released."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import reading, register, saying

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
        "publish.site.saved": _("saved a page of the public site"),
        "publish.site.published": _("published a page of the public site"),
        "publish.site.opened": _("opened the public site"),
        "publish.site.closed": _("closed the public site"),
        "publish.site.changed": _(
            "changed the address of the public site or where gifts are taken"
        ),
        "publish.site.answered": _("noted that a message to the programme was answered"),
        "publish.site.letter_deleted": _("deleted a message to the programme"),
        "publish.publication.restricted": _("changed who may see a publication"),
        "publish.data.defined": _("began a series of open data"),
        "publish.data.changed": _("changed a series of open data"),
        "publish.data.begun": _("had a version of open data prepared"),
        "publish.data.prepared": _("prepared a version of open data"),
        "publish.data.approved": _("approved a version of open data"),
        "publish.data.published": _("published a version of open data"),
        "publish.data.withdrawn": _("withdrew a version of open data"),
        "publish.data.read": _("looked at a file of open data that was prepared"),
        "publish.data.dropped": _("dropped a version of open data before it came out"),
        "publish.partner.added": _("added a partner"),
        "publish.partner.changed": _("changed a partner"),
        "publish.partner.ended": _("ended the exchange with a partner"),
        "publish.partner.resumed": _("took up the exchange with a partner again"),
        "publish.partner.reading_began": _(
            "a partner's token was used for the first time that day"
        ),
        "publish.partner.reading_counted": _("counted what a partner's token read on one day"),
        "publish.agreement.added": _("wrote a version of a sharing agreement"),
        "publish.agreement.withdrawn": _("withdrew a sharing agreement"),
        "publish.exchange.prepared": _("prepared a file for a partner"),
        "publish.exchange.approved": _("approved a file for a partner"),
        "publish.exchange.dropped": _("dropped a file for a partner"),
        "publish.exchange.taken_out": _("downloaded a file for a partner"),
        "publish.exchange.handed_over": _("handed a file over to a partner"),
        "publish.exchange.came_in": _("took in a partner's file"),
        "publish.partner_token.issued": _("issued a partner's token"),
        "publish.partner_token.approved": _("approved a partner's token"),
        "publish.partner_token.revoked": _("revoked a partner's token"),
        "publish.list.letters": _("read letters from the public site about the mailing list"),
        "publish.list.exported": _("took the mailing list out"),
        "publish.list.looked_up": _("looked up an address on the mailing list"),
        "publish.list.bounces": _("read mail that came back"),
        "publish.subscriber.removed": _("took somebody off the mailing list for good"),
        "publish.mailing.begun": _("began a mailing"),
        "publish.mailing.tried": _("had a mailing sent to themselves"),
        "publish.mailing.started": _("started a mailing"),
        "publish.mailing.paused": _("paused a mailing"),
        "publish.mailing.resumed": _("went on with a mailing"),
        "publish.mailing.cancelled": _("cancelled a mailing"),
        "publish.mailing.settled": _("said of a mail in doubt whether it had gone out"),
        "publish.mailing.ended": _("sent a mailing to its end"),
    }
)


@saying("publish.publication.moved")
def _moved(data: Mapping[str, Any]) -> str | None:
    from goodoffices.publish.models import State
    from goodoffices.publish.words import STATES

    if data.get("to") not in State.values:
        return None
    return gettext("moved a publication to “%(state)s”") % {"state": STATES[State(data["to"])]}


reading("publish.data.read")
