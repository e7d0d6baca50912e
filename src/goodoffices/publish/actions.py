"""What the audit log can say about publications and what is released."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "publish.publication.added": _("began a publication"),
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
    }
)
